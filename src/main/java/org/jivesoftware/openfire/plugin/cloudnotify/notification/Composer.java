package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.MessageCountMode;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.xmpp.packet.JID;

/** Decides what a push says, and keeps body and sender back unless the administrator shows them (spec §3). Thread-safe. */
final class Composer {

    private final Settings settings;

    Composer(Settings settings) {
        this.settings = Objects.requireNonNull(settings);
    }

    /**
     * @param registration for which device; not null
     * @param occasion what happened; not null
     * @param important whether an important stanza or a ping is behind it
     * @param messageCount important stanzas for that device since it was last online, those behind it included
     * @param discreet whether the user wants neither sender nor body in pushes
     * @return the push; never null
     */
    Notification compose(Registration registration, Occasion occasion, boolean important, int messageCount, boolean discreet) {
        Stanza stanza = occasion.stanza();
        boolean content = stanza != null && important && !discreet;
        boolean showSender = content && settings.get(Settings.WITH_SENDER) && stanza.sender() != null;
        boolean showBody = content && settings.get(Settings.WITH_BODY) && stanza.body() != null && !stanza.encrypted();
        Summary summary = new Summary(important ? count(messageCount) : null,
            occasion.pendingSubscriptions() > 0 ? occasion.pendingSubscriptions() : null,
            showSender ? stanza.sender().toString() : null,
            showBody ? stanza.body() : important ? standIn() : null);
        return new Notification(registration.key(), occasion.trigger(), summary, important, showSender || showBody, List.of(),
            stanza == null ? null : shortened(stanza.sender()));
    }

    private Integer count(int messages) {
        return settings.get(Settings.MESSAGE_COUNT_MODE) == MessageCountMode.ONE ? 1 : Math.max(1, messages);
    }

    private String standIn() {
        String text = settings.get(Settings.IMPORTANT_BODY);
        return text.isEmpty() ? null : text;
    }

    /** Enough to recognise a sender that one knows, too little to read who writes to whom. */
    static String shortened(JID sender) {
        if (sender == null) {
            return null;
        }
        String node = sender.getNode();
        return node == null ? sender.getDomain() : node.substring(0, node.offsetByCodePoints(0, 1)) + "…@" + sender.getDomain();
    }
}
