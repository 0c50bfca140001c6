package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Encryption;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.NotifyOn;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What pushes for a sample message would say. It is composed as every push is, so that the preview cannot tell something else than happens.
 */
final class PushSample {

    /** So many messages came since the device was last in use. */
    static final int WAITING = 3;

    private static final JID SENDER = new JID("romeo@example.net/phone");
    private static final RegistrationKey KEY = new RegistrationKey("juliet", new JID("push.example.org"), "node");

    /** The samples. */
    enum Kind {
        /** A message that the server can read. */
        PLAIN,
        /** A message that is end-to-end encrypted. */
        ENCRYPTED,
        /** A message that the server can read, for an app that gave a key. */
        SEALED,
        /** A typing notification. */
        UNIMPORTANT
    }

    /**
     * What one push says.
     *
     * @param kind of what
     * @param sent whether there is a push at all
     * @param count how many messages it says there are, or null where it does not say
     * @param sender from whom, or null where it does not say
     * @param text what, or null where it does not say
     */
    record Line(Kind kind, boolean sent, @Nullable Integer count, @Nullable String sender, @Nullable String text) {

        /** Checks. */
        Line {
            Objects.requireNonNull(kind);
        }
    }

    private final Settings settings;
    private final Composer composer;
    private final String text;

    /**
     * @param settings what is to be tried
     * @param text what the message says
     */
    PushSample(Settings settings, String text) {
        this.settings = Objects.requireNonNull(settings);
        this.composer = new Composer(settings, user -> false);
        this.text = Objects.requireNonNull(text);
    }

    /** @return one push of each kind */
    List<Line> lines() {
        return List.of(open(Kind.PLAIN, false), open(Kind.ENCRYPTED, true), sealed(),
            new Line(Kind.UNIMPORTANT, settings.get(Settings.NOTIFY_ON) == NotifyOn.ALL, null, null, null));
    }

    private Line open(Kind kind, boolean encrypted) {
        Push push = push(registration(null), encrypted);
        return new Line(kind, true, push.summary().messageCount(), push.summary().lastMessageSender(), push.summary().lastMessageBody());
    }

    private Line sealed() {
        Encryption encryption = new AppFeatures().encryption();
        Wishes wishes = Wishes.of(Map.of(encryption.name(), encryption.write(new Encryption.Key(new byte[16], 1_000))));
        Letter letter = push(registration(wishes), false).said();
        return new Line(Kind.SEALED, true, letter.unread(), letter.sender(), letter.message());
    }

    private Push push(Registration registration, boolean encrypted) {
        Stanza stanza = new Stanza(Stanza.Kind.MESSAGE, SENDER, new JID("juliet@example.org"), false, true, encrypted, null, false, SENDER,
            text, false, false, false, new Fingerprint(0, 0), null);
        Content content = composer.content(registration, stanza);
        Cause cause = new Cause(Trigger.OFFLINE, false, true, 1, 0, content, List.of(), List.of(), null);
        return composer.compose(registration, cause, WAITING);
    }

    private static Registration registration(@Nullable Wishes wishes) {
        return new Registration(KEY, null, wishes, "phone", null, null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    }
}
