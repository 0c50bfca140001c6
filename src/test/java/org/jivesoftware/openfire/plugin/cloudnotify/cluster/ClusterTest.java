package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Two nodes in one JVM with one database, over a network that delays, reorders and drops. */
class ClusterTest {

    private static final RegistrationKey PHONE = key("phone");
    private static final RegistrationKey TABLET = key("tablet");

    private final FakeScheduler time = new FakeScheduler();
    private final FakeStore store = new FakeStore();
    private final FakeHub hub = new FakeHub(time, 5);
    private final FakeNode one = new FakeNode(time, store, hub);
    private final FakeNode two = new FakeNode(time, store, hub);
    private final StanzaReader reader = new StanzaReader("chat.example");
    private long journeys;

    private static RegistrationKey key(String node) {
        return new RegistrationKey("alice", new JID("push.example.org"), node);
    }

    private static void enable(FakeNode node, RegistrationKey key) throws StoreException {
        node.registrations.enable(key, null, null, key.node(), null);
    }

    private Stanza chat(String body, Instant delay) {
        String stamp = delay == null ? "" : "<delay xmlns='urn:xmpp:delay' from='chat.example' stamp='" + delay + "'/>";
        return reader.read(Xml.message("<message type='chat' from='bob@chat.example/pc' to='alice@chat.example'><body>" + body + "</body>"
            + stamp + "</message>"));
    }

    private Stanza call() {
        return reader.read(Xml.message("<message type='chat' from='bob@chat.example/pc' to='alice@chat.example'>"
            + "<propose xmlns='urn:xmpp:jingle-message:0' id='call-1'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/>"
            + "</propose></message>"));
    }

    private Travelling travelling(Stanza stanza, Instant stamp) {
        return new Travelling(stanza, new Journey(++journeys, Origin.TRACED), stamp);
    }

    private void offline(FakeNode node, Stanza stanza) {
        node.occasions.accept(new Occasion(Trigger.OFFLINE, "alice", travelling(stanza, null), Occasion.ALL));
    }

    private void settle() {
        time.pass(Duration.ofSeconds(5));
    }

    @Test
    void aRegistrationIsSeenByTheOtherNode() throws StoreException {
        assertEquals(List.of(), two.registrations.of("alice"), "so that \"none\" is cached");
        enable(one, PHONE);
        settle();
        offline(two, chat("Hello", null));
        assertEquals(List.of("phone"), two.pushes);
    }

    @Test
    void aDisabledOneToo() throws StoreException {
        enable(one, PHONE);
        assertEquals(1, two.registrations.of("alice").size());
        IQ error = new IQ(IQ.Type.error, "x");
        error.getElement().addElement("error").addAttribute("type", "cancel").addElement("gone", "urn:ietf:params:xml:ns:xmpp-stanzas");
        one.reply = Reply.of(error, true);
        for (int i = 0; i < 3; i++) {
            offline(one, chat("Hello " + i, null));
        }
        settle();
        offline(two, chat("And you?", null));
        assertEquals(List.of(), two.pushes);
    }

    @Test
    void countsOfBothNodesAdd() throws StoreException {
        enable(one, PHONE);
        IQ error = new IQ(IQ.Type.error, "x");
        error.getElement().addElement("error").addAttribute("type", "cancel");
        one.reply = Reply.of(error, true);
        two.reply = one.reply;
        for (int i = 0; i < 16; i++) {
            offline(i % 2 == 0 ? one : two, chat("Hello " + i, null));
            settle();
        }
        assertTrue(store.row(PHONE).health().disabled());
        assertEquals(16, store.row(PHONE).health().errors());
    }

    @Test
    void whatIsLostHealsInFiveMinutes() throws StoreException {
        hub.lost = 1;
        assertEquals(List.of(), two.registrations.of("alice"));
        enable(one, PHONE);
        settle();
        offline(two, chat("Hello", null));
        assertEquals(List.of(), two.pushes, "lost");
        time.pass(Duration.ofMinutes(5));
        offline(two, chat("Hello again", null));
        assertEquals(List.of("phone"), two.pushes);
    }

    @Test
    void whenTheMembersChangeAllIsReadAnew() throws StoreException {
        hub.lost = 1;
        assertEquals(List.of(), two.registrations.of("alice"));
        enable(one, PHONE);
        hub.membersChange();
        offline(two, chat("Hello", null));
        assertEquals(List.of("phone"), two.pushes);
    }

    @Test
    void aStanzaThatTravelsOnThroughTheOtherNodeIsPushedOnce() throws StoreException {
        enable(one, PHONE);
        enable(one, TABLET);
        Stanza hello = chat("Hello", null);
        Instant queued = time.clock().instant();
        one.occasions.accept(new Occasion(Trigger.HIBERNATED, "alice", travelling(hello, queued), Occasion.ALL));
        assertEquals(List.of("phone", "tablet"), one.pushes);
        time.pass(Duration.ofHours(2));
        offline(two, chat("Hello", queued));
        assertEquals(List.of(), two.pushes);
        offline(two, chat("Hello", null));
        assertEquals(List.of("phone", "tablet"), two.pushes, "another message that says the same");
    }

