package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class ActivityLogTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("push.example.org"), "n");

    private static Decision decision(String user, String pushId) {
        return new Decision(NOW, user, KEY, Trigger.OFFLINE, pushId == null ? Outcome.UNIMPORTANT : Outcome.PUSHED, pushId, null, null);
    }

    private static Answer answer(String pushId, Instant time) {
        return new Answer(time, pushId, KEY, Answer.RESULT, Duration.ofMillis(5));
    }

    @Test
    void putsAnswersToTheirDecisions() {
        ActivityLog log = new ActivityLog(10);
        log.decided(decision("alice", "p1"));
        log.decided(decision("bob", null));
        log.decided(decision("alice", "p2"));
        log.answered(answer("p1", NOW));
        log.answered(answer("unknown", NOW));
        List<ActivityLog.Entry> latest = log.latest("", 10);
        assertEquals(List.of("p2", "p1"), latest.stream().map(entry -> entry.decision().pushId()).filter(id -> id != null).toList());
        assertNull(latest.get(0).answer());
        assertNull(latest.get(1).answer());
        assertEquals("p1", latest.get(2).answer().pushId());
        assertEquals(List.of("bob"), log.latest("BO", 10).stream().map(entry -> entry.decision().username()).toList());
        assertEquals(1, log.latest("", 1).size());
    }

    @Test
    void remembersTheLastAnswerOfARegistration() {
        ActivityLog log = new ActivityLog(10);
        log.decided(decision("alice", "p1"));
        log.decided(decision("alice", "p2"));
        log.answered(answer("p2", NOW.plusSeconds(2)));
        log.answered(answer("p1", NOW.plusSeconds(1)));
        assertEquals(Map.of(KEY, answer("p2", NOW.plusSeconds(2))), log.lastAnswers());
    }

    @Test
    void forgetsTheOldest() {
        ActivityLog log = new ActivityLog(3);
        for (int i = 0; i < 100; i++) {
            log.decided(decision("u" + i, "p" + i));
            log.answered(answer("p" + i, NOW));
            log.answered(answer("p" + (i - 5), NOW));
        }
        assertEquals(List.of("u99", "u98", "u97"), log.latest("", 10).stream().map(entry -> entry.decision().username()).toList());
        assertTrue(log.latest("", 10).stream().allMatch(entry -> entry.answer() != null));
        assertEquals(1, log.lastAnswers().size());
    }
}
