package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.io.Serializable;

/**
 * A client session as the server sees it.
 *
 * @param jid       full JID
 * @param streamId  the stream's id
 * @param detached  whether it waits for its client to resume it
 * @param available whether it sent an available presence
 * @param priority  the priority of its presence
 * @param unacked   stanzas that the client has not acknowledged; 0 without stream management
 */
public record SessionInfo(String jid, String streamId, boolean detached, boolean available, int priority, int unacked)
        implements Serializable {
}
