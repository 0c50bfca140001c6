package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.fuzz.FuzzedElement;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Attention;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.mockito.MockSettings;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Whatever a client says or publishes, nothing fails of what looks for read markers in it. */
class MarkerFuzzTest {

    /** Ones that remember their calls grow slower with each. */
    private static final MockSettings STUB = withSettings().stubOnly();

    private final Registrations registrations = mock(Registrations.class, STUB);
    private final Outbox outbox = mock(Outbox.class, STUB);
    private final ReadTrigger trigger = new ReadTrigger("example.org", mock(Settings.class, STUB), new AppFeatures().encryption(),
        new StanzaReader("example.org"), registrations, (user, work) -> {
            work.run();
            return true;
        }, (delay, work) -> { }, outbox, key -> false, new DeviceEvents(), () -> true);
    private final UseTrigger uses = new UseTrigger(new StanzaReader("example.org"), mock(Attention.class, STUB));

    MarkerFuzzTest() throws StoreException {
        when(registrations.of("alice")).thenReturn(List.of(new Registration(new RegistrationKey("alice", new JID("push.example"), "n"),
            null, "phone", null, Instant.EPOCH, Instant.EPOCH, Health.GOOD)));
        when(outbox.tells(any())).thenReturn(true);
    }

    @FuzzTest(maxDuration = "3m")
    void markers(FuzzedDataProvider data) throws Exception {
        boolean message = data.consumeBoolean();
        Element element = FuzzedElement.of(data, message ? "message" : "iq", "");
        if (element == null || !jid(element.attributeValue("to")) || !jid(element.attributeValue("from"))) {
            return;
        }
        if (message) {
            Message said = new Message(element, true);
            trigger.said("alice", said);
            uses.said("alice", "phone", said);
        } else {
            IQ request = new IQ(element, true);
            ReadTrigger.publishes(request);
            trigger.published("alice", request);
        }
    }

    /** Openfire routes nothing else, and makes no packet of it. */
    private static boolean jid(String text) {
        try {
            return text == null || new JID(text).getDomain() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
