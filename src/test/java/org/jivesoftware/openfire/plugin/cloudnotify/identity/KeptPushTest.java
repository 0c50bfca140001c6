package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

class KeptPushTest {

    private static final RegistrationKey KEY = new RegistrationKey("user", new JID("push.example.net"), "node");

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 35, 36, -36, 1_700_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1})
    void aLineIsReadAsItWasWritten(long number) {
        for (boolean yes : new boolean[] {true, false}) {
            PushedElsewhere push = new PushedElsewhere(KEY, new Fingerprint(number, ~number), yes, false,
                new Journey(number, Journey.Origin.ELSEWHERE), yes ? number : null, !yes, number);
            StringBuilder line = new StringBuilder("before ");
            KeptPush.line(push, line);
            assertEquals(push, KeptPush.read(line.substring("before ".length())).to(KEY));
        }
        StringBuilder text = new StringBuilder();
        KeptPush.number(number, text);
        assertEquals(Long.toString(number, 36), text.toString());
    }
}
