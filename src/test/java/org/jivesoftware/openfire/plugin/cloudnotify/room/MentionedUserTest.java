package org.jivesoftware.openfire.plugin.cloudnotify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Mentions;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

class MentionedUserTest {

    private static final JID ROOM = new JID("tea@conference.example.org");

    private static MentionedUser called(String... names) {
        return new MentionedUser(new JID("alice@example.org"), ROOM, Arrays.asList(names));
    }

    private static Mentions mentions(String child) {
        return TestStanzas.stanza("<message type='groupchat' from='" + ROOM + "/bob' to='x@example.org/y'><body>it</body>" + child
            + "</message>").traits().mentions();
    }

    @ParameterizedTest
    @CsvSource({
        "'Ally: tea?', Ally, true", "'tea, ALLY', Ally, true", "'@ally!', Ally, true", "ally, Ally, true",
        "'finally', Ally, false", "'ally2', Ally, false", "'allying, or ally', Ally, true", "'Ally', 'Ally B', false",
        "'hi Ally B.', 'Ally B', true", "'(^_^) (^_^)?', (^_^), true", "'x_ally_x', Ally, true", "'太郎さん', 太郎, true", "'Zoë2', Zoë, false",
        "'', Ally, false"})
    void aNameIsFoundAsAWord(String text, String name, boolean found) {
        assertEquals(found, called(name).in(Mentions.NONE, text));
    }

    @Test
    void whoHasNoNameIsNotMentionedByWords() {
        assertFalse(called("", "  ", null).in(Mentions.NONE, "all of  you"));
        assertFalse(called("ally").in(Mentions.NONE, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:alice@example.org'/> | true",
        "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:alice@example.org/phone?message'/> | true",
        "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:tea@conference.example.org/Ally%20B'/> | true",
        "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:tea@conference.example.org'/> | false",
        "<reference xmlns='urn:xmpp:reference:0' type='data' uri='xmpp:alice@example.org'/> | false",
        "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:%zz@@'/> | false",
        "<reply xmlns='urn:xmpp:reply:0' to='tea@conference.example.org/ally b' id='1'/> | true",
        "<reply xmlns='urn:xmpp:reply:0' to='other@conference.example.org/ally b' id='1'/> | false",
        "<reply xmlns='urn:xmpp:reply:0' id='1'/> | false",
        "<mention xmlns='urn:xmpp:mentions:0' jid='alice@example.org'/> | true",
        "<mention xmlns='urn:xmpp:mentions:0' jid='alice@example.org' noping='true'/> | false",
        "<mention xmlns='urn:xmpp:mentions:0' mentions='urn:xmpp:mentions:0#channel'/> | true",
        "<mention xmlns='urn:xmpp:mentions:0' jid='bob@example.org'/> | false",
        "<mention xmlns='other' jid='alice@example.org'/> | false"})
    void elementsName(String child, boolean named) {
        assertEquals(named, called("Ally B").in(mentions(child), "no names here"), child);
    }

    @Test
    void aSenderCannotMakeUsKeepMoreThanAFew() {
        String one = "<mention xmlns='urn:xmpp:mentions:0' jid='%s@example.org'/>";
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            many.append(one.formatted("u" + i));
        }
        assertEquals(64, mentions(many.toString()).addresses().size());
        assertEquals(List.of(), mentions("<body>none</body>").addresses());
        assertTrue(mentions(one.formatted("alice") + many).addresses().contains(new JID("alice@example.org")));
    }
}
