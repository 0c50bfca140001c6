package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import org.xmpp.packet.JID;

/**
 * Who calls a command.
 *
 * @param address full JID
 * @param administrator whether as an administrator, on somebody's account; else on the own
 */
record Caller(JID address, boolean administrator) {
}
