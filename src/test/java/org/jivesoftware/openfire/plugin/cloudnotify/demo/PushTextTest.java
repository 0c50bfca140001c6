package org.jivesoftware.openfire.plugin.cloudnotify.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;
import org.junit.jupiter.api.Test;

class PushTextTest {

    @Test
    void saysWhatThePushSays() {
        assertEquals("In words: the app server may wake the device \"phone\", for which one message waits. "
                + "The device may show: \"New Message!\". Who wrote is not said.",
                PushText.sentence(push(Map.of("message-count", "1", "last-message-body", "New Message!"))));
        assertEquals("In words: the app server may wake the device \"phone\", for which 2 messages wait. The sender is bob@chat.example.",
                PushText.sentence(push(Map.of("message-count", "2", "last-message-sender", "bob@chat.example"))));
        assertEquals("In words: the app server may wake the device \"phone\". Who wrote is not said.", PushText.sentence(push(Map.of())));
    }

    @Test
    void indentsTheStanza() {
        String text = PushText.xml(push(Map.of()));
        assertTrue(text.contains("\n  <pubsub"), text);
    }

    private static Push push(Map<String, String> summary) {
        return new Push("chat.example", "push.chat.example", "1", "phone", null, summary, null, 0,
                Xml.parse("<iq type='set' id='1'><pubsub xmlns='http://jabber.org/protocol/pubsub'/></iq>"));
    }
}
