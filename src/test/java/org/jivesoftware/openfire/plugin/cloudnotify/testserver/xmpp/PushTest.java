package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushTest {
    private static final String IQ = """
            <iq xmlns='jabber:component:accept' type='set' id='x1' from='chat.example' to='push.chat.example'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='n'><item><notification xmlns='urn:xmpp:push:0'>
            <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>
            <field var='message-count'><value>3</value></field><field var='last-message-body'><value>Hi &lt;3</value></field></x>
            </notification></item></publish><publish-options><x xmlns='jabber:x:data' type='submit'/></publish-options></pubsub></iq>""";

    @Test
    void readsWhatAPushSays() {
        Push push = Push.of(Xml.parse(IQ), 5);
        assertEquals("chat.example", push.from());
        assertEquals("push.chat.example", push.to());
        assertEquals("x1", push.id());
        assertEquals("n", push.node());
        assertEquals(3, push.messageCount());
        assertEquals("Hi <3", push.body());
        assertNull(push.sender());
        assertEquals("submit", push.publishOptions().element("x").attributeValue("type"));
        assertEquals(5, push.arrivalNanos());
    }

    @Test
    void otherStanzasAreNoPushes() {
        assertNull(Push.of(Xml.parse("<iq type='get' id='1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"), 0));
        assertNull(Push.of(Xml.parse("<message><body>Hello</body></message>"), 0));
    }

    @Test
    void answersAreAddressedToThePublisher() {
        Push push = Push.of(Xml.parse(IQ), 0);
        List<String> sent = new ArrayList<>();
        PushAnswer.twice(PushAnswer.result()).and(PushAnswer.error("gone", "cancel")).and(PushAnswer.never())
                .and(PushAnswer.resultFrom("evil.chat.example")).and(PushAnswer.resultWithId("y")).answer(push, sent::add);
        assertEquals(5, sent.size());
        assertEquals("chat.example", Xml.parse(sent.get(0)).attributeValue("to"));
        assertEquals(sent.get(0), sent.get(1));
        assertTrue(sent.get(2).contains("<gone"));
        assertEquals("evil.chat.example", Xml.parse(sent.get(3)).attributeValue("from"));
        assertEquals("y", Xml.parse(sent.get(4)).attributeValue("id"));
    }
}
