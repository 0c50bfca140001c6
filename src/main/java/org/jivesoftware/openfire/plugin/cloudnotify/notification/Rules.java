package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.NotifyOn;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What is against pushing an occasion to a device (docs/behaviour.md §2): a list of rules, each of which knows the occasion, the
 * registration, the facts that were gathered of the user, and the settings; the first that is against it says why. Thread-safe; nothing
 * blocks.
 */
final class Rules {

    /** One rule. */
    private interface Rule {

        boolean against(Due due, Registration registration, UserFacts facts);
    }

    /**
     * What is said of an occasion that a rule is against.
     *
     * @param outcome what
     * @param rule the rule
     */
    private record Said(Outcome outcome, Rule rule) {
    }

    /** In the order in which they have their say. */
    private final List<Said> rules;
    private final Settings settings;
    private final Filters filters;
    private final Clock clock;
    private final String domain;

    Rules(Settings settings, Clock clock, String domain, Filters filters) {
        this.settings = Objects.requireNonNull(settings);
        this.filters = Objects.requireNonNull(filters);
        this.clock = Objects.requireNonNull(clock);
        this.domain = Objects.requireNonNull(domain);
        rules = List.of(
            new Said(Outcome.LOCKED, (due, registration, facts) -> facts.locked()),
            new Said(Outcome.DISABLED, this::disabled),
            new Said(Outcome.OWN_MESSAGE, this::ownMessage),
            new Said(Outcome.BLOCKED, (due, registration, facts) -> facts.blocked()),
            new Said(Outcome.UNIMPORTANT, this::unimportant),
            new Said(Outcome.MUTED, (due, registration, facts) -> filters.muted(due.occasion(), registration)),
            new Said(Outcome.ROOM_FILTERED, (due, registration, facts) -> filters.unlisted(due.occasion(), registration)),
            new Said(Outcome.STRANGER, (due, registration, facts) -> facts.stranger() && filters.contactsOnly(registration)),
            // Before it counts as pushed: should the device go again without having acknowledged, it is due.
            new Said(Outcome.DEVICE_ONLINE, (due, registration, facts) -> facts.has().test(registration)),
            new Said(Outcome.WOKEN_ALREADY, (due, registration, facts) -> onlyWakes(due) && facts.woken().test(registration)));
    }

    /**
     * @param due what happened
     * @param registration a registration of the user that it is for
     * @param facts what is known of that user
     * @return why nothing is pushed, or null where no rule is against it
     */
    @Nullable Outcome against(Due due, Registration registration, UserFacts facts) {
        for (int i = 0; i < rules.size(); i++) {
            Said each = rules.get(i);
            if (each.rule.against(due, registration, facts)) {
                return each.outcome;
            }
        }
        return null;
    }

    /** And not yet to be tried once more: whether it is, is delivery's to say. */
    private boolean disabled(Due due, Registration registration, UserFacts facts) {
        return registration.health().disabled()
            && registration.health().rests(settings.duration(Settings.RETRY_DISABLED_AFTER), null, clock.instant());
    }

    private boolean ownMessage(Due due, Registration registration, UserFacts facts) {
        Stanza stanza = due.occasion().stanza();
        return stanza != null && (stanza.ownCopy() || sentBy(stanza.sender(), registration) || due.occasion().sentBy().test(registration));
    }

    private boolean unimportant(Due due, Registration registration, UserFacts facts) {
        Stanza stanza = due.occasion().stanza();
        Trigger trigger = due.occasion().trigger();
        return stanza != null && !stanza.important() && trigger != Trigger.SUBSCRIPTION && trigger != Trigger.CALL_END
            && (filters.importantOnly(registration) || !wakes(trigger, stanza));
    }

    /** Whether it says nothing but that the device should wake up, which once is enough for. */
    private static boolean onlyWakes(Due due) {
        Occasion occasion = due.occasion();
        boolean each = occasion.stanza() != null && occasion.stanza().traits().wakes();
        return due.important() == 0 && !each && occasion.trigger() != Trigger.PING && occasion.trigger() != Trigger.SUBSCRIPTION
            && occasion.trigger() != Trigger.CALL_END;
    }

    private boolean sentBy(@Nullable JID sender, Registration registration) {
        return sender != null && sender.getResource() != null && registration.hasResource(sender.getResource())
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

    private static boolean ofAccount(JID from, @Nullable JID to) {
        return to != null && from.getResource() == null && from.toBareJID().equals(to.toBareJID());
    }
}
