package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.HashSet;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;

/**
 * What is said in a room.
 *
 * @param speaker   which member says it, or null for the host
 * @param text      its text; several may have the same
 * @param mentioned whom it mentions, or null
 * @param byName    whether by the nickname; else by a reference (XEP-0372)
 * @param due       nodes for which it is, or was, due
 */
record Said(Member speaker, String text, Member mentioned, boolean byName, Set<String> due) {

    static Said of(Member speaker, String text, Member mentioned, boolean byName) {
        return new Said(speaker, mentioned != null && byName ? mentioned.nickname + ": " + text : text, mentioned, byName, new HashSet<>());
    }

    String xml(String room) {
        String reference = mentioned == null || byName ? "" : "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:"
            + Xml.escape(mentioned.user.jid()) + "'/>";
        return "<message type='groupchat' to='" + room + "'><body>" + Xml.escape(text) + "</body>" + reference + "</message>";
    }

    @Override
    public String toString() {
        return "'" + text + "' by " + (speaker == null ? "the host" : speaker.nickname) + (mentioned == null ? "" : " to "
            + mentioned.nickname) + ", due for " + due;
    }
}
