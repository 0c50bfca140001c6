package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DisabledCleaner;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;

/** What becomes of a registration that is disabled: trials, what revives it, and its end after thirty days. */
class DisabledRegistrationsTest {

    private final DeliveryRig rig = new DeliveryRig();

    @Test
    void aDisabledRegistrationIsTriedOnceADayLater() {
        RegistrationKey key = rig.disabled();
        int before = rig.router.count();
        rig.time.pass(Duration.ofHours(23));
        rig.send(key);
        assertEquals(before, rig.router.count());
        rig.time.pass(Duration.ofHours(1));
        rig.router.service(push -> null);
        rig.sendTimes(key, 5);
        assertEquals(before + 1, rig.router.count(), "one push, however many are due");
    }

    @Test
    void aFailedTrialRestartsTheWaitButNotTheThirtyDays() {
        RegistrationKey key = rig.disabled();
        Health first = rig.health(key);
        int before = rig.router.count();
        rig.time.pass(Duration.ofHours(30));
        rig.sendTimes(key, 3);
        assertEquals(before + 1, rig.router.count());
        assertEquals(first, rig.health(key));
        rig.time.pass(Duration.ofHours(23));
        rig.send(key);
        assertEquals(before + 1, rig.router.count());
        rig.time.pass(Duration.ofHours(1));
        rig.send(key);
        assertEquals(before + 2, rig.router.count());
    }

    @Test
    void aTrialThatWorksRevives() {
        RegistrationKey key = rig.disabled();
        rig.time.pass(Duration.ofHours(24));
        rig.answer(FakeRouter.result());
        rig.sendTimes(key, 3);
        assertEquals(Health.GOOD, rig.health(key));
        assertEquals(3 + 3, rig.router.count());
    }

    @Test
    void aTrialThatTellsNothingIsMadeAgain() {
        RegistrationKey key = rig.disabled();
        rig.time.pass(Duration.ofHours(24));
        rig.answer(DeliveryRig.error("resource-constraint", "wait"));
        rig.send(key);
        rig.answer(FakeRouter.result());
        rig.pass(Duration.ofMinutes(1));
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void noTrialsWhereTheSettingIsZero() {
        rig.set(Settings.RETRY_DISABLED_AFTER, 0);
        RegistrationKey key = rig.disabled();
        rig.time.pass(Duration.ofDays(20));
        rig.send(key);
        assertEquals(3, rig.router.count());
    }

    @Test
    void whatAnAdministratorDisabledStaysSo() throws Exception {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(key);
        Health health = new Health(0, 0, rig.time.clock().instant(), Health.BY_ADMINISTRATOR);
        rig.registrations.updateHealth(key, before -> health);
        rig.router.arrived().get(0).back().accept(FakeRouter.result());
        assertEquals(health, rig.health(key), "an answer to an earlier push");
        rig.time.pass(Duration.ofDays(2));
        rig.send(key);
        assertEquals(1, rig.router.count(), "no trial");
        rig.answer(FakeRouter.result());
        assertEquals("result", rig.courier.test(key, Trigger.TEST).get().answer().condition());
        assertEquals(health, rig.health(key), "a test");
        rig.enable("alice");
        rig.send(key);
        assertEquals(3, rig.router.count());
    }

    @Test
    void aFreshEnableRevivesAtOnce() {
        RegistrationKey key = rig.disabled();
        rig.enable("alice");
        rig.answer(FakeRouter.result());
        rig.send(key);
        assertEquals(4, rig.router.count());
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void thirtyDaysDisabledDeletes() {
        new DisabledCleaner(rig.store, rig.registrations, rig.lanes, rig.time);
        RegistrationKey key = rig.disabled();
        RegistrationKey other = rig.enable("bob");
        rig.pass(Duration.ofDays(29));
        assertNotNull(rig.store.row(key));
        rig.pass(Duration.ofDays(2));
        assertNull(rig.store.row(key));
        assertNotNull(rig.store.row(other));
        rig.send(key);
        assertEquals(Outcome.UNREGISTERED, rig.lastOutcome());
    }

    @Test
    void manyDisabledAreDeletedInPortions() {
        new DisabledCleaner(rig.store, rig.registrations, rig.lanes, rig.time);
        rig.set(Settings.MAX_DEVICES, 1_000);
        rig.answer(DeliveryRig.error("gone", "cancel"));
        for (int i = 0; i < 250; i++) {
            RegistrationKey key = rig.enable("user" + i);
            rig.sendTimes(key, 3);
        }
        rig.pass(Duration.ofDays(31));
        assertNull(rig.store.row(new RegistrationKey("user0", DeliveryRig.SERVICE, "node-user0")));
        assertNull(rig.store.row(new RegistrationKey("user249", DeliveryRig.SERVICE, "node-user249")));
    }

    @Test
    void aTestPushGoesToADisabledRegistrationAndRevivesIt() throws Exception {
        RegistrationKey key = rig.disabled();
        TestResult failed = rig.courier.test(key, Trigger.TEST).get();
        assertEquals(Outcome.PUSHED, failed.outcome());
        assertEquals("gone", failed.answer().condition());
        assertTrue(rig.health(key).disabled());
        rig.answer(FakeRouter.result());
        assertEquals("result", rig.courier.test(key, Trigger.TEST).get().answer().condition());
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void aTestPushSaysWhyItWasNotSent() throws Exception {
        RegistrationKey key = rig.enable("alice");
        assertEquals(Outcome.UNREGISTERED,
            rig.courier.test(new RegistrationKey("alice", DeliveryRig.SERVICE, "other"), Trigger.TEST).get().outcome());
        rig.set(Settings.SERVICES_DENIED, java.util.List.of("push.example.org"));
        assertEquals(new TestResult(Outcome.SERVICE_DENIED, null), rig.courier.test(key, Trigger.TEST).get());
    }
}
