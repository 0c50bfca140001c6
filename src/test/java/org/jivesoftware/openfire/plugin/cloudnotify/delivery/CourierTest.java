package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The courier's own part: who is told, ids, full lanes. */
class CourierTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");

    @Test
    void listenersAreToldAndOneThatThrowsHarmsNobody() {
        List<String> told = new ArrayList<>();
        rig.devices.addListener(new DeviceListener() {
            @Override
            public void pushed(RegistrationKey key, boolean important, Where where) {
                throw new IllegalStateException("bad plugin");
            }
        });
        rig.devices.addListener(new DeviceListener() {
            @Override
            public void pushed(RegistrationKey key, boolean important, Where where) {
                told.add("pushed " + key.username());
            }
        });
        rig.send(alice);
        rig.router.service(push -> DeliveryRig.error("gone", "cancel"));
        rig.send(alice);
        assertEquals(List.of("pushed alice", "pushed alice"), told);
        assertEquals(1, rig.health(alice).gone());
    }

    /** The answers of one registration count in their order, also where a result would change nothing yet. */
    @Test
    void aResultOvertakesNoErrorThatWaitsForItsLane() {
        rig.router.service(push -> null);
        for (int i = 0; i < 6; i++) {
            rig.send(alice);
        }
        var back = rig.router.arrived().stream().map(push -> push.back()).toList();
        rig.lanes.hold();
        for (int i = 0; i < 6; i += 2) {
            back.get(i).accept(DeliveryRig.error("gone", "cancel"));
            back.get(i + 1).accept(FakeRouter.result());
        }
        rig.lanes.release();
        assertEquals(Health.GOOD, rig.health(alice));
    }

    @Test
    void aResultForAHealthyRegistrationNeedsNoLane() {
        rig.router.service(push -> null);
        rig.send(alice);
        rig.send(alice);
        int before = rig.lanes.given();
        var back = rig.router.arrived().stream().map(push -> push.back()).toList();
        back.get(0).accept(FakeRouter.result());
        assertEquals(before, rig.lanes.given());
        assertEquals(1, rig.answers.size());
        back.get(1).accept(DeliveryRig.error("gone", "cancel"));
        assertEquals(before + 1, rig.lanes.given());
    }

    @Test
    void idsAreLongRandomAndUnique() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            rig.send(alice);
        }
        rig.router.arrived().forEach(push -> ids.add(push.iq().getID()));
        assertEquals(1_000, ids.size());
        ids.forEach(id -> assertEquals(32, id.length()));
    }

    @Test
    void aRegistrationThatIsGoneIsNotPushedTo() throws Exception {
        rig.registrations.remove(alice);
        rig.send(alice);
        assertEquals(0, rig.router.count());
        assertEquals(Outcome.UNREGISTERED, rig.lastOutcome());
    }

    @Test
    void answersWaitForAFullLane() {
        rig.router.service(push -> null);
        rig.send(alice);
        rig.lanes.full = true;
        rig.router.arrived().get(0).back().accept(DeliveryRig.error("forbidden", "auth"));
        rig.pass(Duration.ofSeconds(10));
        assertEquals(0, rig.health(alice).errors());
        rig.lanes.full = false;
        rig.pass(Duration.ofSeconds(1));
        assertEquals(1, rig.health(alice).errors());
    }

    @Test
    void whatWaitedForItsServiceWaitsForAFullLaneToo() {
        rig.router.service(push -> DeliveryRig.away());
        rig.send(alice);
        rig.router.service(push -> FakeRouter.result());
        rig.lanes.full = true;
        rig.pass(Duration.ofMinutes(5));
        assertEquals(1, rig.router.count());
        assertEquals(0, rig.courier.unanswered());
        rig.lanes.full = false;
        rig.pass(Duration.ofSeconds(1));
        assertEquals(2, rig.router.count());
        assertEquals(0, rig.courier.unanswered());
        assertEquals(0, rig.outbox.size());
    }

    /** That it is back is noticed a moment later: nothing that waited for its service goes out by then. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWaitedForItsServiceIsNotSentToADeviceThatIsBack(boolean back) {
        rig.router.service(push -> DeliveryRig.away());
        rig.send(DeliveryRig.hibernated(alice));
        rig.router.service(push -> FakeRouter.result());
        rig.back = back ? alice : null;
        rig.pass(Duration.ofMinutes(5));
        assertEquals(back ? 1 : 2, rig.router.count());
        assertEquals(back ? Outcome.DEVICE_ONLINE : Outcome.PUSHED, rig.lastOutcome());
        assertEquals(0, rig.courier.unanswered());
        assertEquals(0, rig.outbox.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWaitedForItsMinuteIsNotSentToADeviceThatIsBack(boolean back) {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 1);
        rig.send(DeliveryRig.hibernated(alice));
        rig.send(DeliveryRig.hibernated(alice));
        assertEquals(1, rig.router.count());
        rig.back = back ? alice : null;
        rig.pass(Duration.ofMinutes(2));
        assertEquals(back ? 1 : 2, rig.router.count());
        assertEquals(back ? Outcome.DEVICE_ONLINE : Outcome.PUSHED, rig.lastOutcome());
    }

    @Test
    void aTestPushOnAFullLaneSaysSo() {
        rig.lanes.full = true;
        assertEquals(new TestResult(Outcome.OVERLOADED, null), rig.courier.test(alice, Trigger.TEST).join());
    }

    @Test
    void aTestPushToAHealthyRegistrationIsAnswered() {
        assertEquals("result", rig.courier.test(alice, Trigger.TEST).getNow(null).answer().condition());
    }

    @Test
    void aTestPushToASilentServiceEndsToo() {
        rig.router.service(push -> null);
        var result = rig.courier.test(alice, Trigger.TEST);
        rig.pass(Duration.ofSeconds(59));
        assertFalse(result.isDone());
        rig.pass(Duration.ofSeconds(2));
        assertEquals("timeout", result.join().answer().condition());
        assertEquals(0, rig.courier.unanswered());
    }

    @Test
    void nothingIsLeftWhenAllIsDone() {
        for (int i = 0; i < 100; i++) {
            Reply reply = i % 3 == 0 ? DeliveryRig.away() : i % 3 == 1 ? FakeRouter.result() : DeliveryRig.error("conflict", "cancel");
            rig.router.service(push -> reply);
            rig.send(alice);
            rig.pass(Duration.ofSeconds(1));
        }
        rig.router.service(push -> FakeRouter.result());
        rig.send(alice);
        rig.pass(Duration.ofHours(3));
        assertEquals(0, rig.courier.unanswered());
        assertEquals(0, rig.outbox.size());
        assertEquals(List.of(), rig.courier.services());
    }

    /** As it is with everything else for that account; an answer would say that all is well. */
    @Test
    void aTestOfALockedAccountIsNotSentAndSaysSo() {
        DeliveryRig rig = new DeliveryRig();
        RegistrationKey key = rig.enable("alice");
        rig.locked.add("alice");
        for (Trigger who : List.of(Trigger.TEST, Trigger.OWN_TEST)) {
            assertEquals(Outcome.LOCKED, rig.courier.test(key, who).join().outcome());
            assertEquals(Outcome.LOCKED, rig.lastOutcome());
        }
        assertEquals(0, rig.router.count());
        rig.locked.clear();
        assertEquals(Outcome.PUSHED, rig.courier.test(key, Trigger.TEST).join().outcome());
        assertEquals(1, rig.router.count());
    }
}
