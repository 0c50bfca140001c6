package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.MessageIds;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What apps asked for in their {@code <enable/>} is done (docs/behaviour.md §10). */
class WishesTest {

    private static final String ENCRYPT = "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>MDEyMzQ1Njc4OWFiY2RlZg==</encrypt>";
    private static final String JINGLE = "<jingle xmlns='tigase:push:jingle:0'/>";

    private final NotificationRoom room = new NotificationRoom();

    private void phoneAsksFor(String children) {
        try {
            phoneHas(new AppFeatures().reader().read(DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0'>" + children + "</enable>")
                .getRootElement()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void phoneHas(Wishes wishes) {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        room.stored.set(0, new Registration(new RegistrationKey(NotificationRoom.USER, new JID("push.example.com"), "phone"), null, wishes,
            "phone",
            null, null, then, then, Health.GOOD));
        room.registrations.forget(NotificationRoom.USER);
    }

    private Push pushed(Stanza stanza) {
        room.forgetWhatHappened();
        room.duePhone(Trigger.OFFLINE, stanza);
        return room.pushed.isEmpty() ? null : room.pushed.get(0);
    }

    private Outcome stopped(Stanza stanza) {
        assertNull(pushed(stanza));
        return room.outcomes().get(0);
    }

    private Stanza groupchat(String body) {
        return room.reader.read(Xml.message("<message from='tea@rooms.example.org/Bob' to='user@example.org/phone' type='groupchat'><body>"
            + body + "</body></message>"));
    }

    /** A browser shows something for each push. */
    @Test
    void whatOnlyWakesIsNotPushedToEndpoints() {
        room.setting("merge-window", "0");
        Stanza receipt = room.read("<received xmlns='urn:xmpp:receipts' id='m'/>");
        phoneAsksFor("<priority xmlns='tigase:push:priority:0'/>");
        assertNotNull(pushed(receipt));
        phoneHas(Wishes.of(Map.of("endpoint", "")));
        assertEquals(Outcome.UNIMPORTANT, stopped(room.read("<received xmlns='urn:xmpp:receipts' id='n'/>")));
        assertNotNull(pushed(room.chat("Hi")));
    }

    /** Clients of Push 2.0 say for what they are pushed to. */
    @Test
    void whoWantsImportantPushesOnlyIsNotWoken() {
        room.setting("merge-window", "0");
        phoneHas(Wishes.of(Map.of("important-only", "")));
        assertEquals(Outcome.UNIMPORTANT, stopped(room.read("<received xmlns='urn:xmpp:receipts' id='n'/>")));
        assertNotNull(pushed(room.chat("Hi")));
    }

    @Test
    void whoWantsNoContentGetsNoneAndItsPushesMerge() {
        room.setting("with-body", "true");
        phoneHas(Wishes.of(Map.of("contentless", "", "jingle", "")));
        for (int i = 0; i < 3; i++) {
            room.duePhone(Trigger.OFFLINE, room.chat("Hi " + i));
        }
        assertEquals(1, room.pushed.size());
        assertNull(room.pushed.get(0).letter());
        assertEquals("New Message!", room.pushed.get(0).summary().lastMessageBody());
        room.time.pass(Duration.ofMinutes(1));
        assertEquals(2, room.pushed.size());
        phoneHas(Wishes.of(Map.of("jingle", "")));
        assertEquals("Hi you", pushed(room.chat("Hi you")).summary().lastMessageBody());
    }

    @Test
    void whoUnderstandsEnvelopesIsToldByWhatTheMessageIsKnown() {
        room.setting("merge-window", "0");
        phoneHas(Wishes.of(Map.of("push2", " ", "relay-keys", "a b")));
        assertEquals(new MessageIds("m1", List.of(new MessageIds.Given("user@example.org", "a1"))), idsOf("Hi"));
        phoneHas(Wishes.of(Map.of("relay-keys", "a b")));
        assertEquals(MessageIds.NONE, idsOf("Hi again"));
    }

    private MessageIds idsOf(String body) {
        Stanza stanza = room.reader.read(Xml.message("<message from='friend@example.net/home' to='user@example.org' type='chat' id='m1'>"
            + "<body>" + body + "</body><stanza-id xmlns='urn:xmpp:sid:0' by='user@example.org' id='a1'/>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' by='mallory@example.net' id='x'/></message>"));
        return pushed(stanza).letter().ids();
    }

    @Test
    void aChatMayPushByMentionsByRepliesOrByBoth() {
        room.setting("merge-window", "0");
        for (String chat : List.of("tea@rooms.example.org", "friend@example.net")) {
            boolean group = chat.startsWith("tea");
            String beginning = "<message from='" + chat + "/Bob' to='user@example.org/phone' type='" + (group ? "groupchat" : "chat")
                + "'>";
            String named = beginning + "<body>Well, user: tea?</body></message>";
            String reply = beginning + "<body>Yes</body><reply xmlns='urn:xmpp:reply:0' to='user@example.org' id='r'/></message>";
            String reference = beginning + "<body>Look</body><reference xmlns='urn:xmpp:reference:0' type='mention'"
                + " uri='xmpp:user@example.org'/></message>";
            String neither = beginning + "<body>No</body><reply xmlns='urn:xmpp:reply:0' to='eve@example.org' id='r'/></message>";
            phoneHas(Wishes.of(Map.of("named-only", "a@example.org\n" + chat)));
            pushes(true, named, reference);
            pushes(false, reply, neither);
            phoneHas(Wishes.of(Map.of("replies-only", chat)));
            pushes(true, reply);
            pushes(false, named, reference, neither);
            phoneHas(Wishes.of(Map.of("mentions-only", chat)));
            pushes(true, named, reply, reference);
            pushes(false, neither);
            phoneHas(Wishes.of(Map.of("replies-only", "other@example.org")));
            pushes(true, neither);
        }
    }

    private void pushes(boolean expected, String... messages) {
        for (String message : messages) {
            Stanza stanza = room.reader.read(Xml.message(message));
            if (expected) {
                assertNotNull(pushed(stanza), message);
            } else {
                assertEquals(Outcome.MUTED, stopped(stanza), message);
            }
        }
    }

    @Test
    void mutedChatsDoNotPushAndOthersDo() {
        room.setting("merge-window", "0");
        phoneAsksFor("<muted xmlns='tigase:push:filter:muted:0'><item jid='friend@example.net'/></muted>");
        assertEquals(Outcome.MUTED, stopped(room.chat("Hi")));
        assertEquals(Outcome.MUTED, stopped(room.read("<propose xmlns='urn:xmpp:jingle-message:0' id='c'/>")));
        phoneAsksFor("<muted xmlns='tigase:push:filter:muted:0'><item jid='foe@example.net'/></muted>");
        assertNotNull(pushed(room.chat("Hi")));
    }

    @Test
    void strangersDoNotPushWhereTheAppDoesNotWantThem() {
        room.setting("merge-window", "0");
        room.strangers.add("friend@example.net");
        assertNotNull(pushed(room.chat("Hi")));
        phoneAsksFor("<ignore-unknown xmlns='tigase:push:filter:ignore-unknown:0'/>");
        assertEquals(Outcome.STRANGER, stopped(room.chat("Hello")));
        room.strangers.clear();
        assertNotNull(pushed(room.chat("Hello again")));
    }

    @Test
    void groupChatsAreNoStrangers() {
        room.strangers.add("tea@rooms.example.org");
        phoneAsksFor("<ignore-unknown xmlns='tigase:push:filter:ignore-unknown:0'/>");
        assertNotNull(pushed(groupchat("Hi")));
    }

    @Test
    void aRoomThatIsNotListedDoesNotPush() {
        room.setting("merge-window", "0");
        phoneAsksFor("<groupchat xmlns='tigase:push:filter:groupchat:0'><room jid='cake@rooms.example.org' allow='always'/></groupchat>");
        assertEquals(Outcome.ROOM_FILTERED, stopped(groupchat("Hi")));
        phoneAsksFor("<groupchat xmlns='tigase:push:filter:groupchat:0'><room jid='tea@rooms.example.org' allow='always'/></groupchat>");
        assertNotNull(pushed(groupchat("Hi you")));
    }

    @Test
    void aMentionIsTheNicknameAsAWord() {
        phoneAsksFor("<groupchat xmlns='tigase:push:filter:groupchat:0'>"
            + "<room jid='tea@rooms.example.org' allow='mentioned' nick='Ann'/></groupchat>");
        assertEquals(Outcome.ROOM_FILTERED, stopped(groupchat("Anna has a plan")));
        assertNotNull(pushed(groupchat("Well, ann: tea?")));
    }

    @Test
    void encryptedPushesSayWhoAndWhatThoughTheServiceIsToldNeither() {
        phoneAsksFor(ENCRYPT);
        Push push = pushed(room.chat("Hi"));
        assertEquals(new Letter(1, "friend@example.net", false, null, "Hi", null), push.letter());
        assertNull(push.summary().lastMessageSender());
        room.setting("encrypted-content", "false");
        assertEquals(new Letter(2, null, false, null, "New Message!", null), pushed(room.chat("Hi 2")).letter());
    }

    @Test
    void whoIsDiscreetIsSoInEncryptedPushesToo() {
        phoneAsksFor(ENCRYPT);
        room.discreet.add(NotificationRoom.USER);
        assertEquals(new Letter(1, null, false, null, "New Message!", null), pushed(room.chat("Hi")).letter());
    }

    @Test
    void whatIsEndToEndEncryptedHasAStandIn() {
        phoneAsksFor(ENCRYPT);
        Push push = pushed(room.read("<body>I sent you an OMEMO message</body><encryption xmlns='urn:xmpp:eme:0'/>"));
        assertEquals(new Letter(1, "friend@example.net", false, null, "New Message!", null), push.letter());
    }

    @Test
    void aLongBodyIsThereAsFarAsAnAppCanTakeIt() {
        phoneAsksFor(ENCRYPT);
        String body = "x".repeat(3_000);
        assertEquals(body, pushed(room.chat(body)).letter().message());
    }

    @Test
    void encryptedPushesDoNotMergeButPastTheLimit() {
        phoneAsksFor(ENCRYPT);
        room.setting("max-pushes-per-minute", "3");
        for (int i = 1; i <= 5; i++) {
            room.duePhone(Trigger.OFFLINE, room.chat("Hi " + i));
        }
        assertEquals(List.of("Hi 1", "Hi 2", "Hi 3"), room.pushed.stream().map(push -> push.letter().message()).toList());
        room.time.pass(Duration.ofMinutes(2));
        assertEquals(4, room.pushed.size());
        assertEquals(new Letter(5, "friend@example.net", false, null, "Hi 5", null), room.pushed.get(3).letter());
    }

    @Test
    void whoUnderstandsCallsIsToldOfThem() {
        phoneAsksFor(JINGLE);
        Stanza call = room.read("<propose xmlns='urn:xmpp:jingle-message:0' id='c1'>"
            + "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose>");
        Push push = pushed(call);
        assertEquals(List.of("audio"), push.letter().call().media());
        assertNull(push.letter().sender());
        phoneAsksFor(JINGLE + ENCRYPT);
        Push encrypted = pushed(room.read("<propose xmlns='urn:xmpp:jingle-message:0' id='c2'/>"));
        assertEquals("friend@example.net/home", encrypted.letter().sender());
        assertTrue(encrypted.letter().rings());
        phoneAsksFor(ENCRYPT);
        assertFalse(pushed(room.read("<propose xmlns='urn:xmpp:jingle-message:0' id='c3'/>")).letter().rings());
    }
}
