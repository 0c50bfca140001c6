package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ErrorOfRelay;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** A service that did not work for one node, and what another node knows of it (docs/behaviour.md §4 and §12). */
class ClusterServicesTest {

    private static final JID SERVICE = new JID("push.example.org");
    private static final RegistrationKey PHONE = new RegistrationKey("alice", SERVICE, "phone");
    private static final RegistrationKey OTHER = new RegistrationKey("carol", SERVICE, "carol");

    private final FakeScheduler time = new FakeScheduler();
    private final FakeStore store = new FakeStore();
    private final FakeHub hub = new FakeHub(time, 5);
    private final FakeNode one = new FakeNode(time, store, hub);
    private final FakeNode two = new FakeNode(time, store, hub);
    private final StanzaReader reader = new StanzaReader("chat.example");
    private long journeys;
    private int tried;

    @BeforeEach
    void theServiceIsAwayForOneNodeWhichKnowsItByNow() throws StoreException {
        time.pass(Duration.ofMillis(1));
        one.registrations.enable(PHONE, null, null, "phone", null);
        one.registrations.enable(OTHER, null, null, "carol", null);
        time.pass(Duration.ofSeconds(1));
        IQ away = new IQ(IQ.Type.error, "x");
        away.getElement().addElement("error").addAttribute("type", "cancel")
            .addElement("service-unavailable", "urn:ietf:params:xml:ns:xmpp-stanzas");
        two.reply = Reply.of(away, false);
        message(two, "alice");
        time.pass(Duration.ofSeconds(20));
        assertTrue(two.courier.service(PushService.of("push.example.org")).openFor().compareTo(Duration.ofMinutes(1)) >= 0);
        tried = two.pushes.size();
    }

    private void message(FakeNode node, String user) {
        Travelling message = new Travelling(reader.read(Xml.message("<message type='chat' from='bob@chat.example/pc' to='" + user
            + "@chat.example'><body>Hello " + journeys + "</body></message>")), new Journey(++journeys, Origin.TRACED), null);
        node.occasions.accept(new Occasion(Trigger.OFFLINE, user, message, Occasion.ALL));
    }

    private void itWorksForTheOtherToo() {
        two.reply = Reply.RESULT;
        time.pass(Duration.ofSeconds(5));
        assertEquals(tried, two.pushes.size(), "it waits for its time");
    }

    private void assertWhatWaitedIsOut() {
        time.pass(Duration.ofSeconds(1));
        assertEquals(tried + 1, two.pushes.size());
        message(two, "alice");
        time.pass(Duration.ofSeconds(1));
        assertEquals(tried + 2, two.pushes.size(), "and nothing waits any more");
    }

    @Test
    void anAcceptedPushOfAnotherNodeHasItTriedAtOnce() {
        itWorksForTheOtherToo();
        message(one, "carol");
        assertWhatWaitedIsOut();
    }

    @Test
    void soDoesAnAcceptedTestOfAnotherNode() {
        itWorksForTheOtherToo();
        one.courier.test(OTHER, Trigger.TEST);
        assertWhatWaitedIsOut();
    }

    @Test
    void soDoesItsConnectionToAnotherNode() {
        itWorksForTheOtherToo();
        one.courier.connected("push.example.org");
        assertWhatWaitedIsOut();
    }

    @Test
    void soDoesTheEndOfAnotherNodesOwnTrouble() {
        one.reply = two.reply;
        message(one, "carol");
        time.pass(Duration.ofSeconds(20));
        itWorksForTheOtherToo();
        one.reply = Reply.RESULT;
        one.courier.test(OTHER, Trigger.TEST);
        assertWhatWaitedIsOut();
    }

    /** For which its pauses grew, and after which nobody who is connected to the other half connects anew. */
    @Test
    void soDoesTheEndOfASplit() {
        hub.split(two.network);
        time.pass(Duration.ofMinutes(10));
        tried = two.pushes.size();
        itWorksForTheOtherToo();
        hub.merge();
        assertWhatWaitedIsOut();
    }

    @Test
    void whereTheWayFromThereIsWhatDoesNotWorkItIsNotTriedForEachPushElsewhere() {
        for (int i = 0; i < 20; i++) {
            message(one, "carol");
            time.pass(Duration.ofSeconds(1));
        }
        assertEquals(tried + 1, two.pushes.size());
        assertTrue(two.courier.service(PushService.of("push.example.org")).openFor().compareTo(Duration.ofMinutes(1)) >= 0);
    }

    /** Only the node that sent a message knows what its error answers, and it may come to any. */
    @Test
    void anErrorThatNobodyWaitsForHereIsToldToTheOthersOnce() {
        List<ErrorOfRelay> told = new ArrayList<>();
        for (FakeNode each : List.of(one, two)) {
            each.services.addListener(new ServiceListener() {
                @Override
                public void fails(PushService service, Where where) {
                    // Not of interest.
                }

                @Override
                public void works(PushService service, Where where) {
                    // Not of interest.
                }

                @Override
                public void unclaimed(ErrorOfRelay error, Where where) {
                    assertEquals(each == one ? Where.HERE : Where.ELSEWHERE, where);
                    told.add(error);
                }
            });
        }
        ErrorOfRelay error = new ErrorOfRelay("id", SERVICE, new Reply(Reply.Kind.DEAD, "gone", false));
        one.services.unclaimed(error, Where.HERE);
        time.pass(Duration.ofSeconds(2));
        assertEquals(List.of(error, error), told);
    }
}
