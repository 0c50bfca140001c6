package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Brings pushes to their services, and hears what the services answer (spec §3 and §4).
 *
 * <p>Runs on the worker threads, never on one that routes stanzas.
 */
public final class Courier {

    /** How long a service may take (spec §4). */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Registrations registrations;
    private final StanzaRouter router;
    private final Journal journal;
    private final Clock clock;
    private final Publish publish;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param domain the server's domain, from which pushes come; not null
     * @param registrations the registrations; not null
     * @param router the server's routing; not null
     * @param journal is told of each publish and its answer; not null
     * @param clock the time; not null
     */
    public Courier(JID domain, Registrations registrations, StanzaRouter router, Journal journal, Clock clock) {
        this.registrations = Objects.requireNonNull(registrations);
        this.router = Objects.requireNonNull(router);
        this.journal = Objects.requireNonNull(journal);
        this.clock = Objects.requireNonNull(clock);
        this.publish = new Publish(domain);
    }

    /**
     * Publishes, unless the registration is no more or is disabled.
     *
     * @param notification what to publish; not null
     */
    public void send(Notification notification) {
        Registration registration;
        try {
            registration = registrations.get(notification.key());
        } catch (StoreException e) {
            decided(notification, Outcome.DATABASE_DOWN, null);
            return;
        }
        if (registration == null) {
            decided(notification, Outcome.UNREGISTERED, null);
        } else if (registration.health().disabled()) {
            decided(notification, Outcome.DISABLED, null);
        } else {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            IQ iq = publish.write(id, notification, registration.options());
            decided(notification, Outcome.PUSHED, id);
            long start = clock.millis();
            router.request(iq, TIMEOUT, answer -> answered(notification, id, start, answer));
        }
    }

    private void answered(Notification notification, String id, long start, IQ answer) {
        String condition = answer == null ? Answer.TIMEOUT : answer.getError() == null ? Answer.RESULT
            : answer.getError().getCondition() == null ? "undefined-condition" : answer.getError().getCondition().toXMPP();
        journal.answered(new Answer(clock.instant(), id, notification.key(), condition, Duration.ofMillis(clock.millis() - start)));
    }

    private void decided(Notification notification, Outcome outcome, String id) {
        journal.decided(new Decision(clock.instant(), notification.key().username(), notification.key(), notification.trigger(), outcome,
            id, notification.sender(), null));
    }
}
