package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether something is pushed, to whom, and why not: behaviour §2. */
class NotifierTest {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final String TYPING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

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
    void unimportantOnesDoNotWakeForRuleB() {
        Trigger trigger = Trigger.ARCHIVED;
        room.duePhone(trigger, room.read(TYPING));
        assertEquals(List.of(Outcome.UNIMPORTANT), room.outcomes());
        room.duePhone(trigger, room.chat("control"));
        assertEquals(1, room.pushed.size());
    }

    @ParameterizedTest
    @EnumSource(value = Trigger.class, names = {"HIBERNATED", "ACK_DELAY", "OFFLINE"})
    void unimportantOnesWakeADeviceThatIsAwayOnceInEachAbsence(Trigger trigger) {
        room.duePhone(trigger, room.read(TYPING));
        room.duePhone(trigger, room.read(TYPING));
        assertEquals(1, room.pushed.size());
        assertEquals(Summary.EMPTY, room.pushed.get(0).summary());
        assertFalse(room.pushed.get(0).important());
        assertEquals(List.of(Outcome.WOKEN_ALREADY), room.outcomes());
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.time.pass(WINDOW);
        room.duePhone(trigger, room.read(TYPING));
        assertEquals(2, room.pushed.size());
    }

    @Test
    void anImportantPushWakesToo() {
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        room.duePhone(Trigger.HIBERNATED, room.read(TYPING));
        room.time.pass(WINDOW);
        assertEquals(1, room.pushed.size());
        assertEquals(List.of(Outcome.WOKEN_ALREADY), room.outcomes());
    }

    @Test
    void anImportantOneIsPushedAlsoWhereTheDeviceWasWoken() {
        room.duePhone(Trigger.HIBERNATED, room.read(TYPING));
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        room.time.pass(WINDOW);
        assertEquals(2, room.pushed.size());
        assertEquals(1, room.pushed.get(1).summary().messageCount());
    }

    @Test
    void whereOnlyImportantOnesPushNoUnimportantOneWakes() {
        room.setting("notify-on", "important");
        room.duePhone(Trigger.HIBERNATED, room.read(TYPING));
        assertEquals(List.of(Outcome.UNIMPORTANT), room.outcomes());
        room.duePhone(Trigger.HIBERNATED, room.chat("Hello"));
        assertEquals(1, room.pushed.size());
    }

    @ParameterizedTest
    @EnumSource(value = Trigger.class, names = {"HIBERNATED", "ACK_DELAY"})
    void aPushOfUnifiedPushWakesEachTimeWhateverTheSetting(Trigger trigger) {
        room.setting("notify-on", "important");
        for (int i = 1; i <= 3; i++) {
            room.duePhone(trigger, room.reader.read(Xml.iq("<iq type='set' id='" + i + "' from='up.example.org'"
                + " to='user@example.org/phone'><push xmlns='http://gultsch.de/xmpp/drafts/unified-push' application='a'"
                + " instance='i'/></iq>")));
            room.time.pass(WINDOW);
            assertEquals(i, room.pushed.size());
            assertEquals(Summary.EMPTY, room.pushed.get(i - 1).summary());
        }
        room.duePhone(trigger, room.read(TYPING));
        assertEquals(List.of(Outcome.UNIMPORTANT), room.outcomes());
    }

