package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.io.Serializable;

/**
 * A client session as the server sees it.
 *
 * @param jid       full JID
 * @param streamId  the stream's id
 * @param detached  whether it waits for its client to resume it
 * @param available whether it sent an available presence, and all that Openfire does about it is done: before, what comes may still be
 *                  stored offline, too late to be fetched
 * @param priority  the priority of its presence
 * @param unacked   stanzas that the client has not acknowledged; 0 without stream management
 * @param sent      stanzas that the server counts as sent since stream management was enabled. It counts one just after it sent it,
 *                  and is out by one for ever where an acknowledgement comes in between (seen in 4.2.0).
 */
public record SessionInfo(String jid, String streamId, boolean detached, boolean available, int priority, int unacked,
                          long sent) implements Serializable {
}