    @Test
    void aStanzaThatWasStoredThereAndComesWithItsDelay() throws StoreException {
        enable(one, PHONE);
        enable(one, TABLET);
        Instant about = time.clock().instant();
        offline(one, chat("Hello", null));
        time.pass(Duration.ofMinutes(10));
        offline(two, chat("Hello", about.minusMillis(40)));
        assertEquals(List.of(), two.pushes);
    }

    @Test
    void aCallIsPushedByTheNodeThatRoutesIt() throws StoreException {
        enable(one, PHONE);
        enable(one, TABLET);
        hub.longest = Duration.ofSeconds(2);
        // At the same moment, before either can know of the other.
        for (Trigger trigger : List.of(Trigger.CALL, Trigger.HIBERNATED, Trigger.ACK_DELAY, Trigger.OFFLINE)) {
            two.occasions.accept(new Occasion(trigger, "alice", travelling(call(), time.clock().instant()), Occasion.ALL));
        }
        one.calls.accept(new Occasion(Trigger.CALL, "alice", travelling(call(), null), Occasion.ALL));
        assertEquals(List.of("phone", "tablet"), one.pushes);
        settle();
        two.calls.accept(new Occasion(Trigger.CALL, "alice", travelling(call(), null), Occasion.ALL));
        assertEquals(List.of(), two.pushes);
    }

    @Test
    void withoutAClusterNothingIsSentAndCallsAreNotLeftToAnybody() throws StoreException {
        hub.clustered = false;
        enable(one, PHONE);
        one.occasions.accept(new Occasion(Trigger.CALL, "alice", travelling(call(), null), Occasion.ALL));
        settle();
        assertEquals(List.of("phone"), one.pushes);
        assertEquals(0, hub.sent);
    }

    @Test
    void aDeviceThatComesOnlineAtOneNodeIsNotPushedToFromTheOther() throws StoreException {
        enable(one, PHONE);
        IQ away = new IQ(IQ.Type.error, "x");
        away.getElement().addElement("error").addAttribute("type", "cancel")
            .addElement("service-unavailable", "urn:ietf:params:xml:ns:xmpp-stanzas");
        one.reply = Reply.of(away, false);
        offline(one, chat("Hello", null));
        assertEquals(1, one.outbox.size());
        two.online(PHONE);
        time.pass(Duration.ofSeconds(1));
        assertEquals(0, one.outbox.size());
    }

    @Test
    void anImportantPushIsToldToTheNodeOfTheSession() throws StoreException {
        enable(one, PHONE);
        offline(one, chat("Hello", null));
        settle();
        assertEquals(List.of(PHONE), two.pushedElsewhere);
        assertEquals(List.of(), one.pushedElsewhere);
    }

    @Test
    void aStormOfChangesIsFewMails() throws StoreException {
        for (int i = 0; i < 1_000; i++) {
            enable(one, PHONE);
        }
        settle();
        assertEquals(1, hub.sent);
    }

    @Test
    void moreThanCanWaitBecomesEverything() throws StoreException {
        for (int i = 0; i < 2 * Post.MAX_WAITING; i++) {
            one.cluster.changed("user" + i);
        }
        assertEquals(List.of(), two.registrations.of("alice"));
        enable(one, PHONE);
        settle();
        offline(two, chat("Hello", null));
        assertEquals(List.of("phone"), two.pushes);
        assertTrue(hub.sent <= 12, "mails: " + hub.sent);
    }

    /** Whatever the network does: in the end both nodes know what the database knows. */
    @Test
    void inTheEndBothKnowTheSame() throws StoreException {
        Random random = new Random(17);
        hub.longest = Duration.ofSeconds(3);
        hub.lost = 0.3;
        for (int round = 0; round < 500; round++) {
            FakeNode node = random.nextBoolean() ? one : two;
            String user = "user" + random.nextInt(5);
            RegistrationKey key = new RegistrationKey(user, new JID("push.example.org"), "n" + random.nextInt(3));
            switch (random.nextInt(4)) {
                case 0, 1 -> node.registrations.enable(key, null, null, "phone", null);
                case 2 -> node.registrations.remove(key);
                default -> node.registrations.of(user);
            }
            time.pass(Duration.ofMillis(random.nextInt(500)));
        }
        time.pass(Duration.ofMinutes(5).plusSeconds(10));
        for (int i = 0; i < 5; i++) {
            String user = "user" + i;
            List<String> stored = nodes(store.load(user).stream().map(each -> each.key().node()).toList());
            assertEquals(stored, nodes(one.registrations.of(user).stream().map(each -> each.key().node()).toList()));
            assertEquals(stored, nodes(two.registrations.of(user).stream().map(each -> each.key().node()).toList()));
        }
    }

    private static List<String> nodes(List<String> nodes) {
        return nodes.stream().sorted().toList();
    }
}
