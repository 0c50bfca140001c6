package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;

/** What answers say of a registration while the database does not take it, or the cache does not know it. */
class LateHealthTest {

    private final DeliveryRig rig = new DeliveryRig();

    @Test
    void whatTheDatabaseDoesNotTakeIsWrittenLater() {
        RegistrationKey key = rig.enable("alice");
        rig.answer(DeliveryRig.error("gone", "cancel"));
        rig.store.down = true;
        rig.sendTimes(key, 4);
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
        rig.answer(DeliveryRig.error("gone", "cancel"));
        rig.store.down = true;
        rig.sendTimes(key, 2);
        rig.router.service(push -> FakeRouter.result());
        rig.sendTimes(key, 1);
        rig.answer(DeliveryRig.error("gone", "cancel"));
        rig.sendTimes(key, 2);
        rig.store.down = false;
        rig.pass(HealthKeeper.RETRY);
        assertEquals(2, rig.health(key).gone());
        assertFalse(rig.health(key).disabled());
    }

    @Test
    void anEnableAfterTheDatabaseIsBackIsNotOverwritten() {
        RegistrationKey key = rig.enable("alice");
        rig.answer(DeliveryRig.error("gone", "cancel"));
        rig.store.down = true;
        rig.sendTimes(key, 3);
        rig.store.down = false;
        rig.enable("alice");
        rig.pass(Duration.ofMinutes(1));
        assertEquals(Health.GOOD, rig.health(key));
    }

    @Test
    void whatAnAdministratorEnablesAgainIsNotOverwrittenByALateWrite() throws Exception {
        RegistrationKey key = rig.enable("alice");
        rig.answer(DeliveryRig.error("gone", "cancel"));
        rig.sendTimes(key, 2);
        rig.store.down = true;
        rig.sendTimes(key, 1);
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
}
