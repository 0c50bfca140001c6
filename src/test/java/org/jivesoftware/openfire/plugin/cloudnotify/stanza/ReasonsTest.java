package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Packet;

/** docs/behaviour.md §2, "Never", as far as it can be told without reading. */
class ReasonsTest {

    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";
    private static final String UNIFIED_PUSH = "<push xmlns='http://gultsch.de/xmpp/drafts/unified-push' application='a' instance='i'/>";

    private final Reasons reasons = new Reasons("example.org");

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "user@example.org", "conference.example.org", "room@conference.example.org",
        "room@muc.conference.example.org", "pubsub.example.org", "proxy.example.org", "search.example.org/x", "gateway.example.org"})
    void whatTheServerAndItsServicesAskIsNoReason(String from) {
        assertFalse(possible("<iq type='get' id='1' from='" + from + "'>" + PING + "</iq>"));
        assertFalse(possible("<iq type='set' id='1' from='" + from + "'>" + PING + "</iq>"));
        assertFalse(possible("<iq type='result' id='1' from='" + from + "'/>"));
        assertTrue(possible("<message from='" + from + "'><body>x</body></message>"), "but what they say is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"friend@example.org/home", "friend@example.org", "friend@example.net/home", "example.net",
        "room@muc.example.net", "room@conference.example.org/friend", "other-example.org", "user@example.org/other"})
    void whatOthersAskIs(String from) {
        assertTrue(possible("<iq type='get' id='1' from='" + from + "'>" + PING + "</iq>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user@example.org", "room@conference.example.org", "room@muc.example.net", "archive.example.net"})
    void theEndOfAnArchivesAnswerIsNoReason(String from) {
        assertFalse(possible("<iq type='result' id='1' from='" + from + "'><fin xmlns='urn:xmpp:mam:2' complete='true'/></iq>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up.example.org", "up.example.net", "example.org", "app@up.example.org"})
    void aPushOfUnifiedPushIsOneWhoeverSendsIt(String from) {
        assertTrue(possible("<iq type='set' id='1' from='" + from + "'>" + UNIFIED_PUSH + "</iq>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<iq type='error' id='1' from='up.example.net'>" + UNIFIED_PUSH + "</iq>",
        "<presence from='friend@example.net/home'/>", "<message type='error' from='friend@example.net'><body>x</body></message>",
        "<iq type='get' id='1'>" + PING + "</iq>"})
    void errorsAndPresencesAreNone(String xml) {
        assertFalse(possible(xml));
    }

    private boolean possible(String xml) {
        Packet packet = TestStanzas.packet(xml.replaceFirst("(<\\w+)", "$1 to='user@example.org/phone'"));
        return reasons.possible(packet, "user");
    }
}
