package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.time.Duration;
import java.util.UUID;
import org.dom4j.Element;

/** What both kinds of test clients can do. Stanzas are XML texts on the way out and dom4j elements on the way in. */
public interface XmppClient extends AutoCloseable {
    /** Long enough for anything that does happen, on a busy machine, too. Waiting for what comes costs nothing. */
    Duration PATIENCE = Duration.ofSeconds(60);
    /** How long a server may take to end a stream in answer: at the end of a test nobody needs that answer. */
    Duration CLOSING = Duration.ofSeconds(10);
    /** Namespace of XEP-0357. */
    String PUSH = "urn:xmpp:push:0";

    /** The full JID. */
    String jid();

    /** Sends a stanza as it is. */
    void send(String xml);

    /** The stanzas that arrived, in their order; those that answered a {@link #request} too. */
    Recorder<Element> received();

    /** Ends the connection without a closing tag, as a lost network does. */
    void cut();

    /** Closes the stream in order. */
    @Override
    void close();

    /** The bare JID. */
    default String bareJid() {
        return jid().substring(0, jid().indexOf('/'));
    }

    /** Sends an IQ and returns its answer, result or error. The IQ needs an id. */
    default Element request(String iq) {
        String id = Xml.parse(iq).attributeValue("id");
        send(iq);
        return received().await(stanza -> stanza.getName().equals("iq") && id.equals(stanza.attributeValue("id"))
                && (stanza.attributeValue("type").equals("result") || stanza.attributeValue("type").equals("error")), PATIENCE);
    }

    /**
     * Sends {@code <enable/>} (XEP-0357) to the own account, and returns the answer.
     *
     * @param service the push service's JID
     * @param node    or null for none
     * @param content the content of {@code <enable/>}, such as a form with publish-options, or ""
     */
    default Element enablePush(String service, String node, String content) {
        return request("<iq type='set' id='" + newId() + "'><enable xmlns='" + PUSH + "'" + attribute("jid", service)
                + attribute("node", node) + ">" + content + "</enable></iq>");
    }

    /** As {@link #enablePush(String, String, String)} without publish-options; fails on an error. */
    default void enablePush(String service, String node) {
        Element answer = enablePush(service, node, "");
        if (!"result".equals(answer.attributeValue("type"))) {
            throw new AssertionError("Enabling push failed: " + answer.asXML());
        }
    }

    /** Sends {@code <disable/>}, and returns the answer. */
    default Element disablePush(String service, String node) {
        return request("<iq type='set' id='" + newId() + "'><disable xmlns='" + PUSH + "'" + attribute("jid", service)
                + attribute("node", node) + "/></iq>");
    }

    /** Sends a chat message with a body, and returns its id. */
    default String chat(String to, String body) {
        String id = newId();
        send("<message type='chat' id='" + id + "' to='" + Xml.escape(to) + "'><body>" + Xml.escape(body) + "</body></message>");
        return id;
    }

    /**
     * Waits until the server has routed everything that this client sent before: it works off a connection's stanzas one after the
     * other, and answers this one last. What the routing itself does is done by then, such as storing offline and counting as sent.
     */
    default void routed() {
        request("<iq type='get' id='" + newId() + "' to='" + jid().substring(jid().indexOf('@') + 1, jid().indexOf('/'))
                + "'><ping xmlns='urn:xmpp:ping'/></iq>");
    }

    /** Sends an available presence. */
    default void available() {
        send("<presence/>");
    }

    /** Sends an unavailable presence. */
    default void unavailable() {
        send("<presence type='unavailable'/>");
    }

    /** Waits for a message with this body. */
    default Element awaitMessage(String body) {
        return received().await(stanza -> stanza.getName().equals("message") && body.equals(stanza.elementText("body")), PATIENCE);
    }

    /** A publish-options form with one field after the other: names and values in turn. */
    static String publishOptions(String... namesAndValues) {
        var form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append("<field var='").append(Xml.escape(namesAndValues[i])).append("'><value>")
                    .append(Xml.escape(namesAndValues[i + 1])).append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    /** A new stanza id. */
    static String newId() {
        return "t-" + UUID.randomUUID();
    }

    private static String attribute(String name, String value) {
        return value == null ? "" : " " + name + "='" + Xml.escape(value) + "'";
    }
}
