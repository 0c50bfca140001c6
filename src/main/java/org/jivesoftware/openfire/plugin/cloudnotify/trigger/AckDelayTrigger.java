package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;

/**
 * A connected session leaves a stanza unacknowledged for too long: the device that it belongs to is woken, since its connection is
 * probably dead (behaviour §2 "Delayed acknowledgement"). But for calls, which {@link CallTrigger} has. Where it did acknowledge, the
 * journal
 * says after how long.
 */
public final class AckDelayTrigger implements SessionListener {

    private final Registrations registrations;
    private final Consumer<Occasion> notifier;
    private final Journal journal;
    private final Clock clock;

    /**
     * @param registrations tells which devices there are
     * @param notifier takes the occasions
     * @param journal is told of acknowledgements
     * @param clock the time
     */
    public AckDelayTrigger(Registrations registrations, Consumer<Occasion> notifier, Journal journal, Clock clock) {
        this.registrations = Objects.requireNonNull(registrations);
        this.notifier = Objects.requireNonNull(notifier);
        this.journal = Objects.requireNonNull(journal);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public void unacknowledged(Waiting waiting) {
        if (!CallTrigger.isCall(waiting.stanza())) {
            notifier.accept(new Occasion(Trigger.ACK_DELAY, waiting.username(), waiting.travelling(), waiting.binding()::wakes));
        }
    }

    @Override
    public void acknowledged(Waiting waiting, Duration after) {
        List<Registration> known = registrations.known(waiting.username());
        if (known == null) {
            return;
        }
        for (Registration registration : known) {
            if (waiting.binding().test(registration)) {
                journal.decided(new Decision(clock.instant(), waiting.username(), registration.key(), Trigger.ACK_DELAY,
                    Outcome.ACKNOWLEDGED, null, null, Long.toString(after.toMillis())));
            }
        }
    }
}
