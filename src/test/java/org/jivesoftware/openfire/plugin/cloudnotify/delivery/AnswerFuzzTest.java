package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.fuzz.FuzzedElement;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;

/** Whatever a service answers, or says of its own accord, is understood or passed over. */
class AnswerFuzzTest {

    @FuzzTest(maxDuration = "3m")
    void answers(FuzzedDataProvider data) {
        boolean reachable = data.consumeBoolean();
        Element element = FuzzedElement.of(data, "iq", "");
        if (element == null) {
            return;
        }
        IQ iq;
        try {
            iq = new IQ(element);
            iq.getType();
        } catch (IllegalArgumentException e) {
            return;
        }
        Reply reply = Reply.of(iq, reachable);
        assertNotNull(reply.kind());
        assertNotNull(reply.condition());
    }

    @FuzzTest(maxDuration = "3m")
    void revocations(FuzzedDataProvider data) {
        Element element = FuzzedElement.of(data, "message", "");
        if (element == null) {
            return;
        }
        Message message;
        try {
            message = new Message(element);
        } catch (IllegalArgumentException e) {
            return;
        }
        RegistrationKey key = RemoteDisabling.revoked(message, "example.org");
        if (key != null) {
            assertEquals(message.getFrom(), key.service());
            assertEquals(message.getTo().getNode(), key.username());
        }
    }
}
