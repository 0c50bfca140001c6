package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.fuzz.FuzzedElement;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.xmpp.packet.JID;

/** Whatever an app asks for is refused in words, or kept as a text that means the same when it is read again. */
class FeatureFuzzTest {

    private final AppFeatures features = new AppFeatures();

    @FuzzTest(maxDuration = "3m")
    void wishes(FuzzedDataProvider data) throws DocumentException {
        Element enable = FuzzedElement.of(data, "enable", "urn:xmpp:push:0");
        if (enable == null) {
            return;
        }
        try {
            Wishes wishes = features.reader().read(enable);
            Wishes again = Wishes.read(wishes == null ? null : wishes.stored());
            assertEquals(wishes, again);
            Registration registration = new Registration(new RegistrationKey("ann", new JID("push.example"), "n"), null, again, "phone",
                null, null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
            assertEquals(features.muted().read(enable), features.muted().of(registration));
            assertEquals(features.groupchatFilter().read(enable), features.groupchatFilter().of(registration));
            assertEquals(features.encryption().read(enable), features.encryption().of(registration));
            assertEquals(Boolean.TRUE.equals(features.away().read(enable)), features.away().asked(registration));
            assertTrue(features.asked(registration).size() <= 7);
        } catch (Refusal e) {
            assertNotNull(e.error().getText());
        }
    }
}
