package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One push for all that was stored while nobody was told, by the rules that hold for each message. Of a device that gets none the journal
 * is told once, with the reason for the last message; of what was pushed before all the same, nothing.
 */
final class BelatedPushes implements Belated {

    private static final Logger LOG = LoggerFactory.getLogger(BelatedPushes.class);

    private final Notifier notifier;
    private final Registrations registrations;
    private final Rules rules;
    private final Knowledge knowledge;
    private final PushHistory history;
    private final Composer composer;
    private final Outbox outbox;
    private final Clock clock;

    private record Considered(Due due, UserFacts facts) {
    }

    BelatedPushes(Notifier notifier, Registrations registrations, Rules rules, Knowledge knowledge, PushHistory history, Composer composer,
                  Outbox outbox, Clock clock) {
        this.notifier = Objects.requireNonNull(notifier);
        this.registrations = Objects.requireNonNull(registrations);
        this.rules = Objects.requireNonNull(rules);
        this.knowledge = Objects.requireNonNull(knowledge);
        this.history = Objects.requireNonNull(history);
        this.composer = Objects.requireNonNull(composer);
        this.outbox = Objects.requireNonNull(outbox);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public void due(String username, List<Occasion> news, List<Occasion> others, int unseen) throws StoreException {
        List<Registration> all = registrations.of(username);
        List<Considered> fresh = considered(news, all);
        List<Considered> old = considered(others, all);
        for (Registration registration : all) {
            try {
                decide(registration, fresh, old, unseen);
            } catch (RuntimeException e) {
                LOG.warn("A push for user {} could not be decided", username, e);
            }
        }
    }

    private List<Considered> considered(List<Occasion> occasions, List<Registration> all) {
        return occasions.stream().map(occasion -> {
            Instant then = travelling(occasion).stamp();
            Due due = Due.of(occasion, then == null ? clock.instant() : then);
            return new Considered(due, knowledge.of(due, all, registration -> outbox.woken(registration.key())));
        }).toList();
    }

    /** What was stored is always a stanza. */
    private static Travelling travelling(Occasion occasion) {
        return Objects.requireNonNull(occasion.travelling());
    }

    private void decide(Registration registration, List<Considered> news, List<Considered> others, int unseen) {
        RegistrationKey key = registration.key();
        int stored = unseen;
        for (Considered each : others) {
            stored += rules.against(each.due(), registration, each.facts()) == null ? each.due().important() : 0;
        }
        Cause cause = null;
        Outcome against = null;
        Occasion last = null;
        for (Considered each : news) {
            Outcome no = rules.against(each.due(), registration, each.facts());
            Occasion occasion = each.due().occasion();
            if (no != null) {
                against = no;
                last = occasion;
                continue;
            }
            stored += each.due().important();
            if (history.first(key, travelling(occasion), each.due().time(), true)) {
                last = occasion;
                Cause next = cause(registration, each.due());
                cause = cause == null ? next : cause.and(next);
            }
        }
        if (cause != null && last != null) {
            // The number is that of all that are stored; what it was told of already counts once.
            notifier.offer(registration, cause.counted().uncounted(Math.max(0, stored - outbox.told(key))), last);
        } else if (against != null && last != null) {
            notifier.decided(last, key, against);
        }
    }

    /** A call is over by now: it is a message like others. */
    private Cause cause(Registration registration, Due due) {
        Occasion occasion = due.occasion();
        return new Cause(occasion.trigger(), false, Notifier.important(due), due.important(), 0,
            Notifier.call(occasion) ? null : composer.content(registration, occasion.stanza()), List.of(),
            List.of(travelling(occasion)), Notifier.sender(occasion));
    }
}
