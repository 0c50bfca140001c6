package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.NotifyOn;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.xmpp.packet.JID;

/**
 * Which occasions concern a device at all (spec §2): what can be told from the occasion, the registration and the settings alone.
 * Thread-safe; nothing blocks.
 */
final class Rules {

    private final Settings settings;
    private final Clock clock;
    private final String domain;

    Rules(Settings settings, Clock clock, String domain) {
        this.settings = Objects.requireNonNull(settings);
        this.clock = Objects.requireNonNull(clock);
        this.domain = Objects.requireNonNull(domain);
    }

    /**
     * @param occasion what happened; not null
     * @param registration a registration of the user that it is for; not null
     * @return why nothing is pushed, or null where no rule is against it
     */
    Outcome against(Occasion occasion, Registration registration) {
        if (resting(registration.health())) {
            return Outcome.DISABLED;
        }
        Stanza stanza = occasion.stanza();
        if (stanza == null) {
            return null;
        }
        if (stanza.ownCopy() || sentBy(stanza.sender(), registration)) {
            return Outcome.OWN_MESSAGE;
        }
        return stanza.important() || occasion.trigger() == Trigger.SUBSCRIPTION || wakes(occasion.trigger(), stanza)
            ? null : Outcome.UNIMPORTANT;
    }

    /** Disabled, and not yet to be tried once more: whether it is, is delivery's to say. */
    private boolean resting(Health health) {
        Duration rest = settings.duration(Settings.RETRY_DISABLED_AFTER);
        return health.disabled() && (rest.isZero() || clock.instant().isBefore(health.disabledSince().plus(rest)));
    }

    private boolean sentBy(JID sender, Registration registration) {
        return sender != null && registration.resource().equals(sender.getResource())
            && registration.username().equals(sender.getNode()) && domain.equals(sender.getDomain());
    }

    /** Whether an unimportant stanza wakes a device that is away; mod_cloud_notify's rule b is for important ones here. */
    private boolean wakes(Trigger trigger, Stanza stanza) {
        boolean waits = trigger == Trigger.HIBERNATED || trigger == Trigger.ACK_DELAY;
        if (waits && stanza.traits().wakes()) {
            return true;
        }
        if (!waits && trigger != Trigger.OFFLINE || settings.get(Settings.NOTIFY_ON) != NotifyOn.ALL) {
            return false;
        }
        return switch (stanza.kind()) {
            case PRESENCE -> false;
            case MESSAGE -> stanza.reason();
            // What the server asks a client, or tells it on behalf of its own account, is no news to the user.
            case IQ -> stanza.from() != null && !ofAccount(stanza.from(), stanza.to());
        };
    }

    private static boolean ofAccount(JID from, JID to) {
        return to != null && from.getResource() == null && from.toBareJID().equals(to.toBareJID());
    }
}
