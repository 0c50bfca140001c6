package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Exactly once where much is remembered: long queues, many users and devices, and what is forgotten when. */
class PushHistoryBoundsTest extends PushHistoryRoom {

    @Test
    void longQueuesComeBackAndAreKnownThoughMemoryIsSmall() {
        int many = 1_000;
        for (int i = 0; i < many; i++) {
            assertTrue(first(PHONE, fresh("ok", i + 1, NOW.plusMillis(i)), NOW.plusMillis(i)));
        }
        assertEquals(PushedStanzas.WINDOW, seen.size(USER));
        for (int i = 0; i < many; i++) {
            assertFalse(first(PHONE, fresh("ok", i + 1, NOW.plusMillis(i)), NOW.plusSeconds(30)), "detached later");
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(5));
        for (int i : order) {
            assertFalse(first(PHONE, fetched("ok", 0, NOW.plusMillis(i)), NOW.plus(Duration.ofHours(72))));
        }
        assertTrue(first(PHONE, fetched("ok", 0, NOW.plusMillis(many)), NOW.plus(Duration.ofHours(72))));
        assertTrue(first(PHONE, fresh("ok", many + 1, null), NOW.plus(Duration.ofHours(72))));
        assertTrue(first(TABLET, fetched("other", 0, NOW.plusMillis(1)), NOW.plus(Duration.ofHours(72))), "the phone's past is not its");
    }

    @Test
    void whatCameBeforeThePartThatWasNoticedFirstIsNotTakenForKnown() {
        // A stanza is routed to the detached session before its queue is looked at.
        assertTrue(first(PHONE, fresh("last", 2 * MANY + 1, NOW.plusMillis(2 * MANY + 1)), NOW.plusSeconds(1)));
        for (int i = 1; i <= 2 * MANY; i++) {
            assertTrue(first(PHONE, fresh("ok", i, NOW.plusMillis(i)), NOW.plusSeconds(1)), "stanza " + i);
        }
    }

    @Test
    void anotherSessionsCopyOfWhatFellOutOfTheWindowIsKnownByItsJourney() {
        for (int i = 0; i < MANY; i++) {
            assertTrue(first(PHONE, fresh("ok", i + 1, NOW.plusMillis(10L * i)), NOW));
        }
        int gone = MANY - PushedStanzas.WINDOW;
        assertFalse(first(PHONE, again("ok", gone, NOW.plusMillis(10L * gone - 5)), NOW.plusSeconds(600)));
    }

    @Test
    void aNumberThatWasGivenLateSaysNothingAboutLaterStanzas() {
        // The queue of a session that was not watched yet is numbered after a message that came later.
        for (int i = 0; i < MANY; i++) {
            assertTrue(first(PHONE, fresh("before", 1_001 + i, NOW.plusMillis(i)), NOW.plusSeconds(60)));
        }
        assertTrue(first(PHONE, fresh("after", 1_000, NOW.plusSeconds(50)), NOW.plusSeconds(60)));
    }

    @Test
    void aFloodedUserDoesNotPushOutOthers() {
        RegistrationKey quiet = new RegistrationKey("quiet", new JID("push.example.com"), "n");
        assertTrue(first(quiet, fetched("ok", 0, NOW), NOW));
        for (int i = 0; i < 5_000; i++) {
            first(PHONE, fresh("flood", i + 1, null), NOW.plusMillis(i));
        }
        assertFalse(first(quiet, fetched("ok", 0, NOW), NOW));
        assertTrue(seen.weight() <= 2 * (PushedStanzas.WINDOW + 4), "weight " + seen.weight());
    }

    @Test
    void manyUsersKeepToTheCapacity() {
        for (int i = 0; i < 2_000; i++) {
            first(new RegistrationKey("user" + i, new JID("push.example.com"), "n"), fresh("ok", i + 1, null), NOW);
        }
        assertTrue(seen.weight() <= 1_000, "weight " + seen.weight());
    }

    @Test
    void isForgottenOnlyAfterTheLongestHibernation() {
        assertTrue(first(PHONE, fresh("ok", 1, NOW), NOW));
        nanos.addAndGet(Duration.ofHours(73).toNanos());
        assertFalse(first(PHONE, fetched("ok", 2, NOW), NOW.plus(Duration.ofHours(73))));
        nanos.addAndGet(PushHistory.RETENTION.toNanos());
        assertEquals(0, seen.size(USER));
    }

    @Test
    void aRemovedRegistrationIsForgottenAndTheOthersAreNot() {
        for (int i = 0; i < MANY; i++) {
            first(PHONE, fresh("ok", i + 1, null), NOW);
            first(TABLET, fresh("ok", i + 1, null), NOW);
        }
        seen.forget(PHONE);
        assertTrue(first(PHONE, fresh("ok", MANY, null), NOW));
        assertTrue(first(PHONE, fresh("ok", 1, null), NOW));
        assertFalse(first(TABLET, fresh("ok", 1, null), NOW));
        assertFalse(first(TABLET, fresh("ok", MANY, null), NOW));
        seen.forget(PHONE);
        seen.forget(TABLET);
        assertEquals(0, seen.size(USER));
    }

    @Test
    void hundredsOfDevicesAreKeptApart() {
        for (int i = 0; i < 300; i++) {
            RegistrationKey device = key("device" + i);
            assertTrue(first(device, fresh("ok", 1, null), NOW));
            assertFalse(first(device, fresh("ok", 1, null), NOW));
        }
        seen.forget(key("device200"));
        assertTrue(first(key("a new one in its place"), fresh("ok", 1, null), NOW));
    }
}
