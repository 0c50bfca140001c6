package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** docs/behaviour.md §2, "Important or not", line by line, and what else is read. */
class StanzaReaderTest {

    private static final String RESULT = "<result xmlns='urn:xmpp:mam:2' id='1'>"
        + "<forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></result>";

    private final StanzaReader reader = new StanzaReader("example.org");

    @ParameterizedTest
    @ValueSource(strings = {
        "<body>Hello</body>",
        "<body> </body>",
        "<body xmlns='jabber:client'>Hello</body>",
        "<body/><body xml:lang='de'>Hallo</body>",
        "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/><payload>abc</payload></encrypted>",
        "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/><payload>abc</payload></encrypted>",
        "<encrypted xmlns='urn:xmpp:omemo:1'><payload>abc</payload></encrypted><body>A fallback</body>",
        "<encrypted xmlns='urn:xmpp:omemo:2'/><encrypted xmlns='eu.siacs.conversations.axolotl'><payload>abc</payload></encrypted>",
        "<encrypted xmlns='urn:xmpp:omemo:2'/><openpgp xmlns='urn:xmpp:openpgp:0'>abc</openpgp>",
        "<x xmlns='jabber:x:encrypted'>abc</x>",
        "<openpgp xmlns='urn:xmpp:openpgp:0'>abc</openpgp>",
        "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:otr:0'/>",
        "<propose xmlns='urn:xmpp:jingle-message:0' id='1'/>",
        "<propose xmlns='urn:xmpp:jingle-message:1' id='1'/>",
        "<retract xmlns='urn:xmpp:jingle-message:0' id='0'/><propose xmlns='urn:xmpp:jingle-message:0' id='1'/>",
        "<invite xmlns='urn:xmpp:call-invites:0' video='true'><jingle sid='1'/></invite>",
        "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='a@b'><reason>come</reason></invite></x>",
        "<x xmlns='jabber:x:conference' jid='room@muc'/>",
        "<x xmlns='jabber:x:oob'><url>https://example.net/</url></x>",
        "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'/></file-sharing>",
        "<sticker xmlns='urn:xmpp:stickers:0' pack='1'/>",
        "<body>> Hi\nHello</body><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'/><reply xmlns='urn:xmpp:reply:0' id='1'/>",
        "<body>Hello</body><apply-to xmlns='urn:xmpp:fasten:0' id='1'><external name='body'/></apply-to>",
        "<body>Hello</body><replace xmlns='urn:example:other' id='1'/>",
        "<body>Hello</body><retract xmlns='urn:example:other' id='1'/>",
        "<body>Hello</body><request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>",
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
        "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'><key rid='2' prekey='true'>abc</key></header></encrypted>",
        "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/></encrypted><encryption xmlns='urn:xmpp:eme:0'"
            + " namespace='urn:xmpp:omemo:2'/><body>I sent you an OMEMO message</body>",
        "<encrypted xmlns='urn:xmpp:omemo:1'><payload/></encrypted>",
        "<replace xmlns='urn:xmpp:message-correct:0' id='1'/><body>Hello!</body>",
        "<replace xmlns='urn:xmpp:message-correct:0' id='1'/><encrypted xmlns='urn:xmpp:omemo:2'><payload>abc</payload></encrypted>",
        "<retract xmlns='urn:xmpp:message-retract:1' id='1'/><body>I took a message back</body>"
            + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>",
        "<apply-to xmlns='urn:xmpp:fasten:0' id='1'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to><body>I took it back</body>",
        "<apply-to xmlns='urn:xmpp:fasten:0' id='1'><moderated xmlns='urn:xmpp:message-moderate:0' by='room@muc/b'>"
            + "<retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to><body>Taken back</body>",
        "<retract xmlns='urn:xmpp:message-retract:1' id='1'><moderated xmlns='urn:xmpp:message-moderate:1'/></retract><body>x</body>",
        "<reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>\ud83d\udc4d</reaction></reactions><body>\ud83d\udc4d</body>",
        "<body>\ud83d\udc4d</body><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:1'/>",
        "<invite xmlns='urn:example:other'/>",
        "<accept xmlns='urn:xmpp:call-invites:0' id='1'/>",
        "<x xmlns='http://jabber.org/protocol/muc#user'><decline from='a@b'/></x>",
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
    void aTypeThatNobodyKnowsIsNormal() {
        assertTrue(reader.read(Xml.message("<message type='memo' from='a@b/c'><body>Hello</body></message>")).important());
        assertTrue(reader.read(Xml.message("<message type='' from='a@b/c'><body>Hello</body></message>")).important());
    }

    @Test
    void whatChangesAnEarlierMessageIsUnimportantInWrappersToo() {
        String inner = "<message xmlns='jabber:client' type='groupchat' from='room@muc.example.org/friend'><body>x</body>"
            + "<reactions xmlns='urn:xmpp:reactions:0' id='1'/></message>";
        assertFalse(reader.read(Xml.message("<message from='room@muc.example.org' to='user@example.org'>" + Xml.ROOM_EVENT.formatted(inner)
            + "</message>")).important());
        assertFalse(reader.read(Xml.carbon("received", "user@example.org", inner)).important());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " from='user@example.org'", " from='room@conference.example.org'", " from='room@muc.example.net'",
        " from='example.org'"})
    void whatAnArchiveAnswersIsNoReason(String from) {
        String inner = "<message xmlns='jabber:client' type='chat' from='friend@example.net/home' id='7'><body>Hello</body></message>";
        for (String answer : new String[] {RESULT.formatted(inner), RESULT.replace("mam:2", "mam:0").formatted(inner),
            "<fin xmlns='urn:xmpp:mam:0' queryid='1'/>"}) {
            Stanza stanza = reader.read(Xml.message("<message" + from + " to='user@example.org/phone'>" + answer + "</message>"));
            assertTrue(stanza.traits().replay());
            assertFalse(stanza.reason());
            assertFalse(stanza.important());
            assertNull(stanza.body());
        }
        assertTrue(reader.read(Xml.message("<message from='user@example.org' to='user@example.org/phone'><received"
            + " xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'" + from + ">"
            + RESULT.formatted(inner) + "</message></forwarded></received></message>")).traits().replay());
    }

    @Test
    void whoeverWritesWhatAnArchiveAnswersIntoAMessageDoesNotHideIt() {
        String inner = "<message xmlns='jabber:client'><body>Of old</body></message>";
        Stanza stanza = reader.read(Xml.chat("<body>Hello</body>" + RESULT.formatted(inner)));
        assertTrue(stanza.important());
        assertTrue(stanza.reason());
        assertEquals("Hello", stanza.body());
        assertFalse(reader.read(Xml.chat(RESULT.formatted(inner))).reason());
        assertTrue(reader.read(Xml.chat("<result xmlns='urn:example:other'/>")).reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"from='friend@example.net/home'", "from='room@muc.example.org/friend'", "from='room@muc.example.org'",
        "from='muc.example.org'", "from='user@example.org/phone'", ""})
    void whatARoomSaysAgainToWhoJoinsIsNoReason(String from) {
        String said = "<message type='groupchat' from='room@muc.example.org/friend' to='user@example.org/phone'><body>Hello</body>%s"
            + "</message>";
        String delay = "<delay xmlns='urn:xmpp:delay' %s stamp='2026-01-02T03:04:05Z'/>";
        String own = delay.formatted("from='example.org'");
        for (String delays : new String[] {delay.formatted(from), delay.formatted(from) + own, own + delay.formatted(from),
            "<x xmlns='jabber:x:delay' " + from + " stamp='20260102T03:04:05'/>"}) {
            Stanza stanza = reader.read(Xml.message(said.formatted(delays)));
            assertTrue(stanza.traits().replay(), delays);
            assertFalse(stanza.reason(), delays);
            assertFalse(stanza.important(), delays);
        }
        assertTrue(reader.read(Xml.message(said.formatted(""))).reason());
        Stanza again = reader.read(Xml.message(said.formatted(own)));
        assertTrue(again.important() && again.reason(), "which this server delivers once more");
        assertTrue(reader.read(Xml.chat("<body>Hello</body>" + delay.formatted(from))).reason(), "which was not said in a room");
    }

    @Test
    void theSubjectThatARoomTellsWhoJoinsIsNoReason() {
        String subject = "<message type='groupchat' from='room@muc.example.org%s' to='user@example.org/phone'>"
            + "<subject>%s</subject></message>";
        for (String text : new String[] {"", "All about nothing"}) {
            assertFalse(reader.read(Xml.message(subject.formatted("", text))).reason());
            assertTrue(reader.read(Xml.message(subject.formatted("/friend", text))).reason(), "who changes it is somebody");
        }
        assertTrue(reader.read(Xml.message("<message type='groupchat' from='room@muc.example.org' to='user@example.org/phone'>"
            + "<body>The room goes away</body></message>")).important());
    }

    @Test
    void whatTheOwnAccountsNodesTellIsAnOwnCopy() {
        String event = "<message type='headline' from='%s' to='user@example.org/phone'><event"
            + " xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mds:displayed:0'><item id='friend@example.net'>"
            + "<displayed xmlns='urn:xmpp:mds:displayed:0'/></item></items></event></message>";
        assertTrue(reader.read(Xml.message(event.formatted("user@example.org"))).ownCopy());
        for (String other : new String[] {"friend@example.org", "friend@example.org/home", "pubsub.example.org", "user@example.net"}) {
            assertFalse(reader.read(Xml.message(event.formatted(other))).ownCopy(), other);
        }
    }

    @Test
    void aPushOfUnifiedPushWakes() {
        String push = "<iq type='%s' id='1' from='up.example.net' to='user@example.org/phone'>"
            + "<push xmlns='http://gultsch.de/xmpp/drafts/unified-push' application='a' instance='i'/></iq>";
        Stanza stanza = reader.read(Xml.iq(push.formatted("set")));
        assertTrue(stanza.traits().wakes());
        assertFalse(stanza.important());
        assertFalse(reader.read(Xml.iq(push.formatted("get"))).traits().wakes());
        assertFalse(reader.read(Xml.iq(push.formatted("set").replace("drafts", "other"))).traits().wakes());
        assertFalse(reader.read(Xml.iq("<iq type='set' id='1' from='up.example.net'/>")).traits().wakes());
    }

    @ParameterizedTest
    @CsvSource({"propose,PROPOSE", "retract,RETRACT", "accept,ACCEPT", "reject,REJECT", "proceed,PROCEED", "finish,FINISH"})
    void whatIsSaidOfACall(String element, CallSignal.Kind kind) {
        String signal = "<" + element + " xmlns='urn:xmpp:jingle-message:0' id='c1'/>";
        Stanza direct = reader.read(Xml.chat(signal));
        assertEquals(new CallSignal(kind, "c1"), direct.traits().signal());
        assertEquals(kind == CallSignal.Kind.PROPOSE, direct.important());
        assertNull(reader.read(Xml.chat(signal.replace("urn:xmpp:jingle-message:0", "urn:example"))).traits().signal());
        Stanza elsewhere = reader.read(Xml.carbon("sent", "user@example.org",
            "<message xmlns='jabber:client' from='user@example.org/desk' to='friend@example.net'>" + signal + "</message>"));
        assertTrue(elsewhere.ownCopy());
        assertEquals(new CallSignal(kind, "c1"), elsewhere.traits().signal());
        assertEquals(new JID("user@example.org/desk"), elsewhere.sender());
        assertNull(elsewhere.call());
    }

    @Test
    void otherTraits() {
        assertEquals("m1", reader.read(Xml.chat("<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>")).traits().displayed());
        assertNull(reader.read(Xml.chat("<displayed xmlns='urn:xmpp:mds:displayed:0' id='m1'/>")).traits().displayed());
        assertTrue(reader.read(Xml.message("<message type='groupchat' from='room@muc/a'><subject/></message>")).traits().subjectChange());
        assertFalse(reader.read(Xml.chat("<subject>s</subject>")).traits().subjectChange());
        assertTrue(reader.read(Xml.chat("<body>x</body>")).traits().ownBody());
        assertFalse(reader.read(Xml.message("<message from='room@muc'>"
            + Xml.ROOM_EVENT.formatted("<message xmlns='jabber:client'><body>x</body></message>") + "</message>")).traits().ownBody());
        assertEquals(Traits.NONE, reader.read(Xml.chat("<composing xmlns='http://jabber.org/protocol/chatstates'/>")).traits());
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
            + Xml.ROOM_EVENT.formatted("<message xmlns='jabber:client'><body>x</body>" + element + "</message>") + "</message>"));
        assertEquals(noStore, wrapped.noStore());
        assertEquals(noPermanentStore, wrapped.noPermanentStore());
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
    void showsNoContent() {
        assertFalse(reader.read(Xml.chat("<body>secret</body>")).toString().contains("secret"));
    }
}
