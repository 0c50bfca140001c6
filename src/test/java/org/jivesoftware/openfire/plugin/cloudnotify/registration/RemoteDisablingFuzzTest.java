package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.fuzz.FuzzedElement;
import org.xmpp.packet.Message;

/** Whatever a service says of its own accord is understood or passed over. */
class RemoteDisablingFuzzTest {

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
