package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog.Found;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class ActivityLogTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("push.example.org"), "n");

    private static Decision decision(String user, String pushId) {
        return new Decision(NOW, user, KEY, Trigger.OFFLINE, pushId == null ? Outcome.UNIMPORTANT : Outcome.PUSHED, pushId, null, null);
    }

    private static Answer answer(String pushId, String condition) {
        return new Answer(NOW, pushId, KEY, condition, Duration.ofMillis(5));
    }

    private static List<String> users(List<ActivityLine> lines) {
        return lines.stream().map(ActivityLine::username).toList();
    }

    @Test
    void putsAnswersToTheirDecisions() {
        ActivityLog log = new ActivityLog(10);
        log.decided(decision("alice", "p1"));
        log.decided(decision("bob", null));
        log.decided(decision("alice", "p2"));
        log.answered(answer("p1", Answer.RESULT));
        log.answered(answer("unknown", Answer.RESULT));
        List<ActivityLine> latest = log.latest(ActivityFilter.ALL, 10);
        assertEquals(List.of(Ending.UNANSWERED, Ending.NOT_PUSHED, Ending.ACCEPTED), latest.stream().map(ActivityLine::ending).toList());
        assertNull(latest.get(0).condition());
        assertEquals(KEY.id(), latest.get(2).registration());
        assertEquals(List.of("bob"), users(log.latest(ActivityFilter.user("BO"), 10)));
        assertEquals(1, log.latest(ActivityFilter.ALL, 1).size());
    }

    @Test
    void remembersTheLastAnswerOfARegistration() {
        ActivityLog log = new ActivityLog(10);
        log.decided(decision("alice", "p1"));
        log.decided(decision("alice", "p2"));
        log.decided(decision("alice", "p3"));
        log.answered(answer("p2", "gone"));
        log.answered(answer("p1", Answer.RESULT));
        assertEquals("gone", log.lastAnswers().get(KEY.id()).condition());
        assertEquals(1, log.lastAnswers().size());
    }

    @Test
    void forgetsTheOldest() {
        ActivityLog log = new ActivityLog(3);
        for (int i = 0; i < 100; i++) {
            log.decided(decision("u" + i, "p" + i));
            log.answered(answer("p" + i, Answer.RESULT));
            log.answered(answer("p" + (i - 5), "gone"));
        }
        assertEquals(List.of("u99", "u98", "u97"), users(log.latest(ActivityFilter.ALL, 10)));
        assertTrue(log.latest(ActivityFilter.ALL, 10).stream().allMatch(line -> Answer.RESULT.equals(line.condition())));
    }

    @Test
    void findsByEachThingAndByAllOfThem() {
        ActivityLog log = new ActivityLog(10);
        RegistrationKey other = new RegistrationKey("alice", new JID("other.example.org"), "n");
        log.decided(new Decision(NOW.minusSeconds(60), "alice", KEY, Trigger.OFFLINE, Outcome.PUSHED, "p1", null, null));
        log.decided(new Decision(NOW, "alicent", other, Trigger.CALL, Outcome.EXPIRED, null, null, null));
        log.decided(new Decision(NOW, "bob", null, Trigger.OFFLINE, Outcome.OVERLOADED, null, null, null));
        log.answered(answer("p1", Answer.TIMEOUT));
        assertEquals(List.of("alicent", "alice"), find(log, "alice", false, null, "", "", null, null));
        assertEquals(List.of("alice"), find(log, "alice", true, null, "", "", null, null));
        assertEquals(List.of("alice"), find(log, "", false, Ending.FAILED, "", "", null, null));
        assertEquals(List.of("bob"), find(log, "", false, Ending.WAITS, "", "", null, null));
        assertEquals(List.of("alicent"), find(log, "", false, Ending.LOST, "", "", null, null));
        assertEquals(List.of("alice"), find(log, "", false, null, "PUSH.", "", null, null));
        assertEquals(List.of("alicent"), find(log, "", false, null, "", other.id(), null, null));
        assertEquals(List.of("bob", "alicent"), find(log, "", false, null, "", "", NOW, null));
        assertEquals(List.of("alice"), find(log, "", false, null, "", "", null, NOW.minusSeconds(1)));
        assertEquals(List.of(), find(log, "bob", false, Ending.LOST, "", "", null, null));
        assertFalse(ActivityFilter.ALL.narrow());
    }

    private static List<String> find(ActivityLog log, String user, boolean exact, Ending ending, String service, String device,
        Instant from,
                                     Instant to) {
        return users(log.latest(new ActivityFilter(user, exact, ending, service, device, from, to), 10));
    }

    @Test
    void tellsHowManyThereAreAndGoesOnFromALine() {
        ActivityLog log = new ActivityLog(10);
        for (int i = 0; i < 7; i++) {
            log.decided(new Decision(NOW.plusSeconds(i), "u" + i, KEY, Trigger.OFFLINE, Outcome.UNIMPORTANT, null, null, null));
        }
        Found first = log.find(ActivityFilter.ALL, Long.MAX_VALUE, 4);
        assertEquals(List.of("u6", "u5", "u4", "u3"), users(first.lines()));
        assertTrue(first.more());
        assertEquals(7, first.fitting());
        assertEquals(NOW, first.since());
        Found second = log.find(ActivityFilter.ALL, first.lines().get(3).number(), 4);
        assertEquals(List.of("u2", "u1", "u0"), users(second.lines()));
        assertFalse(second.more());
    }

    @Test
    void whatWasPushedBeforeIsKnownByItsStanza() {
        ActivityLog log = new ActivityLog(10);
        log.decided(new Decision(NOW, "alice", KEY, Trigger.HIBERNATED, Outcome.PUSHED, "p1", null, null, 42));
        log.decided(new Decision(NOW, "alice", KEY, Trigger.HIBERNATED, Outcome.PUSHED, "p2", null, null, 43));
        log.decided(new Decision(NOW, "alice", KEY, Trigger.OFFLINE, Outcome.ALREADY_PUSHED, null, null, null, 42));
        log.decided(new Decision(NOW, "alice", KEY, Trigger.OFFLINE, Outcome.ALREADY_PUSHED, null, null, null, 44));
        List<ActivityLine> latest = log.latest(ActivityFilter.ALL, 10);
        assertEquals(latest.get(3).number(), latest.get(1).before());
        assertEquals(0, latest.get(0).before());
    }
}
