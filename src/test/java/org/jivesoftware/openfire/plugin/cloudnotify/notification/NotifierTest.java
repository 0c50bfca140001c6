package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.Test;

/** Whether something is pushed, to whom, and why not: behaviour §2. */
class NotifierTest {

    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final NotificationRoom room = new NotificationRoom();

    @Test
    void everyDeviceOfTheAudienceIsPushedTo() {
        room.due(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(List.of(NotificationRoom.PHONE.key(), NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
        assertTrue(room.decisions.isEmpty(), "delivery is who says PUSHED");
        room.forgetWhatHappened();
        room.time.pass(WINDOW);
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        assertEquals(List.of(NotificationRoom.PHONE.key()), room.pushed.stream().map(Push::key).toList());
    }

    @Test
    void nothingGoesToADisabledRegistrationUntilItIsTriedAgain() throws Exception {
        room.registrations.updateHealth(NotificationRoom.PHONE.key(), health ->
            new Health(16, 0, room.time.clock().instant(), "forbidden"));
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(List.of(Outcome.DISABLED), room.outcomes());
        assertTrue(room.pushed.isEmpty());
        room.time.pass(Duration.ofDays(1));
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(1, room.pushed.size());
        room.setting("retry-disabled-after", "0");
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(1, room.pushed.size());
    }

    @Test
    void notToTheDeviceThatSentIt() {
        Stanza own = room.reader.read(Xml.message("<message type='chat' from='user@example.org/phone' to='user@example.org'>"
            + "<body>note to myself</body></message>"));
        room.due(Trigger.OFFLINE, own);
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
        assertEquals(List.of(Outcome.OWN_MESSAGE), room.outcomes());
        assertEquals(NotificationRoom.PHONE.key(), room.decisions.get(0).key());
        room.due(Trigger.OFFLINE, room.reader.read(Xml.message("<message type='chat' from='user@example.com/phone' to='user@example.org'>"
            + "<body>from somebody of the same name</body></message>")));
        room.time.pass(WINDOW);
        assertEquals(3, room.pushed.size());
    }

    @Test
    void aCallDoesNotRingAtTheCaller() {
        room.due(Trigger.CALL, room.reader.read(Xml.message("<message from='user@example.org/phone' to='user@example.org'>"
            + "<propose xmlns='urn:xmpp:jingle-message:0' id='c1'/></message>")));
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
    }

    @Test
    void whatTheUsersOtherDeviceSentIsNoReason() {
        Stanza sent = room.reader.read(Xml.message("<message type='chat' from='user@example.org' to='user@example.org/phone'>"
            + "<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat'"
            + " from='user@example.org/desk' to='friend@example.net'><body>Hello</body></message></forwarded></sent></message>"));
        room.duePhone(Trigger.HIBERNATED, sent);
        assertEquals(List.of(Outcome.OWN_MESSAGE), room.outcomes());
        assertTrue(room.pushed.isEmpty());
    }

    @Test
    void oneStanzaIsPushedOnceAndCountsOnce() {
        Occasion occasion = room.occasion(Trigger.HIBERNATED, room.chat("Hello"));
        room.notifier.due(occasion);
        room.notifier.due(occasion);
        room.time.pass(WINDOW);
        assertEquals(2, room.pushed.size());
        assertEquals(List.of(Outcome.ALREADY_PUSHED, Outcome.ALREADY_PUSHED), room.outcomes());
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        assertEquals(2, room.pushed.get(2).summary().messageCount());
    }

    @Test
    void aBurstOfFiftyIsTwoPushesWithTheCount() {
        for (int i = 0; i < 50; i++) {
            room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        }
        assertEquals(1, room.pushed.size());
        room.time.pass(WINDOW);
        room.time.pass(Duration.ofMinutes(1));
        assertEquals(List.of(1, 50), room.pushed.stream().map(push -> push.summary().messageCount()).toList());
        assertEquals(49, room.outcomes().stream().filter(Outcome.MERGED::equals).count());
        assertEquals(49, room.decisions.size());
    }

    @Test
    void theCountStartsAgainWhenTheDeviceWasOnline() {
        room.duePhone(Trigger.HIBERNATED, room.chat("one"));
        room.duePhone(Trigger.HIBERNATED, room.chat("two"));
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        assertEquals(List.of(Outcome.MERGED, Outcome.DEVICE_ONLINE), room.outcomes());
        room.time.pass(WINDOW);
        assertEquals(1, room.pushed.size(), "what waited is dropped");
        room.duePhone(Trigger.HIBERNATED, room.chat("three"));
        assertEquals(1, room.pushed.get(1).summary().messageCount());
        room.setting("message-count-mode", "one");
        room.duePhone(Trigger.HIBERNATED, room.chat("four"));
        room.time.pass(WINDOW);
        assertEquals(1, room.pushed.get(2).summary().messageCount());
    }

    @Test
    void aRemovedRegistrationGetsNothingAndStartsAnew() throws Exception {
        Occasion first = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.chat("one"));
        room.notifier.due(first);
        room.duePhone(Trigger.HIBERNATED, room.chat("two"));
        room.registrations.remove(NotificationRoom.PHONE.key());
        assertEquals(List.of(Outcome.MERGED, Outcome.UNREGISTERED), room.outcomes());
        room.time.pass(WINDOW);
        assertEquals(1, room.pushed.size());
        room.registrations.enable(NotificationRoom.PHONE.key(), null, null, "phone", null);
        room.notifier.due(first);
        assertEquals(2, room.pushed.size());
        assertEquals(1, room.pushed.get(1).summary().messageCount());
    }

    @Test
    void callsGoOutAtOnce() {
        for (int i = 0; i < 5; i++) {
            room.duePhone(Trigger.CALL, room.read("<propose xmlns='urn:xmpp:jingle-message:0' id='c" + i + "'/>"));
        }
        assertEquals(5, room.pushed.size());
        room.duePhone(Trigger.OFFLINE, room.read("<propose xmlns='urn:xmpp:jingle-message:0' id='c1'/>"));
        assertEquals(List.of(Outcome.ALREADY_PUSHED), room.outcomes());
    }

    @Test
    void subscriptionRequestsSayHowManyWait() {
        room.setting("with-sender", "true");
        Stanza request = room.reader.read(Xml.presence("<presence type='subscribe' from='a@b' to='user@example.org'/>"));
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        room.notifier.due(new Occasion(Trigger.SUBSCRIPTION, NotificationRoom.USER,
            new Travelling(request, new Journey(77, Origin.TRACED)), Occasion.ALL, 3));
        room.time.pass(WINDOW);
        Push push = room.pushed.get(1);
        assertEquals(new Summary(null, 3, null, null), push.summary());
    }

    @Test
    void pingsAreNeverTheSame() {
        room.duePhone(Trigger.PING, null);
        room.time.pass(WINDOW);
        room.duePhone(Trigger.PING, null);
        assertEquals(2, room.pushed.size());
        assertEquals(new Summary(1, null, null, "New Message!"), room.pushed.get(1).summary());
        assertTrue(room.pushed.get(1).important());
    }

    @Test
    void anotherPluginMayVetoAmendOrFail() {
        room.review = push -> push.registration().resource().equals("phone") ? Optional.empty()
            : Optional.of(new Push(push.registration(), push.cause().with(List.of(DocumentHelper.createElement("priority"))),
                push.summary()));
        room.due(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(List.of(Outcome.VETOED), room.outcomes());
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
        assertEquals(1, room.pushed.get(0).extensions().size());
        room.review = push -> {
            throw new IllegalStateException("expected in this test");
        };
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(2, room.pushed.size());
    }

    @Test
    void discreetUsersShowNothing() {
        room.setting("with-sender", "true");
        room.setting("with-body", "true");
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(new Summary(1, null, "friend@example.net", "Hello"), room.pushed.get(0).summary());
        room.discreet.add(NotificationRoom.USER);
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(new Summary(2, null, null, "New Message!"), room.pushed.get(1).summary());
        assertNull(room.pushed.get(1).summary().lastMessageSender());
    }

    @Test
    void pushesWithContentDoNotMerge() {
        room.setting("with-body", "true");
        for (int i = 0; i < 5; i++) {
            room.duePhone(Trigger.HIBERNATED, room.chat("Hello " + i));
        }
        assertEquals(List.of("Hello 0", "Hello 1", "Hello 2", "Hello 3", "Hello 4"),
            room.pushed.stream().map(push -> push.summary().lastMessageBody()).toList());
    }

    @Test
    void closingSendsWhatWaits() {
        room.duePhone(Trigger.HIBERNATED, room.chat("one"));
        room.duePhone(Trigger.HIBERNATED, room.chat("two"));
        room.outbox.close();
        assertEquals(2, room.pushed.size());
    }

    /** Known by its session's user agent alone. */
    @Test
    void theDeviceThatSentItHasItsLineToo() {
        Occasion sent = room.occasion(Trigger.ARCHIVED, room.chat("one"));
        room.notifier.due(new Occasion(sent.trigger(), sent.username(), sent.travelling(), Occasion.ALL, Occasion.NONE,
            NotificationRoom.PHONE::equals, 0));
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(push -> push.key()).toList());
        assertEquals(Outcome.OWN_MESSAGE, room.outcomes().get(0));
    }

    /** Openfire also stores what a closed tab did not fetch. */
    @Test
    void whatADeviceThatIsConnectedGotIsNotPushedToIt() {
        Occasion stored = room.occasion(Trigger.OFFLINE, room.chat("one"));
        room.notifier.due(new Occasion(stored.trigger(), stored.username(), stored.travelling(), Occasion.ALL,
            NotificationRoom.PHONE::equals, Occasion.NONE, 0));
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(push -> push.key()).toList());
        assertEquals(Outcome.DEVICE_ONLINE, room.outcomes().get(0));
        room.notifier.due(stored);
        assertEquals(2, room.pushed.size(), "it did not count as pushed");
    }
}
