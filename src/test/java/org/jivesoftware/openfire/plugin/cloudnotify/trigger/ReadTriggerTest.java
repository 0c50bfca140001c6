package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Read;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Wanted;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** By what a user's own device shows that it has read a chat, and who is told (docs/behaviour.md §11). */
class ReadTriggerTest {

    private static final String TO_FRIEND = "<message type='chat' from='user@example.org/desktop' to='friend@example.net/home'>";

    private static final String MARKERS = "urn:xmpp:mds:displayed:0";
    private static final String PUBLISH = "<iq type='set' from='user@example.org/desktop' id='p'>"
        + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='%s'><item id='tea@rooms.example.org'>"
        + "<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='tea@rooms.example.org' id='r7'/>"
        + "</displayed></item></publish></pubsub></iq>";

    private final AppFeatures features = new AppFeatures();
    private final Settings settings = mock(Settings.class);
    private final Registrations registrations = mock(Registrations.class);
    private final Outbox outbox = mock(Outbox.class);
    private final List<Read> read = new ArrayList<>();
    private final List<Cause> told = new ArrayList<>();
    private RegistrationKey connected;
    private boolean clustered;
    private final QueuedLanes lanes = new QueuedLanes();
    private final DeviceEvents devices = new DeviceEvents();
    private final ReadTrigger trigger = new ReadTrigger("example.org", settings, features.encryption(), new StanzaReader("example.org"),
        registrations, lanes, (delay, work) -> { }, outbox, key -> key.equals(connected), devices, () -> clustered);

    @BeforeEach
    void aPhoneWithSomethingUnread() throws Exception {
        Registration phone = new Registration(new RegistrationKey("user", new JID("push.example.com"), "phone"), null,
            features.reader().read(
            DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0'><encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>"
                + "MDEyMzQ1Njc4OWFiY2RlZg==</encrypt></enable>").getRootElement()), "phone", null, null, Instant.EPOCH, Instant.EPOCH,
                Health.GOOD);
        when(registrations.known("user")).thenReturn(List.of(phone));
        when(registrations.of("user")).thenReturn(List.of(phone));
        when(outbox.tells(phone.key())).thenReturn(true);
        when(outbox.read(any(), any())).thenAnswer(call -> read.add(call.getArgument(1)) ? 1 : 0);
        org.mockito.Mockito.doAnswer(call -> told.add(call.getArgument(1))).when(outbox)
            .offer(any(), any(), org.mockito.ArgumentMatchers.anyBoolean());
        when(settings.get(Settings.BADGE_RESET)).thenReturn(Wanted.ASKED);
    }

    @Test
    void aMarkerReadsUpToWhatItNames() {
        trigger.said("user", Xml.message(TO_FRIEND + "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/></message>"));
        assertEquals(List.of(new Read("friend@example.net", "m1")), read);
        assertEquals(Trigger.READ, told.get(0).trigger());
    }

    /** A chat that is open at a desktop is marked within milliseconds. */
    @Test
    void aMarkerThatIsSeenBeforeTheDecisionAboutWhatItMarksCounts() {
        when(outbox.tells(any())).thenReturn(false);
        lanes.hold();
        lanes.execute("user", () -> when(outbox.tells(any())).thenReturn(true));
        trigger.said("user", Xml.message(TO_FRIEND + "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/></message>"));
        trigger.published("user", Xml.iq(PUBLISH.formatted(MARKERS)));
        trigger.said("user", Xml.message(TO_FRIEND + "<body>Nothing was unread when this was said.</body></message>"));
        lanes.release();
        assertEquals(List.of(new Read("friend@example.net", "m1"), new Read("tea@rooms.example.org", "r7")), read);
    }

    @Test
    void aFloodOfMarkersTakesOneTurnAtATimeAndTheOthersOfTheLaneTheirs() {
        List<String> order = new ArrayList<>();
        lanes.hold();
        IntStream.range(0, 12_000).forEach(i -> trigger.said("user", Xml.message(TO_FRIEND
            + "<displayed xmlns='urn:xmpp:chat-markers:0' id='m" + i + "'/></message>")));
        IntStream.range(0, 12_000).forEach(i -> trigger.published("user", Xml.iq(PUBLISH.formatted(MARKERS))));
        IntStream.range(0, 12_000).forEach(i -> trigger.read("user", "friend@example.net", "m" + i, Where.ELSEWHERE));
        assertEquals(1, lanes.given());
        lanes.execute("other", () -> order.add("after " + read.size()));
        lanes.release();
        assertEquals(List.of("after 1"), order);
        assertTrue(read.size() < 1_000, read.size() + " waited");
        trigger.said("user", Xml.message(TO_FRIEND + "<displayed xmlns='urn:xmpp:chat-markers:0' id='last'/></message>"));
        assertEquals(new Read("friend@example.net", "last"), read.get(read.size() - 1), "there is room again");
    }

    @Test
    void aMessageReadsAllAndATypingNotificationNothing() {
        trigger.said("user", Xml.message(TO_FRIEND + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>"));
        assertEquals(List.of(), read);
        trigger.said("user", Xml.message(TO_FRIEND + "<body>Hi</body></message>"));
        assertEquals(List.of(new Read("friend@example.net", null)), read);
    }

    @Test
    void whatIsPublishedReadsTheChatsThatItNames() {
        trigger.published("user", Xml.iq(PUBLISH.formatted("urn:xmpp:bookmarks:1")));
        assertEquals(List.of(), read);
        assertTrue(ReadTrigger.publishes(Xml.iq(PUBLISH.formatted(MARKERS))));
        trigger.published("user", Xml.iq(PUBLISH.formatted(MARKERS)));
        assertEquals(List.of(new Read("tea@rooms.example.org", "r7")), read);
    }

    @Test
    void whatIsNoMarkerIsNone() {
        for (String item : List.of("<item/>",
            "<item id='@'><displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' id='1'/>"
            + "</displayed></item>", "<item id='a@b'><displayed xmlns='urn:xmpp:mds:displayed:0'/></item>")) {
            trigger.published("user", Xml.iq("<iq type='set' from='user@example.org/desktop' id='p'>"
                + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mds:displayed:0'>"
                + item + "</publish></pubsub></iq>"));
        }
        assertEquals(List.of(), read);
        assertFalse(ReadTrigger.publishes(Xml.iq("<iq type='get' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'/></iq>")));
    }

    @Test
    void whoIsConnectedOrNotWantedIsNotTold() {
        connected = registrations.known("user").get(0).key();
        trigger.said("user", Xml.message(TO_FRIEND + "<body>Hi</body></message>"));
        connected = null;
        when(settings.get(Settings.BADGE_RESET)).thenReturn(Wanted.NEVER);
        trigger.said("user", Xml.message(TO_FRIEND + "<body>Hi</body></message>"));
        assertEquals(2, read.size());
        assertEquals(List.of(), told);
    }
}
