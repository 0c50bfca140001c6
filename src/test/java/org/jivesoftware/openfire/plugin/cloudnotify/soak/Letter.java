package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;

/**
 * A message to a user, and the nodes that it was to be pushed to so far: one stanza causes at most one push for each.
 *
 * @param kind    what it is
 * @param body    its text; several may have the same
 * @param text    what a push shows of it
 * @param id      its id, or null
 * @param serial  its number among those of its sender
 * @param to      to whom
 * @param due     nodes for which it is, or was, due
 * @param maybe   nodes to which it may have been pushed, since it may have been stored offline, too
 * @param seen    nodes of devices that have acknowledged it
 */
record Letter(Kind kind, String body, String text, String id, int serial, String to, Set<String> due, Set<String> maybe,
              Set<String> seen) {

    /** Kinds of messages. */
    enum Kind {
        /** With a body of its own. */
        TEXT,
        /** With a body that others have, too, and without an id. */
        EQUAL,
        /** End-to-end encrypted, with a fallback body. */
        ENCRYPTED,
        /** A call proposal. */
        CALL,
        /** The caller gives up: nothing that an ordinary app is told (behaviour §2 "End of a call"). */
        CALL_END,
        /** Unimportant. */
        STATE
    }

    /** What a push shows instead of content. */
    static final String STAND_IN = "New Message!";

    static Letter of(Kind kind, String body, boolean withId, int serial, String to) {
        String text = switch (kind) {
            case TEXT, EQUAL -> body;
            case ENCRYPTED, CALL -> STAND_IN;
            case STATE, CALL_END -> "";
        };
        return new Letter(kind, body, text, withId && kind != Kind.EQUAL ? "i-" + body : null, serial, to,
            ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }

    boolean important() {
        return kind != Kind.STATE && kind != Kind.CALL_END;
    }

    boolean rings() {
        return kind == Kind.CALL;
    }

    /** Whether its body tells it from all others, so that its arrival can be checked. */
    boolean unique() {
        return kind == Kind.TEXT || kind == Kind.ENCRYPTED;
    }

    String xml() {
        String content = switch (kind) {
            case TEXT, EQUAL -> bodyXml();
            case ENCRYPTED -> bodyXml() + "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/>"
                + "<payload>c2VjcmV0</payload></encrypted>";
            case CALL -> "<propose xmlns='urn:xmpp:jingle-message:0' id='" + body + "'><description xmlns='urn:xmpp:jingle:apps:rtp:1'"
                + " media='audio'/></propose>";
            case CALL_END -> "<retract xmlns='urn:xmpp:jingle-message:0' id='" + body + "'/>";
            case STATE -> "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
        };
        return "<message type='chat'" + (id == null ? "" : " id='" + id + "'") + " to='" + Xml.escape(to) + "'>" + content + "</message>";
    }

    @Override
    public String toString() {
        return kind + " " + body + (id == null ? "" : " with id") + " to " + to + ", due for " + due;
    }

    private String bodyXml() {
        return "<body>" + Xml.escape(body) + "</body>";
    }
}
