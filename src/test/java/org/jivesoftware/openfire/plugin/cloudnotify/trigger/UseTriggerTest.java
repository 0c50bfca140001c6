package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import org.jivesoftware.openfire.plugin.cloudnotify.session.Attention;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shows that a user is at a device, and what a client sends by itself. */
class UseTriggerTest {

    private static final String STATES = "xmlns='http://jabber.org/protocol/chatstates'/>";

    private final Attention uses = mock(Attention.class);
    private final UseTrigger trigger = new UseTrigger(new StanzaReader("example.org"), uses);

    private void said(String type, String content) {
        trigger.said("alice", "desktop", Xml.message("<message type='" + type + "' from='alice@example.org/desktop' to='bob@example.net'>"
            + content + "</message>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<body>Hi</body>", "<composing " + STATES, "<active " + STATES, "<paused " + STATES,
        "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>", "<received xmlns='urn:xmpp:receipts' id='1'/><active " + STATES,
        "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>AA==</payload></encrypted>"})
    void byHand(String content) {
        said("chat", content);
        verify(uses).used("alice", "desktop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<gone " + STATES, "<received xmlns='urn:xmpp:receipts' id='1'/>",
        "<received xmlns='urn:xmpp:chat-markers:0' id='m1'/>", "<encrypted xmlns='eu.siacs.conversations.axolotl'/>",
        "<displayed xmlns='urn:example:other' id='m1'/>"})
    void byItself(String content) {
        said("chat", content);
        verify(uses, never()).used("alice", "desktop");
    }

    @Test
    void whatIsPublishedAsReadIsAndErrorsAreNot() {
        said("error", "<body>Hi</body><active " + STATES);
        verify(uses, never()).used("alice", "desktop");
        trigger.published("alice", "desktop");
        verify(uses).used("alice", "desktop");
    }
}
