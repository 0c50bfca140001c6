package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Message;

/** XEP-0357 §8: a service withdraws. */
class RemoteDisablingTest {

    private static final String GOOD = "<message from='push.example.org' to='alice@chat.example'>"
        + "<pubsub xmlns='http://jabber.org/protocol/pubsub' node='node-alice'>"
        + "<affiliation jid='alice@chat.example' affiliation='none'/></pubsub></message>";

    private final DeliveryRig rig = new DeliveryRig();
    private final List<Message> ordinary = new ArrayList<>();
    private final RemoteDisabling disabling = new RemoteDisabling("chat.example", rig.registrations, rig.lanes, ordinary::add);
    private final RegistrationKey alice = rig.enable("alice");

    private static Message message(String xml) {
        try {
            return new Message(new SAXReader().read(new StringReader(xml)).getRootElement(), true);
        } catch (org.dom4j.DocumentException e) {
            throw new AssertionError(xml, e);
        }
    }

    @Test
    void removesAndIsSwallowed() {
        assertTrue(disabling.swallows(message(GOOD)));
        assertNull(rig.store.row(alice));
        assertTrue(ordinary.isEmpty());
    }

    @Test
    void alsoWhenTheRegistrationsAreNotInMemory() {
        rig.registrations.forget("alice");
        assertTrue(disabling.swallows(message(GOOD)));
        assertNull(rig.store.row(alice));
        assertTrue(ordinary.isEmpty());
    }

    @Test
    void ofAnotherUserOrNodeItIsOrdinaryAlsoWhenNotInMemory() {
        rig.registrations.forget("alice");
        Message other = message(GOOD.replace("'node-alice'", "'another'"));
        assertTrue(disabling.swallows(other), "for the moment");
        assertEquals(1, ordinary.size());
        assertEquals(other.toXML(), ordinary.get(0).toXML());
        assertFalse(disabling.swallows(other), "now that they are in memory");
        assertNotNull(rig.store.row(alice));
    }

    @Test
    void withoutANodeItMeansTheRegistrationWithoutANode() {
        RegistrationKey bare = rig.enable("alice", DeliveryRig.SERVICE, null);
        assertTrue(disabling.swallows(message(GOOD.replace(" node='node-alice'", ""))));
        assertNull(rig.store.row(bare));
        assertNotNull(rig.store.row(alice));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "from='push.example.org'|from='evil.example.org'",
        "from='push.example.org'|from='push.example.org/x'",
        "from='push.example.org'|from='x@push.example.org'",
        "from='push.example.org'|from='alice@chat.example/phone'",
        "from='push.example.org'|",
        "to='alice@chat.example'|to='alice@chat.example/phone'",
        "to='alice@chat.example'|to='bob@chat.example'",
        "to='alice@chat.example'|to='alice@other.example'",
        "to='alice@chat.example'|",
        "jid='alice@chat.example'|jid='bob@chat.example'",
        "jid='alice@chat.example'|jid='alice@chat.example/phone'",
        "jid='alice@chat.example'|jid='@@@'",
        "jid='alice@chat.example'|",
        "affiliation='none'|affiliation='member'",
        "affiliation='none'|",
        "http://jabber.org/protocol/pubsub|http://jabber.org/protocol/pubsub#event",
        "node='node-alice'|node='node-bob'",
        "<message|<message type='error'"})
    void whateverElseIsAnOrdinaryMessage(String change) {
        String[] parts = change.split("\\|", 2);
        assertFalse(disabling.swallows(message(GOOD.replace(parts[0], parts[1]))));
        assertNotNull(rig.store.row(alice));
    }

    @Test
    void withTheDatabaseDownItIsSwallowedAllTheSame() {
        rig.store.down = true;
        assertTrue(disabling.swallows(message(GOOD)));
        assertNotNull(rig.store.row(alice));
    }

    @Test
    void depthAndSizeDoNotMatter() {
        Message message = message(GOOD);
        Element deep = message.getElement().addElement("pubsub", "http://jabber.org/protocol/pubsub");
        for (int i = 0; i < 10_000; i++) {
            deep = deep.addElement("affiliation", "http://jabber.org/protocol/pubsub");
        }
        for (int i = 0; i < 50_000; i++) {
            message.getElement().addElement("junk");
        }
        assertNotNull(RemoteDisabling.revoked(message, "chat.example"));
        Message huge = message(GOOD.replace("node-alice", "x".repeat(1_000_000)));
        assertFalse(disabling.swallows(huge));
    }

    /** Whatever strings stand anywhere: no exception, and nothing removed unless all of it is right. */
    @Test
    void randomMessages() {
        Random random = new Random(11);
        String[] texts = {"push.example.org", "alice@chat.example", "none", "node-alice", "", "\u0001", "\ud800", "a@", "@b", "/",
            "alice@chat.example/\ud83d\ude00", "null", "'\"<>&", "x".repeat(2_000), "http://jabber.org/protocol/pubsub"};
        int removals = 0;
        for (int i = 0; i < 20_000; i++) {
            Message message = new Message();
            attribute(message.getElement(), "from", texts, random);
            attribute(message.getElement(), "to", texts, random);
            Element pubsub = message.getElement().addElement("pubsub",
                random.nextInt(4) == 0 ? "urn:x" : "http://jabber.org/protocol/pubsub");
            attribute(pubsub, "node", texts, random);
            Element affiliation = pubsub.addElement("affiliation");
            attribute(affiliation, "jid", texts, random);
            attribute(affiliation, "affiliation", texts, random);
            RegistrationKey key = RemoteDisabling.revoked(message, "chat.example");
            if (key != null) {
                assertEquals("alice", key.username());
                assertEquals(message.getFrom(), key.service());
                removals++;
            }
        }
        assertTrue(removals > 0);
    }

    private static void attribute(Element element, String name, String[] texts, Random random) {
        if (random.nextInt(8) > 0) {
            element.addAttribute(name, texts[random.nextInt(random.nextBoolean() ? 4 : texts.length)]);
        }
    }
}
