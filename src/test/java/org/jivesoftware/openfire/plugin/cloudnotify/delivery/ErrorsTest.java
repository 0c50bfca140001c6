package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
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

    @Test
    void aThousandHealthyPushesCostNoStatement() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        RegistrationKey key = rig.enable("alice");
        int reads = rig.store.reads.get();
        int writes = rig.store.writes.get();
        rig.sendTimes(key, 1_000);
        assertEquals(1_000, rig.router.count());
        assertEquals(reads, rig.store.reads.get());
        assertEquals(writes, rig.store.writes.get());
    }

    @Test
    void sixteenErrorsInARowDisable() {
        RegistrationKey key = rig.enable("alice");
        rig.answer(DeliveryRig.error("not-acceptable", "cancel"));
        rig.sendTimes(key, 15);
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
        rig.answer(DeliveryRig.error("forbidden", "auth"));
        rig.sendTimes(key, 15);
        rig.answer(FakeRouter.result());
        rig.send(key);
        assertEquals(Health.GOOD, rig.health(key));
        rig.answer(DeliveryRig.error("forbidden", "auth"));
        rig.sendTimes(key, 15);
        assertFalse(rig.health(key).disabled());
    }

    @Test
    void maxErrorsIsASetting() {
        rig.set(Settings.MAX_ERRORS, 2);
        RegistrationKey key = rig.enable("alice");
        rig.answer(DeliveryRig.error("conflict", "cancel"));
        rig.sendTimes(key, 2);
        assertTrue(rig.health(key).disabled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"item-not-found", "gone"})
    void aDeadDeviceIsBelievedTheThirdTime(String condition) {
        RegistrationKey key = rig.enable("alice");
        rig.answer(DeliveryRig.error(condition, "cancel"));
        rig.sendTimes(key, 2);
        assertFalse(rig.health(key).disabled());
        rig.send(key);
        assertTrue(rig.health(key).disabled());
        assertEquals(condition, rig.health(key).lastError());
    }

    @Test
    void deadMeansThreeInARow() {
        RegistrationKey key = rig.enable("alice");
        for (int i = 0; i < 4; i++) {
            rig.answer(DeliveryRig.error("gone", "cancel"));
            rig.sendTimes(key, 2);
            rig.answer(DeliveryRig.error("bad-request", "modify"));
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
        rig.answer(DeliveryRig.error(condition, type));
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
        rig.answer(null);
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
        rig.answer(DeliveryRig.error("gone", "cancel"));
        rig.sendTimes(key, 2);
        rig.answer(DeliveryRig.error("resource-constraint", "wait"));
        rig.send(key);
        rig.answer(DeliveryRig.error("gone", "cancel"));
        rig.pass(Duration.ofMinutes(1));
        assertTrue(rig.health(key).disabled());
    }

    @Test
    void countsAndStatesSurviveARestart() {
        RegistrationKey disabled = rig.disabled();
        RegistrationKey counted = rig.enable("bob");
        rig.answer(DeliveryRig.error("forbidden", "auth"));
        rig.sendTimes(counted, 15);
        rig.restart();
        rig.send(disabled);
        assertEquals(Outcome.DISABLED, rig.lastOutcome());
        rig.send(counted);
        assertTrue(rig.health(counted).disabled());
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
    void clockJumpsDoNotDisturbLatencies() {
        RegistrationKey key = rig.enable("alice");
        rig.router.service(push -> null);
        rig.send(key);
        rig.time.jump(Duration.ofHours(-5));
        rig.pass(Duration.ofSeconds(2));
        rig.router.arrived().get(0).back().accept(FakeRouter.result());
        assertEquals(Duration.ofSeconds(2), rig.answers.get(0).latency());
    }
}
