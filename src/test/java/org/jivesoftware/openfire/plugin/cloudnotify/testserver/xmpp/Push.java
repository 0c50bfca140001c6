package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dom4j.Element;

/**
 * A push as it arrived at the service (XEP-0357 §7).
 *
 * @param from           the publishing server
 * @param to             the service
 * @param id             the IQ's id
 * @param node           node of {@code <publish/>}, or null
 * @param notification   the {@code <notification/>}
 * @param summary        the fields of the summary form by name, FORM_TYPE among them; empty when there is no form
 * @param publishOptions the {@code <publish-options/>}, or null
 * @param arrivalNanos   {@link System#nanoTime()} at its arrival
 * @param iq             the whole stanza
 */
public record Push(String from, String to, String id, String node, Element notification, Map<String, String> summary,
                   Element publishOptions, long arrivalNanos, Element iq) {
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    /** Reads a stanza; null when it is no push. */
    static Push of(Element iq, long arrivalNanos) {
        Element pubsub = Xml.child(iq, "pubsub", PUBSUB);
        if (!"set".equals(iq.attributeValue("type")) || pubsub == null || pubsub.element("publish") == null) {
            return null;
        }
        Element publish = pubsub.element("publish");
        Element item = publish.element("item");
        Element notification = item == null ? null : Xml.child(item, "notification", XmppClient.PUSH);
        return new Push(iq.attributeValue("from"), iq.attributeValue("to"), iq.attributeValue("id"),
                publish.attributeValue("node"), notification, summary(notification), pubsub.element("publish-options"),
                arrivalNanos, iq);
    }

    private static Map<String, String> summary(Element notification) {
        var fields = new LinkedHashMap<String, String>();
        Element form = notification == null ? null : Xml.child(notification, "x", "jabber:x:data");
        if (form != null) {
            for (Object field : form.elements("field")) {
                fields.put(((Element) field).attributeValue("var"), ((Element) field).elementText("value"));
            }
        }
        return fields;
    }

    /** {@code message-count} of the summary, or -1. */
    public int messageCount() {
        return Integer.parseInt(summary.getOrDefault("message-count", "-1"));
    }

    /** {@code last-message-body} of the summary, or null. */
    public String body() {
        return summary.get("last-message-body");
    }

    /** {@code last-message-sender} of the summary, or null. */
    public String sender() {
        return summary.get("last-message-sender");
    }

    /** The whole stanza as text. */
    public String xml() {
        return iq.asXML();
    }

    @Override
    public String toString() {
        return xml();
    }
}
