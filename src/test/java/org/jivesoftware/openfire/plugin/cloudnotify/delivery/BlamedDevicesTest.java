package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose trouble an error is: the service's, which many devices get, or that of the device, which gets it alone. */
class BlamedDevicesTest extends RealServices {

    @Test
    void whoIsRefusedAloneForThreeDaysIsDisabledWithThatReason() {
        RegistrationKey dead = rig.enable("dead");
        RegistrationKey alive = rig.enable("alive");
        refuses(P2, "dead");
        for (int hour = 0; hour < 80; hour++) {
            rig.send(dead);
            rig.send(alive);
            if (hour != 72) {
                assertEquals(hour > 72, rig.health(dead).disabled(), hour + " hours");
            }
            rig.pass(Duration.ofHours(1));
        }
        assertEquals("recipient-unavailable", rig.health(dead).lastError());
        assertFalse(rig.health(alive).disabled());
        assertEquals(0, rig.outbox.size(), "what waited for it is dropped");
        rig.enable("dead");
        refuses(P2);
        int before = rig.router.count();
        rig.send(dead);
        assertEquals(before + 1, rig.router.count());
    }

    @Test
    void whereNobodyElseSucceedsNobodyIsDisabled() {
        RegistrationKey one = rig.enable("one");
        RegistrationKey other = rig.enable("other");
        refuses(P2, "one", "other");
        for (int hour = 0; hour < 100; hour++) {
            rig.send(one);
            rig.send(other);
            rig.pass(Duration.ofHours(1));
        }
        assertEquals(Health.GOOD, rig.health(one));
        assertEquals(Health.GOOD, rig.health(other));
    }

    /** fpush, whose provider is away for an hour: nobody is disabled, nothing is lost. */
    @ParameterizedTest
    @ValueSource(ints = {10, 40})
    void errorsThatManyDevicesGetAreTheServices(int devices) {
        rig.set(Settings.MAX_ERRORS, 3);
        List<RegistrationKey> keys = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            keys.add(rig.enable("user" + i));
        }
        rig.router.service(push -> FPUSH);
        for (int round = 0; round < 5; round++) {
            keys.forEach(rig::send);
            rig.pass(Duration.ofMinutes(10));
        }
        keys.forEach(key -> assertFalse(rig.health(key).disabled(), key.username()));
        assertTrue(rig.router.count() < 10 + 15, "it is treated as down: " + rig.router.count());
        int before = rig.router.count();
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofHours(2));
        assertEquals(devices, new HashSet<>(arrivedSince(before)).size(), "each has its push");
        keys.forEach(key -> assertEquals(Health.GOOD, rig.health(key)));
        assertEquals(0, rig.outbox.size());
    }

    @Test
    void errorsOfAFewDevicesAreTheirs() {
        rig.set(Settings.MAX_ERRORS, 3);
        List<RegistrationKey> keys = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            keys.add(rig.enable("user" + i));
        }
        rig.router.service(push -> FPUSH);
        for (int round = 0; round < 3; round++) {
            keys.forEach(rig::send);
        }
        keys.forEach(key -> assertTrue(rig.health(key).disabled()));
    }

    /** Ten of thirty have an error of their own, and the others are well. */
    @Test
    void whereMostDevicesAreWellTheOthersErrorsCount() {
        rig.set(Settings.MAX_ERRORS, 3);
        List<RegistrationKey> keys = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            keys.add(rig.enable("user" + i));
        }
        rig.router.service(push -> Integer.parseInt(push.node().substring("node-user".length())) % 3 == 0 ? FPUSH : FakeRouter.result());
        for (int round = 0; round < 3; round++) {
            keys.forEach(rig::send);
        }
        for (int i = 0; i < 30; i++) {
            assertEquals(i % 3 == 0, rig.health(keys.get(i)).disabled(), "user" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"item-not-found", "gone"})
    void whatNamesTheDeviceIsNeverTheServices(String condition) {
        List<RegistrationKey> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            keys.add(rig.enable("user" + i));
        }
        rig.router.service(push -> DeliveryRig.error(condition, "cancel"));
        for (int round = 0; round < 3; round++) {
            keys.forEach(rig::send);
        }
        keys.forEach(key -> assertTrue(rig.health(key).disabled()));
    }
}
