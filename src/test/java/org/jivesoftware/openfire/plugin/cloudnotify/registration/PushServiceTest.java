package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class PushServiceTest {

    @Test
    void isFoundByItsName() {
        PushService service = new RegistrationKey("alice", new JID("push@example.org/one"), "node").destination().service();
        assertEquals(service, PushService.of(service.name()));
        assertEquals(service.hashCode(), PushService.of(service.name()).hashCode());
        assertEquals("push@example.org/one", service.toString());
        assertEquals("example.org", service.domain());
        assertNotEquals(service, PushService.of("push@example.org/two"));
        assertThrows(IllegalArgumentException.class, () -> PushService.of("a@b@c"));
    }

    /** Clients choose the address: many at one domain must not meet in one place of a map. */
    @Test
    void hashesAreSpreadWithinADomain() {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            hashes.add(PushService.of("push" + i + "@example.org").hashCode());
            hashes.add(PushService.of("example.org/push" + i).hashCode());
        }
        assertTrue(hashes.size() > 900, () -> hashes.size() + " of 1000");
    }
}
