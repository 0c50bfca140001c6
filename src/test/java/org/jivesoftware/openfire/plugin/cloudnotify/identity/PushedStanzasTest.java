package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What is remembered of one user stays bounded, whatever other cluster nodes tell. */
class PushedStanzasTest {

    private final PushedStanzas pushed = new PushedStanzas();

    private void elsewhere(String node, int number) {
        pushed.mark(new PushedElsewhere(new RegistrationKey("mallory", new JID("push.example.org"), node), new Fingerprint(number, number),
            false, false, new Journey(number, Journey.Origin.ELSEWHERE), null, false, number));
    }

    @Test
    void aUserWhoRegistersEverNewNodesElsewhereFillsNoMemoryHere() {
        for (int i = 1; i < 5 * PushedDevices.MOST; i++) {
            elsewhere("n" + i, i);
        }
        assertEquals(PushedDevices.MOST, pushed.devices());
        assertEquals(PushedStanzas.WINDOW, pushed.size());
    }
}
