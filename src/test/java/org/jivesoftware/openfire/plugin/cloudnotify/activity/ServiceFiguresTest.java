package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ServiceFigures.Hour;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class ServiceFiguresTest {

    private static final PushService SERVICE = PushService.of("push.example.org");

    private Instant now = Instant.parse("2026-11-23T12:00:30Z");
    private final ServiceFigures figures = new ServiceFigures(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private void push(PushService service, String condition) {
        RegistrationKey key = new RegistrationKey("alice", new JID(service.name()), "n");
        figures.decided(new Decision(now, "alice", key, Trigger.OFFLINE, Outcome.PUSHED, "p", null, null));
        if (condition != null) {
            figures.answered(new Answer(now, "p", key, condition, Duration.ofMillis(5)));
        }
    }

    private static void assertCounts(int pushes, int errors, Hour hour) {
        assertEquals(List.of(pushes, errors), List.of(hour.pushes(), hour.errors()));
    }

    @Test
    void tellsHowFastAnswersCome() {
        RegistrationKey key = new RegistrationKey("alice", new JID(SERVICE.name()), "n");
        assertNull(figures.lastHour(SERVICE).median());
        for (int i = 1; i <= 100; i++) {
            figures.answered(new Answer(now, "p", key, i == 50 ? "gone" : Answer.RESULT, Duration.ofMillis(i < 99 ? 20 : 2_000)));
            figures.answered(new Answer(now, "p", key, Answer.TIMEOUT, Duration.ofMinutes(1)));
        }
        Hour hour = figures.lastHour(SERVICE);
        assertEquals(20, hour.median().toMillis(), 3);
        assertEquals(2_000, hour.slow().toMillis(), 200);
        now = now.plus(Duration.ofMinutes(39));
        assertNotNull(figures.lastHour(SERVICE).median());
        now = now.plus(Duration.ofMinutes(21));
        assertNull(figures.lastHour(SERVICE).median(), "an hour ago");
    }

    @Test
    void countsPushesAndErrorsOfTheLastHour() {
        push(SERVICE, Answer.RESULT);
        push(SERVICE, Answer.TIMEOUT);
        push(PushService.of("other.example.org"), "item-not-found");
        assertCounts(2, 1, figures.lastHour(SERVICE));
        now = now.plus(Duration.ofMinutes(59));
        push(SERVICE, "service-unavailable");
        assertCounts(3, 2, figures.lastHour(SERVICE));
        now = now.plus(Duration.ofMinutes(1));
        assertCounts(1, 1, figures.lastHour(SERVICE));
        now = now.plus(Duration.ofDays(40));
        assertEquals(Hour.NOTHING, figures.lastHour(SERVICE));
    }

    @Test
    void whatWasNotPublishedIsNoPush() {
        figures.decided(new Decision(now, "alice", new RegistrationKey("alice", new JID(SERVICE.name()), "n"), Trigger.OFFLINE,
            Outcome.DISABLED, null, null, null));
        assertEquals(Hour.NOTHING, figures.lastHour(SERVICE));
    }

    @Test
    void isBoundedAndForgetsThoseThatRestFirst() {
        push(SERVICE, null);
        now = now.plus(Duration.ofHours(2));
        for (int i = 0; i < ServiceFigures.MOST; i++) {
            push(PushService.of("s" + i + ".example.org"), null);
        }
        assertCounts(1, 0, figures.lastHour(PushService.of("s" + (ServiceFigures.MOST - 1) + ".example.org")));
        push(SERVICE, null);
        assertEquals(Hour.NOTHING, figures.lastHour(SERVICE), "full");
    }
}
