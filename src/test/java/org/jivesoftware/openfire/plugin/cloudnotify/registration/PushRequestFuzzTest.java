package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.fuzz.FuzzedElement;

/** Whatever a client sends as a request is refused in words, or stored and given back exactly. */
class PushRequestFuzzTest {

    private static final PushRequest.Limits LIMITS = new PushRequest.Limits(1_024, 8_192);

    @FuzzTest(maxDuration = "3m")
    void requests(FuzzedDataProvider data) throws DocumentException {
        Element element = FuzzedElement.of(data, data.consumeBoolean() ? "enable" : "disable", PushRequest.NAMESPACE);
        if (element == null) {
            return;
        }
        try {
            PushRequest request = PushRequest.read(element, "example.org", LIMITS, asked -> null);
            if (request instanceof PushRequest.Enable enable) {
                assertTrue(enable.node() == null || !enable.node().isEmpty() && enable.node().length() <= LIMITS.nodeLength());
                if (enable.options() != null) {
                    check(enable.options());
                }
            }
        } catch (Refusal e) {
            assertNotNull(e.error().getText());
        }
    }

    /** The form can be written, parsed and read again, by which nothing changes. */
    private static void check(PublishOptions options) throws DocumentException {
        assertTrue(options.size() <= LIMITS.optionsSize());
        assertEquals(options, PublishOptions.of(options.fields()));
        assertEquals(options, PublishOptions.parse(options.toForm()));
        assertEquals(options.fields().size(),
            PublishOptions.parse(DocumentHelper.parseText(options.toForm().asXML()).getRootElement()).fields().size());
    }
}
