package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;

/** What services answer, as p2, fpush and the pushserver plugin do when a device or their provider fails. */
abstract class RealServices {

    /** p2 for a token that its vendor refuses, and for an outage of the vendor. */
    static final Reply P2 = DeliveryRig.error("recipient-unavailable", "wait");
    /** The pushserver plugin for a node that it does not know. */
    static final Reply PUSHSERVER = DeliveryRig.error("internal-server-error", "wait");
    /** fpush while its provider is away, for every device. */
    static final Reply FPUSH = DeliveryRig.error("bad-request", "cancel");

    final DeliveryRig rig = new DeliveryRig();
    final Set<String> refused = new HashSet<>();

    void refuses(Reply reply, String... users) {
        refused.clear();
        refused.addAll(List.of(users));
        rig.router.service(push -> refused.contains(push.node().substring("node-".length())) ? reply : FakeRouter.result());
    }

    List<String> arrivedSince(int count) {
        return rig.router.arrived().subList(count, rig.router.count()).stream().map(FakeRouter.Arrived::node).toList();
    }
}
