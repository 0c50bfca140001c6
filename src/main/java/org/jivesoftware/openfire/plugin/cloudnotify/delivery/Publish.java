package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.DataForms;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Writes a push as the pubsub publish of XEP-0357 §7. Thread-safe. */
final class Publish {

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String PUSH = "urn:xmpp:push:0";
    private static final String SUMMARY = "urn:xmpp:push:summary";
    // Kept, as in DataForms.
    private static final QName PUBLISH = QName.get("publish", PUBSUB);
    private static final QName ITEM = QName.get("item", PUBSUB);
    private static final QName PUBLISH_OPTIONS = QName.get("publish-options", PUBSUB);
    private static final QName NOTIFICATION = QName.get("notification", PUSH);
    private static final QName NODE = QName.get("node");

    private final JID from;

    /**
     * @param from the server's domain; not null
     */
    Publish(JID from) {
        this.from = Objects.requireNonNull(from);
    }

    /**
     * @param id an unguessable id; not null
     * @param push what to publish; not null
     * @return an IQ-set; never null
     */
    IQ write(String id, Push push) {
        RegistrationKey key = push.key();
        PublishOptions options = push.registration().options();
        IQ iq = new IQ(IQ.Type.set, id);
        iq.setFrom(from);
        iq.setTo(key.service());
        Element pubsub = iq.setChildElement("pubsub", PUBSUB);
        Element publish = pubsub.addElement(PUBLISH);
        // The setter ignores null: no node, no attribute.
        publish.addAttribute(NODE, key.node());
        Element content = publish.addElement(ITEM).addElement(NOTIFICATION);
        addSummary(content, push.summary());
        for (Element extension : push.extensions()) {
            content.add(extension.createCopy());
        }
        if (options != null) {
            pubsub.addElement(PUBLISH_OPTIONS).add(options.toForm());
        }
        return iq;
    }

    private static void addSummary(Element content, Summary summary) {
        Element form = DataForms.submit();
        addField(form, "FORM_TYPE", SUMMARY);
        addField(form, "message-count", summary.messageCount());
        addField(form, "pending-subscription-count", summary.pendingSubscriptionCount());
        addField(form, "last-message-sender", summary.lastMessageSender());
        addField(form, "last-message-body", summary.lastMessageBody());
        content.add(form);
    }

    private static void addField(Element form, String name, Object value) {
        if (value != null) {
            DataForms.addField(form, name, null, null, List.of(value.toString()));
        }
    }
}
