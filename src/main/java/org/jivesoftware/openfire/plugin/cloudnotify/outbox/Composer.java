package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.MessageCountMode;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.MessageIds;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Decides what a push says, and keeps body and sender back unless the administrator shows them and the user does not mind (behaviour §3):
 * once
 * when it falls due, so that what may not be shown is not kept, and once more when it leaves, since either may have changed. Thread-safe.
 */
public final class Composer {

    private final Settings settings;
    private final Predicate<String> discreet;
    private final Predicate<String> hiding;
    private final AppFeatures features;

    /**
     * @param settings tell what the administrator shows
     * @param discreet whether a user, given by local part, wants neither sender nor body in pushes
     */
    public Composer(Settings settings, Predicate<String> discreet) {
        this(settings, discreet, discreet, new AppFeatures());
    }

    /**
     * @param settings as above
     * @param discreet as above; may say so, too, where the administrator shows nothing anyway
     * @param hiding whether a user wants it, whatever the administrator shows
     * @param features what apps may have asked for
     */
    public Composer(Settings settings, Predicate<String> discreet, Predicate<String> hiding, AppFeatures features) {
        this.settings = Objects.requireNonNull(settings);
        this.discreet = Objects.requireNonNull(discreet);
        this.hiding = Objects.requireNonNull(hiding);
        this.features = Objects.requireNonNull(features);
    }

    /**
     * @param registration to which device
     * @param stanza what for, or null
     * @return what may be shown of it now, to its service or to its app alone, or null where that is nothing
     */
    public @Nullable Content content(Registration registration, @Nullable Stanza stanza) {
        if (features.push2().contentless().asked(registration)) {
            return null;
        }
        Content shown = content(registration.username(), stanza);
        Letter letter = stanza == null || registration.wishes() == null ? null : letter(registration, stanza);
        return letter == null ? shown : new Content(shown == null ? null : shown.sender(), shown == null ? null : shown.body(), letter);
    }

    private @Nullable Letter letter(Registration registration, Stanza stanza) {
        boolean encrypts = features.sealed(registration);
        CallSignal signal = stanza.groupchat() || !features.jingle().asked(registration) ? null : stanza.traits().signal();
        boolean ends = signal != null && signal.kind() != CallSignal.Kind.PROPOSE;
        if (!stanza.important() && !ends) {
            return null;
        }
        CallSignal call = stanza.important() && stanza.call() == null ? null : signal;
        boolean hides = !encrypts || hiding.test(registration.username());
        Letter letter = new Letter(0, null, stanza.groupchat(), null, null, call);
        JID sender = stanza.sender();
        if (!hides && sender != null) {
            String body = stanza.encrypted() || stanza.body() == null ? null
                : stanza.traits().rest() == null ? stanza.body() : stanza.body() + stanza.traits().rest();
            letter = new Letter(0, stanza.call() != null || ends ? sender.toString() : sender.toBareJID(), stanza.groupchat(),
                stanza.groupchat() ? sender.getResource() : null, body, call,
                features.push2().envelope().asked(registration) ? stanza.traits().ids() : MessageIds.NONE);
            letter = letter.only(all() || settings.get(Settings.WITH_SENDER), all() || settings.get(Settings.WITH_BODY));
        }
        return call == null && letter.sender() == null && letter.message() == null ? null : letter;
    }

    /** Whether the service, which cannot read it, may carry more than the administrator shows it. */
    private boolean all() {
        return settings.get(Settings.ENCRYPTED_CONTENT);
    }

    /**
     * @param username whose devices are pushed to
     * @param stanza what for, or null
     * @return what may be shown of it now, or null where that is nothing
     */
    public @Nullable Content content(String username, @Nullable Stanza stanza) {
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
    private static @Nullable String sender(Stanza stanza) {
        JID sender = stanza.sender();
        return sender == null ? null : stanza.groupchat() ? sender.toString() : sender.toBareJID();
    }

    /**
     * @param registration for which device
     * @param cause why
     * @param messageCount important stanzas for that device since it was last online, those behind it included
     * @return the push, as it may leave now
     */
    public Push compose(Registration registration, Cause cause, int messageCount) {
        return compose(registration, registration.key(), cause, messageCount);
    }

    Push compose(Registration registration, RegistrationKey key, Cause cause, int messageCount) {
        Integer subscriptions = cause.pendingSubscriptions() > 0 ? cause.pendingSubscriptions() : null;
        Letter letter = leaving(registration, cause, messageCount);
        if (cause.trigger() == Trigger.READ && !cause.important()) {
            int left = settings.get(Settings.MESSAGE_COUNT_MODE) == MessageCountMode.ONE ? Math.min(1, messageCount) : messageCount;
            return new Push(registration, key, cause, new Summary(left, subscriptions, null, null), letter, messageCount);
        }
        if (!cause.important()) {
            return new Push(registration, key, cause, subscriptions == null ? Summary.EMPTY : new Summary(null, subscriptions, null, null),
                letter, messageCount);
        }
        Content content = cause.content() != null && discreet.test(key.username()) ? null : cause.content();
        String sender = content != null && settings.get(Settings.WITH_SENDER) ? content.sender() : null;
        String body = content != null && settings.get(Settings.WITH_BODY) ? content.body() : null;
        return new Push(registration, key, cause,
            new Summary(count(messageCount), subscriptions, sender, body != null ? body : placeholder()), letter, messageCount);
    }

    /** What the app alone is told, or null where the summary says it all. */
    private @Nullable Letter leaving(Registration registration, Cause cause, int messageCount) {
        if (registration.wishes() == null) {
            return null;
        }
        Letter kept = cause.content() == null ? null : cause.content().letter();
        boolean encrypts = features.sealed(registration);
        if (!encrypts && kept == null) {
            return null;
        }
        Letter letter = new Letter(0, null, false, null, null, null);
        if (kept != null && (cause.important() || cause.trigger() == Trigger.CALL_END)) {
            boolean hides = !encrypts || (kept.sender() != null || kept.message() != null) && hiding.test(registration.username());
            letter = kept.only(!hides && (all() || settings.get(Settings.WITH_SENDER)),
                !hides && (all() || settings.get(Settings.WITH_BODY)));
        }
        return cause.important() ? letter.leaving(count(messageCount), placeholder()) : letter.leaving(messageCount, null);
    }

    private Integer count(int messages) {
        return settings.get(Settings.MESSAGE_COUNT_MODE) == MessageCountMode.ONE ? 1 : Math.max(1, messages);
    }

    private @Nullable String placeholder() {
        String text = settings.get(Settings.IMPORTANT_BODY);
        return text.isEmpty() ? null : text;
    }

    /**
     * @param stanza something
     * @return who sent it, as the administrator is shown it: a group chat by its whole address, since that is no person's; null where there
     *     is nobody
     */
    public static @Nullable String shownSender(Stanza stanza) {
        JID sender = stanza.sender();
        return stanza.groupchat() && sender != null ? sender.toBareJID() : shortened(sender);
    }

    /**
     * @param sender who sent something, or null
     * @return enough to recognise a sender that one knows, too little to read who writes to whom; null where there is none
     */
    public static @Nullable String shortened(@Nullable JID sender) {
        if (sender == null) {
            return null;
        }
        String node = sender.getNode();
        return node == null ? sender.getDomain() : node.substring(0, node.offsetByCodePoints(0, 1)) + "…@" + sender.getDomain();
    }
}
