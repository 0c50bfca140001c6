package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spec §4, line by line, as far as one registration is concerned. */
class ErrorsTest {

    private final DeliveryRig rig = new DeliveryRig();

    private void answer(Reply reply) {
        rig.router.service(push -> reply);
    }

    private void sendTimes(RegistrationKey key, int times) {
        for (int i = 0; i < times; i++) {
            rig.send(key);
        }
    }

    @Test
    void aThousandHealthyPushesCostNoStatement() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        RegistrationKey key = rig.enable("alice");
        int reads = rig.store.reads.get();
        int writes = rig.store.writes.get();
        sendTimes(key, 1_000);
        assertEquals(1_000, rig.router.count());
        assertEquals(reads, rig.store.reads.get());
        assertEquals(writes, rig.store.writes.get());
    }

    @Test
    void sixteenErrorsInARowDisable() {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("not-acceptable", "cancel"));
        sendTimes(key, 15);
        assertFalse(rig.health(key).disabled());
        assertEquals(15, rig.health(key).errors());
        rig.send(key);
        assertEquals(new Health(16, 0, rig.time.clock().instant(), "not-acceptable"), rig.health(key));
        rig.send(key);
        assertEquals(16, rig.router.count());
        assertEquals(Outcome.DISABLED, rig.lastOutcome());
    }

    @Test
    void aResultInBetweenResets() {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("forbidden", "auth"));
        sendTimes(key, 15);
        answer(FakeRouter.result());
        rig.send(key);
        assertEquals(Health.GOOD, rig.health(key));
        answer(DeliveryRig.error("forbidden", "auth"));
        sendTimes(key, 15);
        assertFalse(rig.health(key).disabled());
    }

    @Test
    void maxErrorsIsASetting() {
        rig.set(Settings.MAX_ERRORS, 2);
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("conflict", "cancel"));
        sendTimes(key, 2);
        assertTrue(rig.health(key).disabled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"item-not-found", "gone"})
    void aDeadDeviceIsBelievedTheThirdTime(String condition) {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error(condition, "cancel"));
        sendTimes(key, 2);
        assertFalse(rig.health(key).disabled());
        rig.send(key);
        assertTrue(rig.health(key).disabled());
        assertEquals(condition, rig.health(key).lastError());
    }

    @Test
    void deadMeansThreeInARow() {
        RegistrationKey key = rig.enable("alice");
        for (int i = 0; i < 4; i++) {
            answer(DeliveryRig.error("gone", "cancel"));
            sendTimes(key, 2);
            answer(DeliveryRig.error("bad-request", "modify"));
            rig.send(key);
        }
        assertFalse(rig.health(key).disabled(), "twice, then something else");
        assertEquals(12, rig.health(key).errors());
    }

    @ParameterizedTest
    @CsvSource({"resource-constraint, wait", "bad-request, wait", "item-not-found, wait", "remote-server-not-found, cancel",
        "remote-server-timeout, wait"})
    void transientErrorsNeverDisable(String condition, String type) {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error(condition, type));
        for (int i = 0; i < 100; i++) {
            rig.send(key);
            rig.pass(Duration.ofHours(1));
        }
        assertEquals(Health.GOOD, rig.health(key));
        assertTrue(rig.router.count() > 16);
    }

    @Test
    void silenceNeverDisables() {
        RegistrationKey key = rig.enable("alice");
        answer(null);
        rig.router.service(push -> null);
        for (int i = 0; i < 40; i++) {
            rig.send(key);
            rig.pass(Duration.ofHours(1));
        }
        assertEquals(Health.GOOD, rig.health(key));
        assertEquals("timeout", rig.answers.get(0).condition());
        assertEquals(Duration.ofSeconds(60), rig.answers.get(0).latency());
    }

    @Test
    void transientErrorsDoNotBreakARowOfOthers() {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("gone", "cancel"));
        sendTimes(key, 2);
        answer(DeliveryRig.error("resource-constraint", "wait"));
        rig.send(key);
        answer(DeliveryRig.error("gone", "cancel"));
        rig.pass(Duration.ofMinutes(1));
        assertTrue(rig.health(key).disabled());
    }

    @Test
    void aDisabledRegistrationIsTriedOnceADayLater() {
        RegistrationKey key = disabled();
        int before = rig.router.count();
        rig.time.pass(Duration.ofHours(23));
        rig.send(key);
        assertEquals(before, rig.router.count());
        rig.time.pass(Duration.ofHours(1));
        rig.router.service(push -> null);
        sendTimes(key, 5);
        assertEquals(before + 1, rig.router.count(), "one push, however many are due");
    }

    @Test
    void aFailedTrialRestartsTheWaitButNotTheThirtyDays() {
        RegistrationKey key = disabled();
        Health first = rig.health(key);
        int before = rig.router.count();
        rig.time.pass(Duration.ofHours(30));
        sendTimes(key, 3);
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
        RegistrationKey key = disabled();
        rig.time.pass(Duration.ofHours(24));
        answer(FakeRouter.result());
        sendTimes(key, 3);
        assertEquals(Health.GOOD, rig.health(key));
        assertEquals(3 + 3, rig.router.count());
    }

    @Test
    void aTrialThatTellsNothingIsMadeAgain() {
        RegistrationKey key = disabled();
        rig.time.pass(Duration.ofHours(24));
        answer(DeliveryRig.error("resource-constraint", "wait"));
        rig.send(key);
        answer(FakeRouter.result());
        rig.pass(Duration.ofMinutes(1));
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void noTrialsWhereTheSettingIsZero() {
        rig.set(Settings.RETRY_DISABLED_AFTER, 0);
        RegistrationKey key = disabled();
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
        answer(FakeRouter.result());
        assertEquals("result", rig.courier.test(key, Trigger.TEST).get().answer().condition());
        assertEquals(health, rig.health(key), "a test");
        rig.enable("alice");
        rig.send(key);
        assertEquals(3, rig.router.count());
    }

    @Test
    void aFreshEnableRevivesAtOnce() {
        RegistrationKey key = disabled();
        rig.enable("alice");
        answer(FakeRouter.result());
        rig.send(key);
        assertEquals(4, rig.router.count());
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void countsAndStatesSurviveARestart() {
        RegistrationKey disabled = disabled();
        RegistrationKey counted = rig.enable("bob");
        answer(DeliveryRig.error("forbidden", "auth"));
        sendTimes(counted, 15);
        rig.restart();
        rig.send(disabled);
        assertEquals(Outcome.DISABLED, rig.lastOutcome());
        rig.send(counted);
        assertTrue(rig.health(counted).disabled());
    }

    @Test
    void thirtyDaysDisabledDeletes() {
        new DisabledCleaner(rig.store, rig.registrations, rig.lanes, rig.time);
        RegistrationKey key = disabled();
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
        answer(DeliveryRig.error("gone", "cancel"));
        for (int i = 0; i < 250; i++) {
            RegistrationKey key = rig.enable("user" + i);
            sendTimes(key, 3);
        }
        rig.pass(Duration.ofDays(31));
        assertNull(rig.store.row(new RegistrationKey("user0", DeliveryRig.SERVICE, "node-user0")));
        assertNull(rig.store.row(new RegistrationKey("user249", DeliveryRig.SERVICE, "node-user249")));
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsWrittenLater() {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("gone", "cancel"));
        rig.store.down = true;
        sendTimes(key, 4);
        assertEquals(3, rig.router.count(), "disabled in memory");
        assertEquals(Outcome.DISABLED, rig.lastOutcome());
        rig.store.down = false;
        assertEquals(Health.GOOD, rig.health(key));
        rig.pass(HealthKeeper.RETRY);
        assertTrue(rig.health(key).disabled());
        int writes = rig.store.writes.get();
        rig.pass(Duration.ofMinutes(5));
        assertEquals(writes, rig.store.writes.get());
    }

    /** What the cache still says is not what is in force then. */
    @Test
    void aResultCountsWhileTheDatabaseIsDownToo() {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("gone", "cancel"));
        rig.store.down = true;
        sendTimes(key, 2);
        rig.router.service(push -> FakeRouter.result());
        sendTimes(key, 1);
        answer(DeliveryRig.error("gone", "cancel"));
        sendTimes(key, 2);
        rig.store.down = false;
        rig.pass(HealthKeeper.RETRY);
        assertEquals(2, rig.health(key).gone());
        assertFalse(rig.health(key).disabled());
    }

    @Test
    void anEnableAfterTheDatabaseIsBackIsNotOverwritten() {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("gone", "cancel"));
        rig.store.down = true;
        sendTimes(key, 3);
        rig.store.down = false;
        rig.enable("alice");
        rig.pass(Duration.ofMinutes(1));
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void whatAnAdministratorEnablesAgainIsNotOverwrittenByALateWrite() throws Exception {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("gone", "cancel"));
        sendTimes(key, 2);
        rig.store.down = true;
        sendTimes(key, 1);
        rig.store.down = false;
        rig.registrations.updateHealth(key, health -> Health.GOOD);
        rig.pass(HealthKeeper.RETRY.multipliedBy(3));
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void healthChangesWithoutCacheAndDatabase() {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(key);
        rig.registrations.forget("alice");
        rig.store.down = true;
        rig.router.arrived().get(0).back().accept(DeliveryRig.error("forbidden", "auth"));
        rig.store.down = false;
        rig.pass(HealthKeeper.RETRY);
        assertEquals(1, rig.health(key).errors());
    }

    @Test
    void aPushWhoseRegistrationCannotBeReadGoesOutWhenItCan() {
        RegistrationKey key = rig.enable("alice");
        rig.registrations.forget("alice");
        rig.store.down = true;
        rig.send(DeliveryRig.message(key, 1));
        rig.pass(Duration.ofMinutes(5));
        assertEquals(0, rig.router.count());
        rig.store.down = false;
        rig.pass(Duration.ofSeconds(16));
        assertEquals(1, rig.router.count());
        rig.pass(Duration.ofMinutes(5));
        assertEquals(1, rig.router.count());
    }

    @Test
    void secondAnswersAreIgnored() {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(key);
        for (int i = 0; i < 20; i++) {
            rig.router.arrived().get(0).back().accept(DeliveryRig.error("forbidden", "auth"));
        }
        assertEquals(1, rig.health(key).errors());
        assertEquals(1, rig.answers.size());
    }

    @Test
    void lateAnswersAreIgnored() {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(key);
        rig.pass(Duration.ofSeconds(61));
        rig.router.arrived().get(0).back().accept(DeliveryRig.error("forbidden", "auth"));
        assertEquals(Health.GOOD, rig.health(key));
        assertEquals(1, rig.answers.size());
    }

    @Test
    void aTestPushGoesToADisabledRegistrationAndRevivesIt() throws Exception {
        RegistrationKey key = disabled();
        TestResult failed = rig.courier.test(key, Trigger.TEST).get();
        assertEquals(Outcome.PUSHED, failed.outcome());
        assertEquals("gone", failed.answer().condition());
        assertTrue(rig.health(key).disabled());
        answer(FakeRouter.result());
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

    @Test
    void clockJumpsDoNotDisturbLatencies() {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(key);
        rig.time.jump(Duration.ofHours(-5));
        rig.pass(Duration.ofSeconds(2));
        rig.router.arrived().get(0).back().accept(FakeRouter.result());
        assertEquals(Duration.ofSeconds(2), rig.answers.get(0).latency());
    }

    private RegistrationKey disabled() {
        RegistrationKey key = rig.enable("alice");
        answer(DeliveryRig.error("gone", "cancel"));
        sendTimes(key, 3);
        assertTrue(rig.health(key).disabled());
        return key;
    }
}
