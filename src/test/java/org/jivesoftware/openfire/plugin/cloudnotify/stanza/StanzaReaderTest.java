package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** Spec §2, "Important or not", line by line, and what else is read. */
class StanzaReaderTest {

    private static final String ROOM_EVENT = "<event xmlns='http://jabber.org/protocol/pubsub#event'>"
        + "<items node='urn:xmpp:mucsub:nodes:messages'><item id='1'>%s</item></items></event>";
    private static final String RESULT = "<result xmlns='urn:xmpp:mam:2' id='1'>"
        + "<forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></result>";
    private static final String CARBON = "<%s xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></%1$s>";

    private final StanzaReader reader = new StanzaReader("example.org");

    @ParameterizedTest
    @ValueSource(strings = {
        "<body>Hello</body>",
        "<body> </body>",
        "<body xmlns='jabber:client'>Hello</body>",
        "<body/><body xml:lang='de'>Hallo</body>",
        "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/></encrypted>",
        "<encrypted xmlns='urn:xmpp:omemo:2'/>",
        "<encrypted xmlns='urn:xmpp:omemo:1'/>",
        "<x xmlns='jabber:x:encrypted'>abc</x>",
        "<openpgp xmlns='urn:xmpp:openpgp:0'>abc</openpgp>",
        "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:otr:0'/>",
        "<propose xmlns='urn:xmpp:jingle-message:0' id='1'/>",
        "<propose xmlns='urn:xmpp:jingle-message:1' id='1'/>",
        "<subject>a subject is no reason against it</subject><body>Hello</body>",
        "<active xmlns='http://jabber.org/protocol/chatstates'/><body>Hello</body>"})
    void important(String children) {
        assertTrue(reader.read(Xml.chat(children)).important());
        assertTrue(reader.read(Xml.message("<message type='normal' from='a@b'>" + children + "</message>")).important());
        assertTrue(reader.read(Xml.message("<message type='groupchat' from='room@muc/a'>" + children + "</message>")).important());
        assertFalse(reader.read(Xml.message("<message type='headline' from='a@b'>" + children + "</message>")).important());
        assertFalse(reader.read(Xml.message("<message type='error' from='a@b'>" + children + "</message>")).important());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "<body/>",
        "<body xmlns='http://www.w3.org/1999/xhtml'>Hello</body>",
        "<subject>New topic</subject>",
        "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
        "<received xmlns='urn:xmpp:receipts' id='1'/>",
        "<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>",
        "<encrypted xmlns='urn:example:other'/>",
        "<x xmlns='jabber:x:oob'><url>https://example.net/</url></x>",
        "<accept xmlns='urn:xmpp:jingle-message:0' id='1'/>",
        "<propose xmlns='urn:example:other' id='1'/>",
        "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'><item><message><body>x</body>"
            + "</message></item></items></event>"})
    void unimportant(String children) {
        Stanza stanza = reader.read(Xml.chat(children));
        assertFalse(stanza.important());
        assertNull(stanza.body());
    }

    @Test
    void aSubjectWithoutBodyInARoomIsUnimportantWhateverElseItHas() {
        assertFalse(reader.read(Xml.message("<message type='groupchat' from='room@muc/a'><subject>s</subject>"
            + "<encryption xmlns='urn:xmpp:eme:0'/></message>")).important());
        assertFalse(reader.read(Xml.message("<message type='groupchat' from='room@muc/a'><subject/></message>")).important());
    }

    @Test
    void encryptedMessagesSaySoAndStillHaveTheirFallback() {
        Stanza stanza = reader.read(Xml.chat("<body>I sent you an OMEMO message</body><encryption xmlns='urn:xmpp:eme:0'/>"));
        assertTrue(stanza.encrypted());
        assertEquals("I sent you an OMEMO message", stanza.body());
    }

    @Test
    void presencesAndIqsAreUnimportant() {
        Stanza presence = reader.read(Xml.presence("<presence from='a@b/c' to='user@example.org'><status>x</status></presence>"));
        assertEquals(Stanza.Kind.PRESENCE, presence.kind());
        assertFalse(presence.important());
        Stanza iq = reader.read(Xml.iq("<iq type='error' id='1' from='a@b/c' to='user@example.org/d'/>"));
        assertEquals(Stanza.Kind.IQ, iq.kind());
        assertFalse(iq.important());
        assertTrue(iq.error());
    }

    @Test
    void theServerItselfIsNobody() {
        assertNull(reader.read(Xml.iq("<iq type='get' id='1' from='example.org' to='user@example.org/d'/>")).from());
        assertNull(reader.read(Xml.iq("<iq type='get' id='1' to='user@example.org/d'/>")).from());
        assertEquals(new JID("a@example.org"), reader.read(Xml.iq("<iq type='get' id='1' from='a@example.org'/>")).from());
        assertEquals(new JID("conference.example.org"),
            reader.read(Xml.iq("<iq type='get' id='1' from='conference.example.org'/>")).from());
    }

    @ParameterizedTest
    @CsvSource({"no-store,true,true", "no-permanent-store,false,true", "store,false,false"})
    void hints(String hint, boolean noStore, boolean noPermanentStore) {
        String element = "<" + hint + " xmlns='urn:xmpp:hints'/>";
        Stanza direct = reader.read(Xml.chat("<body>x</body>" + element));
        assertEquals(noStore, direct.noStore());
        assertEquals(noPermanentStore, direct.noPermanentStore());
        Stanza wrapped = reader.read(Xml.message("<message from='room@muc'>"
            + ROOM_EVENT.formatted("<message xmlns='jabber:client'><body>x</body>" + element + "</message>") + "</message>"));
        assertEquals(noStore, wrapped.noStore());
        assertEquals(noPermanentStore, wrapped.noPermanentStore());
    }

    @Test
    void aReceivedCarbonIsWhatItWraps() {
        String inner = "<message xmlns='jabber:client' type='chat' from='friend@example.net/home' to='user@example.org' id='7'>"
            + "<body>Hello</body></message>";
        Stanza carbon = reader.read(carbon("received", "user@example.org", inner));
        assertTrue(carbon.important());
        assertFalse(carbon.ownCopy());
        assertEquals("Hello", carbon.body());
        assertEquals(new JID("friend@example.net/home"), carbon.sender());
        assertEquals(reader.read(Xml.message(inner)).fingerprint(), carbon.fingerprint());

        String typing = inner.replace("<body>Hello</body>", "<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        assertFalse(reader.read(carbon("received", "user@example.org", typing)).important());
        assertFalse(reader.read(carbon("received", "user@example.org", inner.replace("'chat'", "'headline'"))).important());
    }

    @Test
    void aSentCarbonIsAnOwnCopy() {
        Stanza carbon = reader.read(carbon("sent", "user@example.org",
            "<message xmlns='jabber:client' from='user@example.org/desk' to='friend@example.net'><body>Hello</body>"
            + "<propose xmlns='urn:xmpp:jingle-message:0' id='1'/></message>"));
        assertTrue(carbon.ownCopy());
        assertFalse(carbon.important());
        assertNull(carbon.call());
    }

    @Test
    void carbonsOfOthersAreNoCarbons() {
        String inner = "<message xmlns='jabber:client' type='chat' from='boss@example.org/x' to='user@example.org'>"
            + "<body>You are fired</body></message>";
        for (String forger : new String[] {"forger@example.net/x", "forger@example.net", "user@example.net", "user@example.org/other"}) {
            Stanza forged = reader.read(carbon("received", forger, inner));
            assertFalse(forged.important(), forger);
            assertEquals(new JID(forger), forged.sender());
            Stanza real = reader.read(Xml.message("<message type='chat' from='" + forger + "' to='user@example.org/phone'>"
                + "<body>Hello</body><sent xmlns='urn:xmpp:carbons:2'/></message>"));
            assertFalse(real.ownCopy(), forger);
            assertTrue(real.important(), forger);
        }
    }

    @Test
    void forwardsOfArchivesAndRoomsAreWhatTheyWrap() {
        String inner = "<message xmlns='jabber:client' type='groupchat' from='room@muc.example.org/friend' id='7'>"
            + "<body>Hello</body></message>";
        for (String wrapper : new String[] {ROOM_EVENT, RESULT}) {
            Stanza stanza = reader.read(Xml.message("<message from='room@muc.example.org' to='user@example.org'>"
                + wrapper.formatted(inner) + "</message>"));
            assertTrue(stanza.important());
            assertTrue(stanza.groupchat());
            assertEquals("Hello", stanza.body());
            assertEquals(new JID("room@muc.example.org/friend"), stanza.sender());
            assertFalse(reader.read(Xml.message("<message from='room@muc.example.org' to='user@example.org'>"
                + wrapper.formatted(inner.replace("body", "subject")) + "</message>")).important());
        }
        Stanza forged = reader.read(Xml.message("<message from='forger@example.net/x' to='user@example.org'>"
            + RESULT.formatted(inner) + "</message>"));
        assertEquals(new JID("forger@example.net/x"), forged.sender());
        Stanza wrong = reader.read(Xml.message("<message from='forger@example.net/x' to='user@example.org'>"
            + RESULT.formatted(inner.replace("room@muc.example.org/friend", "@/")) + "</message>"));
        assertEquals(new JID("forger@example.net/x"), wrong.sender());
    }

    @Test
    void aCallIsOneStanzaHoweverOftenItIsProposed() {
        Stanza call = reader.read(Xml.chat("<propose xmlns='urn:xmpp:jingle-message:0' id='c1'/>"));
        Stanza again = reader.read(Xml.chat("<propose xmlns='urn:xmpp:jingle-message:0' id='c1'><description xmlns='x'/></propose>"
            + "<store xmlns='urn:xmpp:hints'/>"));
        assertEquals("c1", call.call());
        assertEquals(call.fingerprint(), again.fingerprint());
        assertNotEquals(call.fingerprint(), reader.read(Xml.chat("<propose xmlns='urn:xmpp:jingle-message:0' id='c2'/>")).fingerprint());
        assertEquals("", reader.read(Xml.chat("<propose xmlns='urn:xmpp:jingle-message:0'/>")).call());
        assertTrue(StanzaReader.proposesCall(Xml.chat("<body/><propose xmlns='urn:xmpp:jingle-message:0' id='c1'/>")));
        assertFalse(StanzaReader.proposesCall(Xml.chat("<proceed xmlns='urn:xmpp:jingle-message:0' id='c1'/>")));
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
        String carbon = carbon("received", "user@example.org", "<message xmlns='jabber:client' type='chat' from='friend@example.net/home'>"
            + "<body>Hello</body>" + delay.formatted("2026-01-02T03:04:05Z") + "</message>").toXML();
        assertEquals(Instant.parse("2026-01-02T03:04:05Z"), reader.read(Xml.message(
            carbon.replace("</message>\n", "").replaceAll("</message>$", delay.formatted("2026-01-03T00:00:00Z") + "</message>")))
            .delayedSince());
    }

    @Test
    void showsNoContent() {
        assertFalse(reader.read(Xml.chat("<body>secret</body>")).toString().contains("secret"));
    }

    private static org.xmpp.packet.Message carbon(String kind, String from, String inner) {
        return Xml.message("<message type='chat' from='" + from + "' to='user@example.org/phone'>" + CARBON.formatted(kind, inner)
            + "</message>");
    }
}
