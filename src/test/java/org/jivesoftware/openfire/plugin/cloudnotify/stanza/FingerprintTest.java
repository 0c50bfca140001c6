package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private static final String MESSAGE =
        "<message type='chat' from='a@b/c' to='user@example.org' id='1'><body>a &lt; b</body>%s</message>";

    @ParameterizedTest
    @ValueSource(strings = {
        "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='2026-01-02T03:04:05Z'/>",
        "<x xmlns='jabber:x:delay' stamp='20260102T03:04:05'/>",
        "<stanza-id xmlns='urn:xmpp:sid:0' id='5' by='user@example.org'/>",
        "<archived xmlns='urn:xmpp:mam:tmp' id='5' by='user@example.org'/>",
        "<private xmlns='urn:xmpp:carbons:2'/>",
        "<offline xmlns='http://jabber.org/protocol/offline'><item node='1'/></offline>",
        "\n"})
    void whatServersAddDoesNotCount(String added) {
        assertEquals(of(MESSAGE.formatted("")), of(MESSAGE.formatted(added)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<origin-id xmlns='urn:xmpp:sid:0' id='5'/>", "<body>a</body>", "<thread>1</thread>",
        "<x xmlns='a'><delay xmlns='urn:xmpp:delay' stamp='1'/></x>"})
    void whatClientsAddCounts(String added) {
        assertNotEquals(of(MESSAGE.formatted("")), of(MESSAGE.formatted(added)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "a@b/c", "id='1'", "a &lt; b", "body"})
    void everyPartCounts(String part) {
        String other = part.startsWith("id=") ? "id='2'" : part + "x";
        assertNotEquals(of(MESSAGE.formatted("")), of(MESSAGE.formatted("").replace(part, other)));
    }

    @Test
    void theRecipientDoesNotCount() {
        assertEquals(of(MESSAGE.formatted("")), of(MESSAGE.formatted("").replace("user@example.org", "user@example.org/phone")));
    }

    @Test
    void structureCannotBeImitatedByText() {
        assertNotEquals(of("<message><a><b>x</b></a></message>"), of("<message><a><b/>x</a></message>"));
        assertNotEquals(of("<message><a/><b/></message>"), of("<message><a><b/></a></message>"));
        assertNotEquals(of("<message type='a' from='b'/>"), of("<message type='ab'/>"));
        assertNotEquals(of("<message><x a='b' c='d'/></message>"), of("<message><x a='bc' d=''/></message>"));
    }

    @Test
    void piecesOfTextAreOneText() {
        Element message = Xml.parse("<message><body/></message>");
        message.element("body").addText("a ").addText("<").addCDATA(" b");
        assertEquals(of("<message><body>a &lt; b</body></message>"), Fingerprint.of(message, "example.org"));
    }

    @Test
    void lineEndsAreWrittenAndParsedInManyWays() {
        assertEquals(of("<message><body>a&#13;&#10;b&#13;c</body></message>"), of("<message><body>a\nb\nc</body></message>"));
        assertEquals(of("<message><x a='a&#10;b&#9;c'/></message>"), of("<message><x a='a b c'/></message>"));
    }

    @Test
    void streamNamespacesAreOne() {
        assertEquals(of("<message><body>x</body></message>"), of("<message xmlns='jabber:client'><body>x</body></message>"));
        assertEquals(of("<message xmlns='jabber:server'><body>x</body></message>"),
            of("<message><body xmlns='jabber:client'>x</body></message>"));
        assertNotEquals(of("<message><x xmlns='a'/></message>"), of("<message><x xmlns='b'/></message>"));
        assertEquals(of("<message><p:x xmlns:p='a' p:q='1'/></message>"), of("<message><x xmlns='a' xmlns:r='a' r:q='1'/></message>"));
    }

    @Test
    void ofIqsTheIdIsEnough() {
        Element iq = Xml.parse("<iq type='get' id='1' from='a@b/c'><x xmlns='y'>large</x></iq>");
        assertEquals(Fingerprint.ofIq(iq), Fingerprint.ofIq(Xml.parse("<iq type='get' id='1' from='a@b/c'/>")));
        assertNotEquals(Fingerprint.ofIq(iq), Fingerprint.ofIq(Xml.parse("<iq type='get' id='2' from='a@b/c'/>")));
    }

    /** A client that could not resume may log in under another resource, and sends what it is not sure of with the ids that it had. */
    @Test
    void whatALocalUserSendsAgainLooksTheSameWhicheverTheResource() {
        String sent = "<message type='chat' id='a1' from='romeo@example.org/%s'><body>hi</body></message>";
        assertEquals(of(sent.formatted("one")), of(sent.formatted("two")));
        assertTrue(of(sent.formatted("one")).identified());
        assertNotEquals(of(sent.formatted("one")), of(sent.formatted("one").replace("a1", "a2")));
        assertNotEquals(of(sent.formatted("one")), of(sent.formatted("one").replace("hi", "ho")));
        assertNotEquals(of(sent.formatted("one")), of(sent.formatted("one").replace("romeo", "juliet")));
        String unidentified = sent.replace(" id='a1'", "");
        assertFalse(of(unidentified.formatted("one")).identified());
        assertNotEquals(of(unidentified.formatted("one")), of(unidentified.formatted("two")));
        String room = sent.replace("chat", "groupchat");
        assertNotEquals(of(room.formatted("one")), of(room.formatted("two")), "who says it in a room is somebody else");
        String elsewhere = sent.replace("example.org", "rooms.example.org");
        assertNotEquals(of(elsewhere.formatted("one")), of(elsewhere.formatted("two")), "as in a private message of a room");
    }

    private static Fingerprint of(String xml) {
        return Fingerprint.of(Xml.parse(xml), "example.org");
    }
}