    @Test
    void presencesErrorsAndTheServersIqsNeverWake() {
        room.duePhone(Trigger.HIBERNATED, room.reader.read(Xml.presence("<presence from='a@b/c' to='user@example.org/phone'/>")));
        room.duePhone(Trigger.HIBERNATED, room.reader.read(Xml.message("<message type='error' from='a@b/c'><body>x</body></message>")));
        for (String from : new String[] {"from='example.org'", "", "from='user@example.org'"}) {
            room.duePhone(Trigger.HIBERNATED, room.reader.read(Xml.iq("<iq type='get' id='1' " + from + " to='user@example.org/phone'/>")));
        }
        assertTrue(room.pushed.isEmpty());
        assertEquals(List.of(Outcome.UNIMPORTANT), room.outcomes().stream().distinct().toList());
        room.duePhone(Trigger.HIBERNATED, room.reader.read(Xml.iq("<iq type='get' id='1' from='a@b/c' to='user@example.org/phone'/>")));
        assertEquals(1, room.pushed.size());
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
    void theSameStanzaDoesNotWakeInTwoAbsences() {
        Occasion typing = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.read(TYPING));
        room.notifier.due(typing);
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.notifier.due(typing);
        assertEquals(1, room.pushed.size());
        assertEquals(List.of(Outcome.ALREADY_PUSHED), room.outcomes());
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
    void nothingGoesToALockedAccountWhateverHappens() {
        room.locked.add(NotificationRoom.USER);
        for (Trigger trigger : List.of(Trigger.OFFLINE, Trigger.HIBERNATED, Trigger.ARCHIVED, Trigger.SUBSCRIPTION)) {
            room.duePhone(trigger, room.chat("Hello"));
        }
        assertTrue(room.pushed.isEmpty());
        assertEquals(List.of(Outcome.LOCKED), room.outcomes().stream().distinct().toList());
        room.locked.clear();
        room.duePhone(Trigger.OFFLINE, room.chat("Hello"));
        assertEquals(1, room.pushed.size());
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

    @Test
    void whatWasDroppedBecauseTheDeviceCameBackIsPushedWhenItGoesAgain() {
        Occasion first = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.chat("one"));
        Occasion second = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.chat("two"));
        room.notifier.due(first);
        room.notifier.due(second);
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.time.pass(Duration.ofSeconds(10));
        assertEquals(1, room.pushed.size());
        room.notifier.due(first);
        room.notifier.due(second);
        room.time.pass(Duration.ofSeconds(10));
        assertEquals(2, room.pushed.size());
        assertEquals(1, room.pushed.get(1).summary().messageCount());
    }

    @Test
    void aDeviceThatIsBackUnnoticedIsNotPushedToUntilItGoesAgain() {
        Occasion occasion = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.chat("one"));
        room.back = NotificationRoom.PHONE.key();
        room.notifier.due(occasion);
        assertEquals(List.of(Outcome.DEVICE_ONLINE), room.outcomes());
        room.back = null;
        room.notifier.due(occasion);
        room.notifier.due(occasion);
        assertEquals(1, room.pushed.size());
    }

    /** Openfire goes on serving the sessions that were there before a user's first block (IQBlockingHandler of 4.7.5 and 5.1.1). */
    @ParameterizedTest
    @EnumSource(value = Trigger.class, names = {"HIBERNATED", "ACK_DELAY", "CALL", "ARCHIVED", "SUBSCRIPTION"})
    void whoIsBlockedWakesNobodyAndTheActivitySaysSo(Trigger trigger) {
        room.blocks = true;
        room.due(trigger, room.chat("one"));
        assertEquals(List.of(Outcome.BLOCKED, Outcome.BLOCKED), room.outcomes());
        room.blocks = false;
        room.due(trigger, room.chat("two"));
        assertEquals(2, room.pushed.size());
    }

    /** Openfire has asked the lists itself; and IQs are nobody's words. */
    @Test
    void whatIsStoredOfflineIsNotAskedAboutAgain() {
        room.blocks = true;
        room.due(Trigger.OFFLINE, room.chat("one"));
        assertEquals(2, room.pushed.size());
    }

    @Test
    void whoIsKnownToBeBlockedWakesNobodyByFillingALane() {
        room.lanesFull = true;
        room.blocks = true;
        room.blocksInMemory = true;
        room.due(Trigger.CALL, room.chat("one"));
        room.blocks = false;
        room.blocksInMemory = false;
        room.lanesFull = false;
        room.time.pass(Duration.ofSeconds(5));
        assertEquals(0, room.pushed.size());
        room.lanesFull = true;
        room.due(Trigger.CALL, room.chat("two"));
        room.lanesFull = false;
        room.time.pass(Duration.ofSeconds(5));
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
