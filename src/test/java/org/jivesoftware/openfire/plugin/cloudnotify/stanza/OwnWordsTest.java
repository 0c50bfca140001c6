package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user said in a room is known when the room reflects it. */
class OwnWordsTest {

    private static final String BODY = "<body>Hello</body>";

    private final OwnWords words = new OwnWords(Runnable::run);
    private final StanzaReader reader = new StanzaReader("example.org", words);

    @ParameterizedTest
    @ValueSource(strings = {" id='1'", ""})
    void theReflectionIsAnOwnCopyForEachSessionAndForTheUserOnly(String id) {
        say("room@muc.example.net", id, BODY);
        for (String device : new String[] {"phone", "desk"}) {
            Stanza stanza = read("room@muc.example.net/me", "user@example.org/" + device, id, BODY);
            assertTrue(stanza.ownCopy());
            assertFalse(stanza.reason());
            assertFalse(stanza.important());
            assertNull(stanza.body());
        }
        assertFalse(read("room@muc.example.net/me", "friend@example.org/phone", id, BODY).ownCopy());
        assertFalse(read("room@muc.example.net/me", "user@example.net/phone", id, BODY).ownCopy());
    }

    @Test
    void whatAnotherOccupantSaysIsNotWhateverItsId() {
        say("room@muc.example.net", " id='1'", BODY);
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", BODY).ownCopy());
        assertFalse(read("room@muc.example.net/other", "user@example.org/phone", " id='1'", BODY).ownCopy());
        assertFalse(read("room@muc.example.net/me", "user@example.org/phone", " id='2'", BODY).ownCopy());
        assertFalse(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", "<body>Bye</body>").ownCopy());
        assertFalse(read("other@muc.example.net/me", "user@example.org/phone", " id='1'", BODY).ownCopy());
        assertFalse(read("room@muc.example.net", "user@example.org/phone", " id='1'", BODY).ownCopy());
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", BODY).ownCopy());
    }

    @Test
    void roomsMayChangeTheIdOrTakeOutTheClientsOwn() {
        String origin = "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>";
        String added = "<stanza-id xmlns='urn:xmpp:sid:0' by='room@muc.example.net' id='5'/>"
            + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='6'/>";
        say("room@muc.example.net", " id='1'", BODY + origin);
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='9'", BODY + origin + added).ownCopy());
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", BODY + added).ownCopy());
        assertFalse(read("room@muc.example.net/me", "user@example.org/phone", " id='9'", BODY).ownCopy());
    }

    @Test
    void whatHasNoTextIsKnownByItsId() {
        String typing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
        say("room@muc.example.net", " id='1'", typing);
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", typing).ownCopy());
        say("room@muc.example.net", "", typing);
        assertFalse(read("room@muc.example.net/me", "user@example.org/phone", "", typing).ownCopy());
    }

    @Test
    void theSameWordsTwiceUnderTwoNicknames() {
        say("room@muc.example.net", " id='1'", BODY);
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", BODY).ownCopy());
        say("room@muc.example.net", " id='1'", BODY);
        assertTrue(read("room@muc.example.net/myself", "user@example.org/phone", " id='1'", BODY).ownCopy());
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", BODY).ownCopy());
    }

    @ParameterizedTest
    @ValueSource(strings = {" id='1'", ""})
    void theSameWordsTwiceLeaveNothingForAnotherWhoSaysThem(String id) {
        say("room@muc.example.net", id, BODY);
        say("room@muc.example.net", id, BODY);
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", id, BODY).ownCopy());
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", id, BODY).ownCopy());
        say("room@muc.example.net", id, BODY);
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", id, BODY).ownCopy());
        assertFalse(read("room@muc.example.net/other", "user@example.org/phone", id, BODY).ownCopy());
    }

    @Test
    void eventsOfRoomsToo() {
        say("room@muc.example.net", " id='1'", BODY);
        String event = "<message from='room@muc.example.net' to='user@example.org'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
            + "<items node='urn:xmpp:mucsub:nodes:messages'><item><message xmlns='jabber:client' type='groupchat' id='%s'"
            + " from='room@muc.example.net/me'><body>Hello</body></message></item></items></event></message>";
        assertTrue(reader.read(Xml.message(event.formatted("1"))).ownCopy());
        assertFalse(reader.read(Xml.message(event.formatted("2"))).ownCopy());
    }

    @Test
    void privateMessagesAreNot() {
        say("room@muc.example.net", " id='1'", BODY);
        assertFalse(reader.read(Xml.message("<message type='chat' id='1' from='room@muc.example.net/me' to='user@example.org/phone'>" + BODY
            + "</message>")).ownCopy());
    }

    @Test
    void whoSaysTooMuchForgetsOnlyTheOwnOldWords() {
        words.said("friend", Xml.message("<message type='groupchat' id='f' to='room@muc.example.net'>" + BODY + "</message>"));
        for (int i = 0; i <= OwnWords.WORDS; i++) {
            say("room@muc.example.net", " id='" + i + "'", BODY);
        }
        assertFalse(read("room@muc.example.net/me", "user@example.org/phone", " id='0'", BODY).ownCopy());
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='1'", BODY).ownCopy());
        assertTrue(read("room@muc.example.net/f", "friend@example.org/phone", " id='f'", BODY).ownCopy());
    }

    @Test
    void megabytesOfIdAndText() {
        String much = "x".repeat(1_000_000);
        say("room@muc.example.net", " id='" + much + "'", "<body>" + much + "</body>");
        assertTrue(read("room@muc.example.net/me", "user@example.org/phone", " id='" + much + "'", "<body>" + much + "</body>").ownCopy());
        words.said("user", Xml.message("<message type='groupchat'/>"));
        words.reflected("user", Xml.message("<message type='groupchat'/>"));
        assertEquals(false, words.knows("user", Xml.message("<message type='groupchat'/>")));
    }

    private void say(String room, String id, String children) {
        words.said("user", Xml.message("<message type='groupchat'" + id + " from='user@example.org/desk' to='" + room + "'>" + children
            + "</message>"));
    }

    private Stanza read(String occupant, String to, String id, String children) {
        return reader.read(Xml.message("<message type='groupchat'" + id + " from='" + occupant + "' to='" + to + "'>" + children
            + "</message>"));
    }
}
