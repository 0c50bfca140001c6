package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.MessageCountMode;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.xmpp.packet.JID;

/**
 * Decides what a push says, and keeps body and sender back unless the administrator shows them and the user does not mind (spec §3): once
 * when it falls due, so that what may not be shown is not kept, and once more when it leaves, since either may have changed. Thread-safe.
 */
public final class Composer {

    private final Settings settings;
    private final Predicate<String> discreet;

    /**
     * @param settings tell what the administrator shows; not null
     * @param discreet whether a user, given by local part, wants neither sender nor body in pushes; not null
     */
    public Composer(Settings settings, Predicate<String> discreet) {
        this.settings = Objects.requireNonNull(settings);
        this.discreet = Objects.requireNonNull(discreet);
    }

    /**
     * @param username whose devices are pushed to; not null
     * @param stanza what for, or null
     * @return what may be shown of it now, or null where that is nothing
     */
    public Content content(String username, Stanza stanza) {
        boolean withSender = settings.get(Settings.WITH_SENDER);
        boolean withBody = settings.get(Settings.WITH_BODY);
        if (!withSender && !withBody || stanza == null || !stanza.important() || discreet.test(username)) {
            return null;
        }
        String sender = withSender ? sender(stanza) : null;
        String body = withBody && !stanza.encrypted() ? stanza.body() : null;
        return sender == null && body == null ? null : new Content(sender, body);
    }

    /** In a chat it is the account that counts, in a group chat the nickname. */
    private static String sender(Stanza stanza) {
        JID sender = stanza.sender();
        return sender == null ? null : stanza.groupchat() ? sender.toString() : sender.toBareJID();
    }

    /**
     * @param registration for which device; not null
     * @param cause why; not null
     * @param messageCount important stanzas for that device since it was last online, those behind it included
     * @return the push, as it may leave now; never null
     */
    public Push compose(Registration registration, Cause cause, int messageCount) {
        return compose(registration, registration.key(), cause, messageCount);
    }

    Push compose(Registration registration, RegistrationKey key, Cause cause, int messageCount) {
        Integer subscriptions = cause.pendingSubscriptions() > 0 ? cause.pendingSubscriptions() : null;
        if (!cause.important()) {
            return new Push(registration, key, cause, subscriptions == null ? Summary.EMPTY : new Summary(null, subscriptions, null, null));
        }
        Content content = cause.content() != null && discreet.test(key.username()) ? null : cause.content();
        String sender = content != null && settings.get(Settings.WITH_SENDER) ? content.sender() : null;
        String body = content != null && settings.get(Settings.WITH_BODY) ? content.body() : null;
        return new Push(registration, key, cause, new Summary(count(messageCount), subscriptions, sender, body != null ? body : standIn()));
    }

    private Integer count(int messages) {
        return settings.get(Settings.MESSAGE_COUNT_MODE) == MessageCountMode.ONE ? 1 : Math.max(1, messages);
    }

    private String standIn() {
        String text = settings.get(Settings.IMPORTANT_BODY);
        return text.isEmpty() ? null : text;
    }

    /**
     * @param sender who sent something, or null
     * @return enough to recognise a sender that one knows, too little to read who writes to whom; null where there is none
     */
    public static String shortened(JID sender) {
        if (sender == null) {
            return null;
        }
        String node = sender.getNode();
        return node == null ? sender.getDomain() : node.substring(0, node.offsetByCodePoints(0, 1)) + "…@" + sender.getDomain();
    }
}
