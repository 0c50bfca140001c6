package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** How many pushes may be unanswered, at one service and at all, and what is left to the others. */
class ServiceShareTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");
    private final RegistrationKey bob = rig.enable("bob");

    @Test
    void aSilentServiceGetsAThousandAndTheRestWaits() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        rig.send(alice);
        rig.router.service(push -> null);
        for (int i = 0; i < 1_000; i++) {
            rig.send(DeliveryRig.message(alice, 1));
        }
        assertEquals(1_001, rig.router.count());
        for (int i = 0; i < 500; i++) {
            rig.send(DeliveryRig.message(bob, 7));
        }
        assertEquals(1_001, rig.router.count());
        assertEquals(1, rig.outbox.size());
        rig.router.service(push -> FakeRouter.result());
        rig.router.arrived().subList(1, 11).forEach(push -> push.back().accept(FakeRouter.result()));
        rig.pass(Duration.ofSeconds(1));
        assertEquals(1_002, rig.router.count());
        assertEquals("7", rig.router.arrived().get(1_001).field("message-count"));
    }

    /** However many services keep silent, none of them takes what the next one needs. */
    @Test
    void allServicesTogetherHaveALimitTooAndLeaveSomethingToTheNext() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        rig.set(Settings.MAX_DEVICES, 1_000);
        for (int service = 0; service < 100; service++) {
            RegistrationKey key = rig.enable("alice", new JID("push" + service + ".example.org"), "n");
            rig.router.service(push -> FakeRouter.result());
            rig.send(key);
            rig.router.service(push -> null);
            for (int i = 0; i < 1_000; i++) {
                rig.send(key);
            }
        }
        assertEquals(Services.MAX_UNANSWERED + 90 * Allowance.OWN_SHARE, rig.courier.unanswered());
        assertEquals(90, rig.outbox.size());
        RegistrationKey other = rig.enable("bob", new JID("other.example.org"), "n");
        int before = rig.router.count();
        rig.send(other);
        assertEquals(before + 1, rig.router.count());
    }

    @Test
    void whoHasNeverAnsweredHasASmallShare() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        rig.router.service(push -> null);
        for (int i = 0; i < 1_000; i++) {
            rig.send(alice);
        }
        assertEquals(Allowance.UNKNOWN_SHARE, rig.router.count());
        rig.router.service(push -> FakeRouter.result());
        rig.router.arrived().get(0).back().accept(FakeRouter.result());
        rig.pass(Duration.ofSeconds(1));
        rig.router.service(push -> null);
        for (int i = 0; i < 2_000; i++) {
            rig.send(bob);
        }
        assertEquals(Allowance.MAX_UNANSWERED, rig.courier.unanswered());
    }

    @Test
    void whoeverHasNeverAnsweredLeavesToTheOthersWhatIsTheirs() {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 0);
        rig.set(Settings.MAX_DEVICES, 1_000);
        RegistrationKey known = rig.enable("bob", new JID("known.example.org"), "n");
        rig.send(known);
        rig.router.service(push -> null);
        for (int service = 0; service < 200; service++) {
            RegistrationKey key = rig.enable("alice", new JID("push" + service + ".example.org"), "n");
            for (int i = 0; i < 200; i++) {
                rig.send(key);
            }
        }
        int strangers = rig.courier.unanswered();
        assertTrue(strangers <= Allowance.MAX_OF_STRANGERS + 200 * Allowance.UNKNOWN_OWN_SHARE, "unanswered: " + strangers);
        for (int i = 0; i < 2_000; i++) {
            rig.send(known);
        }
        assertEquals(strangers + Allowance.MAX_UNANSWERED, rig.courier.unanswered());
        rig.pass(Duration.ofMinutes(2));
        assertTrue(rig.courier.unanswered() <= 201, "one probe each");
    }
}
