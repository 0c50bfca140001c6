package org.jivesoftware.openfire.plugin.cloudnotify.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.StringReader;
import java.util.List;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.io.XMPPPacketReader;
import org.jivesoftware.openfire.net.MXParser;
import org.xmlpull.v1.XmlPullParserFactory;

/**
 * XML elements from the bytes of a fuzzer: either text that Openfire's own parser reads, or a tree that is built straight away and so may
 * hold what no parser would let through.
 */
public final class FuzzedElement {

    private static final int MAX_STEPS = 200;
    private static final List<String> NAMES = List.of("message", "iq", "enable", "disable", "x", "field", "value", "body", "subject",
        "forwarded", "received", "sent", "result", "event", "items", "item", "propose", "delay", "encrypted", "encryption", "openpgp",
        "pubsub", "affiliation", "error", "item-not-found", "gone", "text", "no-store", "stanza-id", "private", "payload", "invite",
        "replace", "retract", "reactions", "apply-to", "fallback", "fin", "push", "displayed", "file-sharing", "sticker",
        "encrypt", "priority", "ignore-unknown", "muted", "groupchat", "room", "jingle", "description", "accept", "reject", "proceed",
        "finish",
        "publish", "composing", "mention", "reference", "reply", "conference", "extensions", "notify", "always", "on-mention", "never",
        "advanced", "thread", "media", "no-permanent-store");
    private static final List<String> NAMESPACES = List.of("", "jabber:client", "urn:xmpp:push:0", "jabber:x:data", "urn:xmpp:forward:0",
        "urn:xmpp:carbons:2", "urn:xmpp:mam:2", "http://jabber.org/protocol/pubsub", "http://jabber.org/protocol/pubsub#event",
        "urn:xmpp:jingle-message:0", "urn:xmpp:delay", "urn:xmpp:hints", "eu.siacs.conversations.axolotl", "urn:xmpp:eme:0",
        "urn:ietf:params:xml:ns:xmpp-stanzas", "jabber:x:encrypted", "urn:xmpp:sid:0", "urn:xmpp:omemo:2", "jabber:x:conference",
        "http://jabber.org/protocol/muc#user", "urn:xmpp:message-correct:0", "urn:xmpp:message-retract:1", "urn:xmpp:reactions:0",
        "urn:xmpp:fasten:0", "urn:xmpp:fallback:0", "urn:xmpp:call-invites:0", "urn:xmpp:sfs:0", "urn:xmpp:stickers:0", "jabber:x:delay",
        "urn:xmpp:chat-markers:0", "http://gultsch.de/xmpp/drafts/unified-push", "tigase:push:encrypt:0",
        "tigase:push:priority:0", "tigase:push:filter:ignore-unknown:0", "tigase:push:filter:muted:0", "tigase:push:filter:groupchat:0",
        "tigase:push:jingle:0", "tigase:push:away:0", "urn:xmpp:jingle:apps:rtp:1", "urn:xmpp:mds:displayed:0", "urn:xmpp:mentions:0",
        "urn:xmpp:reference:0", "urn:xmpp:reply:0", "urn:xmpp:bookmarks:1", "urn:xmpp:notification-settings:0",
        "urn:xmpp:notification-settings:1", "http://jabber.org/protocol/chatstates");
    private static final List<String> ATTRIBUTES = List.of("type", "from", "to", "id", "jid", "node", "var", "label", "stamp",
        "affiliation", "for", "xmlns", "alg", "max-size", "allow", "nick", "away", "media", "uri", "occupantid", "mentions", "begin", "end",
        "noping", "by", "identity-category", "identity-type", "client-type", "autojoin", "name");
    private static final List<String> VALUES = List.of("chat", "error", "groupchat", "headline", "submit", "form", "cancel", "result",
        "wait", "none", "FORM_TYPE", "http://jabber.org/protocol/pubsub#publish-options", "alice@example.org", "alice@example.org/phone",
        "bob@example.com", "push.example.com", "example.org", "2026-01-01T00:00:00Z", "urn:xmpp:mucsub:nodes:messages",
        "aes-128-gcm", "MDEyMzQ1Njc4OWFiY2RlZg==", "true", "always", "mentioned", "never", "149", "150", "4096", "-1", "audio", "mention",
        "tea@rooms.example.org", "tea@rooms.example.org/Ann", "xmpp:alice@example.org", "urn:xmpp:mds:displayed:0",
        "urn:xmpp:mentions:0#channel", "client", "phone");

    private FuzzedElement() {
    }

    /**
     * @param root the name of the root element
     * @return an element, or null where the bytes are a text that is not well-formed
     */
    public static Element of(FuzzedDataProvider data, String root, String namespace) {
        return data.consumeBoolean() ? tree(data, root, namespace) : parsed(data.consumeRemainingAsString());
    }

    private static Element parsed(String xml) {
        try {
            XmlPullParserFactory factory = XmlPullParserFactory.newInstance(MXParser.class.getName(), null);
            factory.setNamespaceAware(true);
            XMPPPacketReader reader = new XMPPPacketReader();
            reader.setXPPFactory(factory);
            return reader.read(new StringReader(xml)).getRootElement();
        } catch (Exception e) {
            // What does not parse never reaches the plugin.
            return null;
        }
    }

    private static Element tree(FuzzedDataProvider data, String root, String namespace) {
        Element top = DocumentHelper.createElement(QName.get(root, namespace));
        Element current = top;
        for (int i = 0; i < MAX_STEPS && data.remainingBytes() > 0; i++) {
            switch (data.consumeInt(0, 5)) {
                case 0, 1 -> current = current.addElement(QName.get(pick(data, NAMES), Namespace.get(pick(data, NAMESPACES))));
                case 2 -> current = current == top ? top : current.getParent();
                case 3 -> current.addText(pick(data, VALUES));
                case 4 -> current.addAttribute(QName.get(pick(data, ATTRIBUTES)), pick(data, VALUES));
                default -> current.addText(data.consumeString(64));
            }
        }
        return top;
    }

    /** Mostly something that is known, since the fuzzer does not guess namespaces. */
    private static String pick(FuzzedDataProvider data, List<String> known) {
        int choice = data.consumeInt(0, known.size() + 1);
        return choice < known.size() ? known.get(choice) : data.consumeString(32);
    }
}
