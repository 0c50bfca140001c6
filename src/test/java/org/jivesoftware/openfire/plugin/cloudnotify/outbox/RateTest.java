package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.junit.jupiter.api.Test;

/** How many pushes a registration gets. */
class RateTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");

    @Test
    void theExcessIsOnePushWithTheCountWhenTheMinuteAllows() {
        for (int i = 1; i <= 200; i++) {
            rig.send(DeliveryRig.withContent(alice, i, "body " + i));
        }
        assertEquals(60, rig.router.count());
        assertEquals(1, rig.outbox.size());
        rig.pass(Duration.ofSeconds(59));
        assertEquals(60, rig.router.count());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(61, rig.router.count());
        assertEquals("200", rig.router.arrived().get(60).field("message-count"));
        assertEquals("New Message!", rig.router.arrived().get(60).field("last-message-body"));
        rig.pass(Duration.ofMinutes(5));
        assertEquals(61, rig.router.count());
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void itsJournalSaysSo() {
        for (int i = 0; i < 62; i++) {
            rig.send(alice);
        }
        assertEquals(Outcome.RATE_LIMITED, rig.decisions.get(60).outcome());
        assertEquals(Outcome.MERGED, rig.decisions.get(61).outcome());
    }

    @Test
    void neverMoreThanTheLimitInAnyMinute() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 10);
        Random random = new Random(7);
        for (int i = 0; i < 600; i++) {
            rig.send(alice);
            rig.pass(Duration.ofMillis(random.nextInt(3_000)));
        }
        List<Long> times = new ArrayList<>();
        rig.router.arrived().forEach(push -> times.add(push.at()));
        for (int i = 10; i < times.size(); i++) {
            assertTrue(times.get(i) - times.get(i - 10) >= Duration.ofMinutes(1).toNanos());
        }
        assertTrue(times.size() > 100, "but as many as allowed: " + times.size());
    }

    @Test
    void callsAreExemptUpToTheirOwnLimit() {
        for (int i = 0; i < 100; i++) {
            rig.send(alice);
        }
        for (int i = 0; i < 40; i++) {
            rig.send(DeliveryRig.call(alice));
        }
        assertEquals(60 + 30, rig.router.count());
        assertEquals(1, rig.outbox.size());
    }

    @Test
    void zeroIsNoLimit() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        rig.set(Settings.MAX_CALLS_PER_MINUTE, 0);
        for (int i = 0; i < 100; i++) {
            rig.send(alice);
            rig.send(DeliveryRig.call(alice));
        }
        assertEquals(200, rig.router.count());
    }

    @Test
    void eachRegistrationHasItsOwn() {
        RegistrationKey tablet = rig.enable("alice", DeliveryRig.SERVICE, "tablet");
        for (int i = 0; i < 70; i++) {
            rig.send(alice);
        }
        rig.send(tablet);
        assertEquals(61, rig.router.count());
    }

    @Test
    void whoIsOnlineAgainIsNotPushedTo() {
        for (int i = 0; i < 70; i++) {
            rig.send(alice);
        }
        rig.outbox.returned(alice, Where.HERE);
        rig.pass(Duration.ofMinutes(2));
        assertEquals(60, rig.router.count());
    }

    @Test
    void aLowerLimitHoldsAtOnce() {
        PushWindow window = new PushWindow();
        for (int i = 0; i < 20; i++) {
            assertEquals(0, window.take(20, i));
        }
        assertEquals(PushWindow.MINUTE - 20 + 15, window.take(5, 20));
        assertEquals(0, window.take(5, PushWindow.MINUTE + 15));
    }

    @Test
    void theWindowGrowsWithItsUse() {
        PushWindow window = new PushWindow();
        long now = 0;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 1_000; i++) {
                assertEquals(0, window.take(1_000, now + i));
            }
            assertTrue(window.take(1_000, now + 1_000) > 0);
            now += PushWindow.MINUTE + 1_000;
        }
    }
}
