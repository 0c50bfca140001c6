package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What carbons and rooms' events wrap is read as itself, and only where whoever wrapped it may. */
class WrappedMessagesTest {

    private final StanzaReader reader = new StanzaReader("example.org");

    @Test
    void aReceivedCarbonIsWhatItWraps() {
        String inner = "<message xmlns='jabber:client' type='chat' from='friend@example.net/home' to='user@example.org' id='7'>"
            + "<body>Hello</body></message>";
        Stanza carbon = reader.read(Xml.carbon("received", "user@example.org", inner));
        assertTrue(carbon.important());
        assertFalse(carbon.ownCopy());
        assertEquals("Hello", carbon.body());
        assertEquals(new JID("friend@example.net/home"), carbon.sender());
        assertEquals(reader.read(Xml.message(inner)).fingerprint(), carbon.fingerprint());

        String typing = inner.replace("<body>Hello</body>", "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        assertFalse(reader.read(Xml.carbon("received", "user@example.org", typing)).important());
        assertFalse(reader.read(Xml.carbon("received", "user@example.org", inner.replace("'chat'", "'headline'"))).important());
    }

    @Test
    void aSentCarbonIsAnOwnCopy() {
        Stanza carbon = reader.read(Xml.carbon("sent", "user@example.org",
            "<message xmlns='jabber:client' from='user@example.org/desk' to='friend@example.net'><body>Hello</body>"
            + "<propose xmlns='urn:xmpp:jingle-message:0' id='1'/></message>"));
        assertTrue(carbon.ownCopy());
        assertFalse(carbon.important());
        assertNull(carbon.call());
    }

    @Test
    void aCarbonOfASentCarbonIsAnOwnCopyUnlessSomebodyElseWroteIt() {
        String sent = "<message xmlns='jabber:client' type='chat' from='%s' to='user@example.org/tablet'><body>Hello</body>"
            + Xml.CARBON.formatted("sent", "<message xmlns='jabber:client' from='user@example.org/desk' to='friend@example.net'>"
            + "<body>Hello</body><propose xmlns='urn:xmpp:jingle-message:0' id='1'/></message>") + "</message>";
        Stanza own = reader.read(Xml.carbon("received", "user@example.org", sent.formatted("user@example.org")));
        assertTrue(own.ownCopy());
        assertFalse(own.important());
        assertNull(own.call());
        for (String forger : new String[] {"forger@example.net/x", "forger@example.net", "user@example.org/other"}) {
            Stanza forged = reader.read(Xml.carbon("received", "user@example.org", sent.formatted(forger)));
            assertFalse(forged.ownCopy(), forger);
            assertTrue(forged.important(), forger);
        }
    }

    @Test
    void carbonsOfOthersAreNoCarbons() {
        String inner = "<message xmlns='jabber:client' type='chat' from='boss@example.org/x' to='user@example.org'>"
            + "<body>You are fired</body></message>";
        for (String forger : new String[] {"forger@example.net/x", "forger@example.net", "user@example.net", "user@example.org/other"}) {
            Stanza forged = reader.read(Xml.carbon("received", forger, inner));
            assertFalse(forged.important(), forger);
            assertEquals(new JID(forger), forged.sender());
            Stanza real = reader.read(Xml.message("<message type='chat' from='" + forger + "' to='user@example.org/phone'>"
                + "<body>Hello</body><sent xmlns='urn:xmpp:carbons:2'/></message>"));
            assertFalse(real.ownCopy(), forger);
            assertTrue(real.important(), forger);
        }
    }

    @Test
    void eventsOfRoomsAreWhatTheyWrap() {
        String inner = "<message xmlns='jabber:client' type='groupchat' from='room@muc.example.org/friend' id='7'>"
            + "<body>Hello</body></message>";
        Stanza stanza = reader.read(Xml.message("<message from='room@muc.example.org' to='user@example.org'>"
            + Xml.ROOM_EVENT.formatted(inner) + "</message>"));
        assertTrue(stanza.important());
        assertTrue(stanza.groupchat());
        assertEquals("Hello", stanza.body());
        assertEquals(new JID("room@muc.example.org/friend"), stanza.sender());
        assertFalse(reader.read(Xml.message("<message from='room@muc.example.org' to='user@example.org'>"
            + Xml.ROOM_EVENT.formatted(inner.replace("body", "subject")) + "</message>")).important());
        Stanza forged = reader.read(Xml.message("<message from='forger@example.net/x' to='user@example.org'>"
            + Xml.ROOM_EVENT.formatted(inner) + "</message>"));
        assertEquals(new JID("forger@example.net/x"), forged.sender());
        Stanza wrong = reader.read(Xml.message("<message from='forger@example.net/x' to='user@example.org'>"
            + Xml.ROOM_EVENT.formatted(inner.replace("room@muc.example.org/friend", "@/")) + "</message>"));
        assertEquals(new JID("forger@example.net/x"), wrong.sender());
    }

    @Test
    void theFirstDelayOfTheOwnServerCounts() {
        String own = "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='%s'/>";
        Instant first = Instant.parse("2026-01-02T03:04:05.678Z");
        String one = own.formatted(first);
        assertEquals(first, reader.read(Xml.chat(one + own.formatted("2026-01-03T00:00:00Z"))).delayedSince());
        assertEquals(first, reader.read(Xml.chat(own.formatted("yesterday") + one)).delayedSince());
        assertEquals(first, reader.read(Xml.chat(own.formatted("+999999999-12-31T23:59:59Z") + one)).delayedSince());
        assertEquals(first, reader.read(Xml.chat(own.formatted("0001-01-01T00:00:00Z") + one)).delayedSince());
        assertEquals(first, reader.read(Xml.chat("<delay xmlns='urn:xmpp:delay' from='example.org'/>" + one)).delayedSince());
        assertEquals(first, reader.read(Xml.chat(own.formatted("2026-01-02T04:04:05.678+01:00"))).delayedSince());
        assertNull(reader.read(Xml.chat(one.replace("'example.org'", "'room@conference.example.org'"))).delayedSince());
        assertNull(reader.read(Xml.chat(one.replace("urn:xmpp:delay", "urn:example"))).delayedSince());
        assertNull(reader.read(Xml.chat("<delay xmlns='urn:xmpp:delay' stamp='2026-01-03T00:00:00Z'/>")).delayedSince());
    }

    @Test
    void theDelayInACarbonCountsBeforeTheCarbonsOwn() {
        String delay = "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='%s'/>";
        String carbon = Xml.carbon("received", "user@example.org",
            "<message xmlns='jabber:client' type='chat' from='friend@example.net/home'>"
            + "<body>Hello</body>" + delay.formatted("2026-01-02T03:04:05Z") + "</message>").toXML();
        assertEquals(Instant.parse("2026-01-02T03:04:05Z"), reader.read(Xml.message(
            carbon.replace("</message>\n", "").replaceAll("</message>$", delay.formatted("2026-01-03T00:00:00Z") + "</message>")))
            .delayedSince());
    }
}
