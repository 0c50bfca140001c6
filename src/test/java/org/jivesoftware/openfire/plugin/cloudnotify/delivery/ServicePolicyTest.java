package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PubsubService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RelayedClient;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/** Which services may be used. */
class ServicePolicyTest {

    private final DeliveryRig rig = new DeliveryRig();
    private final ServicePolicy policy = new ServicePolicy(rig.settings);

    /** Servers of endpoints go by the same lists, and by the switch. */
    @Test
    void endpoints_need_the_switch_besides() {
        PushService origin = PushService.of("https://push.example.net:8443");
        assertFalse(policy.allows(origin));
        rig.set(Settings.WEB_PUSH, true);
        assertTrue(policy.allows(origin));
        rig.set(Settings.SERVICES_DENIED, List.of("*.example.net"));
        assertFalse(policy.allows(origin));
        rig.set(Settings.SERVICES_DENIED, List.of());
        rig.set(Settings.SERVICES_ALLOWED, List.of("push.example.org"));
        assertFalse(policy.allows(origin));
        rig.set(Settings.SERVICES_ALLOWED, List.of("push.example.net"));
        assertTrue(policy.allows(origin));
    }

    /** A relay may be an ordinary push service besides. */
    @Test
    void relays_need_the_switch_too() {
        RegistrationKey relayed = new RegistrationKey("alice", new JID("relay.example"), RelayedClient.node("token"));
        assertFalse(policy.allows(relayed.destination()));
        assertTrue(policy.allows(new RegistrationKey("alice", new JID("relay.example"), "node").destination()));
        rig.set(Settings.WEB_PUSH, true);
        assertTrue(policy.allows(relayed.destination()));
        rig.set(Settings.SERVICES_DENIED, List.of("relay.example"));
        assertFalse(policy.allows(relayed.destination()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // allowed | denied | service | verdict
        "                   |                      | push.example.org      | true",
        "push.example.org   |                      | push.example.org      | true",
        "push.example.org   |                      | a@push.example.org/r  | true",
        "push.example.org   |                      | x.push.example.org    | false",
        "push.example.org   |                      | example.org           | false",
        "*.example.org      |                      | push.example.org      | true",
        "*.example.org      |                      | a.b.example.org       | true",
        "*.example.org      |                      | example.org           | false",
        "*.example.org      |                      | badexample.org        | false",
        "*.example.org      |                      | .example.org.evil.com | false",
        "PUSH.Example.ORG   |                      | push.example.org      | true",
        "                   | *.example.org        | push.example.org      | false",
        "                   | *.example.org        | example.org           | true",
        "                   | push.example.org     | PUSH.example.org      | false",
        "*.example.org      | push.example.org     | push.example.org      | false",
        "push.example.org   | *.example.org        | push.example.org      | false",
        "a.org, b.org       |                      | b.org                 | true",
        "bücher.example     |                      | xn--bcher-kva.example | true",
        "                   | xn--bcher-kva.example | bücher.example       | false"})
    void verdicts(String allowed, String denied, String service, boolean verdict) {
        rig.set(Settings.SERVICES_ALLOWED, list(allowed));
        rig.set(Settings.SERVICES_DENIED, list(denied));
        JID jid;
        try {
            jid = new JID(service);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertEquals(verdict, policy.allows(new PubsubService(jid)));
    }

    private static List<String> list(String text) {
        return text == null ? List.of() : List.of(StringUtils.split(text, ", "));
    }

    @Test
    void aDeniedEnableIsRefusedWithAText() throws Exception {
        RegistrationKey key = new RegistrationKey("alice", DeliveryRig.SERVICE, "n");
        assertNull(policy.review(key, null));
        rig.set(Settings.SERVICES_DENIED, List.of("*.example.org"));
        Refusal refusal = assertThrows(Refusal.class, () -> policy.review(key, null));
        assertEquals(PacketError.Condition.not_allowed, refusal.error().getCondition());
        assertTrue(refusal.error().getText().contains("push.example.org"));
    }

    @Test
    void whatBecameDeniedIsNotPublishedTo() {
        RegistrationKey key = rig.enable("alice");
        rig.set(Settings.SERVICES_DENIED, List.of("push.example.org"));
        rig.send(key);
        assertEquals(0, rig.router.count());
        assertEquals(Outcome.SERVICE_DENIED, rig.lastOutcome());
        rig.set(Settings.SERVICES_DENIED, List.of());
        rig.send(key);
        assertEquals(1, rig.router.count());
    }
}
