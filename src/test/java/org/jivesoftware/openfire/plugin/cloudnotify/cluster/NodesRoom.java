package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.junit.jupiter.api.BeforeEach;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Two nodes, and what is asked of them. */
abstract class NodesRoom {

    static final RegistrationKey PHONE = new RegistrationKey("alice", new JID("push.example.org"), "phone");

    final FakeScheduler time = new FakeScheduler();
    final FakeStore store = new FakeStore();
    final FakeHub hub = new FakeHub(time, 5);
    final FakeNode one = new FakeNode(time, store, hub);
    final FakeNode two = new FakeNode(time, store, hub, "1.2.0");
    final StanzaReader reader = new StanzaReader("chat.example");
    final List<Boolean> answers = new ArrayList<>();
    long journeys;

    @BeforeEach
    void nodesMeet() {
        time.pass(Duration.ofMillis(1));
    }

    static void enable(FakeNode node) throws StoreException {
        node.registrations.enable(PHONE, null, null, "phone", null);
    }

    void offline(FakeNode node) {
        Travelling message = new Travelling(reader.read(Xml.message("<message type='chat' from='bob@chat.example/pc'"
            + " to='alice@chat.example'><body>Hello " + journeys + "</body></message>")), new Journey(++journeys, Origin.TRACED), null);
        node.occasions.accept(new Occasion(Trigger.OFFLINE, "alice", message, Occasion.ALL));
        time.pass(Duration.ofMillis(100));
    }

    void serviceIsAway(FakeNode node) {
        IQ away = new IQ(IQ.Type.error, "x");
        away.getElement().addElement("error").addAttribute("type", "cancel")
            .addElement("service-unavailable", "urn:ietf:params:xml:ns:xmpp-stanzas");
        node.reply = Reply.of(away, false);
    }

    void ask(FakeNode node) {
        node.cluster.whenKnown("alice", () -> answers.add(true));
    }
}
