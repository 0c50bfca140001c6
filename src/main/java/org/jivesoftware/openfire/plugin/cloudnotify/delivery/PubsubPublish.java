package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.Locale;
import java.util.Objects;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Encryption;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Jingle;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Priority;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Sealing;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PubsubNode;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.DataForms;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Writes a push as the pubsub publish of XEP-0357 §7. Thread-safe. */
final class PubsubPublish {

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String PUSH = "urn:xmpp:push:0";
    private static final String SUMMARY = "urn:xmpp:push:summary";
    // Kept, as in DataForms.
    private static final QName PUBLISH = QName.get("publish", PUBSUB);
    private static final QName ITEM = QName.get("item", PUBSUB);
    private static final QName PUBLISH_OPTIONS = QName.get("publish-options", PUBSUB);
    private static final QName NOTIFICATION = QName.get("notification", PUSH);
    private static final QName NODE = QName.get("node");

    private static final QName PRIORITY = QName.get("priority", Priority.NAMESPACE);
    private static final QName JINGLE = QName.get("jingle", Jingle.NAMESPACE);
    private static final QName MEDIA = QName.get("media", Jingle.NAMESPACE);
    private static final Logger LOG = LoggerFactory.getLogger(PubsubPublish.class);

    private final JID from;
    private final AppFeatures features;
    private final Sealing sealing;

    /**
     * @param from the server's domain
     * @param features what apps may have asked for
     * @param sealing encrypts
     */
    PubsubPublish(JID from, AppFeatures features, Sealing sealing) {
        this.from = Objects.requireNonNull(from);
        this.features = Objects.requireNonNull(features);
        this.sealing = Objects.requireNonNull(sealing);
    }

    /**
     * @param id an unguessable id
     * @param push what to publish
     * @param node where
     * @return an IQ-set
     */
    IQ write(String id, Push push, PubsubNode node) {
        PublishOptions options = push.registration().options();
        IQ iq = new IQ(IQ.Type.set, id);
        iq.setFrom(from);
        iq.setTo(node.address());
        Element pubsub = iq.setChildElement("pubsub", PUBSUB);
        Element publish = pubsub.addElement(PUBLISH);
        // The setter ignores null: no node, no attribute.
        publish.addAttribute(NODE, node.node());
        Element content = publish.addElement(ITEM).addElement(NOTIFICATION);
        Encryption.Key appKey = key(push.registration());
        if (appKey == null) {
            addSummary(content, push.summary());
            addCall(content, push);
        } else {
            content.add(sealing.seal(appKey, push.said()));
        }
        if (features.priority().asked(push.registration())) {
            content.addElement(PRIORITY).setText(push.important() || push.cause().call() ? "high" : "low");
        }
        for (Element extension : push.extensions()) {
            content.add(extension.createCopy());
        }
        if (options != null) {
            pubsub.addElement(PUBLISH_OPTIONS).add(options.toForm());
        }
        return iq;
    }

    /** What a later version of the plugin stored may not be understood: such a push says what any would. */
    private Encryption.@Nullable Key key(Registration registration) {
        try {
            return features.encryption().of(registration);
        } catch (IllegalArgumentException e) {
            LOG.debug("What an app of user {} asks for is not understood, and its push is not encrypted", registration.username());
            return null;
        }
    }

    private static void addCall(Element content, Push push) {
        CallSignal call = push.letter() == null ? null : push.letter().call();
        if (call != null) {
            Element jingle = content.addElement(JINGLE).addAttribute("action", call.kind().name().toLowerCase(Locale.ROOT))
                .addAttribute("sid", call.id());
            call.media().forEach(medium -> jingle.addElement(MEDIA).setText(medium));
        }
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

    private static void addField(Element form, String name, @Nullable Object value) {
        if (value != null) {
            DataForms.addValue(DataForms.addField(form, name), value.toString());
        }
    }
}
