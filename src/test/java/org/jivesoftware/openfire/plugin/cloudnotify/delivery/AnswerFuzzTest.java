package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.fuzz.FuzzedElement;
import org.xmpp.packet.IQ;

/** Whatever a service answers is understood or passed over. */
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
}
