package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Pending;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.WaitsFor;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.IQ;

/** What waits, whatever for: it is dropped and undone, composed when it leaves, and seen meanwhile. */
class WaitingTest {

    private static final String CALL = "<propose xmlns='urn:xmpp:jingle-message:0' id='%s'/>";
    private static final Duration LONG = Duration.ofHours(2);

    private NotificationRoom room = new NotificationRoom();

    /** Something is in front of the phone, so that what comes next has to wait for that. */
    private void obstruct(WaitsFor reason) {
        switch (reason) {
            case MERGE -> room.duePhone(Trigger.PING, null);
            case RATE -> {
                room.setting("max-pushes-per-minute", "1");
                room.setting("merge-window", "0");
                room.duePhone(Trigger.PING, null);
            }
            case SERVICE -> {
                room.reply = error("service-unavailable", "cancel", false);
                room.setting("merge-window", "0");
            }
            case RETRY -> {
                room.reply = error("recipient-unavailable", "wait", true);
                room.setting("merge-window", "0");
            }
            default -> throw new IllegalArgumentException();
        }
    }

    private void clear() {
        room.reply = Reply.of(new IQ(IQ.Type.result), true);
    }

    private static Reply error(String condition, String type, boolean reachable) {
        IQ iq = new IQ(IQ.Type.error, "x");
        iq.getElement().addElement("error").addAttribute("type", type).addElement(condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
        return Reply.of(iq, reachable);
    }

    @ParameterizedTest
    @EnumSource(value = WaitsFor.class, names = {"MERGE", "RATE", "SERVICE", "RETRY"})
    void whatIsDroppedWhenTheDeviceResumesIsPushedWhenItGoesAgain(WaitsFor reason) {
        obstruct(reason);
        Occasion occasion = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.chat("Hello"));
        room.notifier.due(occasion);
        assertEquals(List.of(reason), room.outbox.waiting().stream().map(Pending::waitsFor).toList());
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        assertEquals(Outcome.DEVICE_ONLINE, room.outcomes().get(room.outcomes().size() - 1), "and the journal says so");
        clear();
        room.time.pass(LONG);
        room.forgetWhatHappened();
        // It goes again without having acknowledged.
        room.notifier.due(occasion);
        room.time.pass(LONG);
        assertEquals(1, room.pushed.size());
        assertEquals(1, room.pushed.get(0).summary().messageCount());
        room.notifier.due(occasion);
        assertEquals(List.of(Outcome.ALREADY_PUSHED), room.outcomes());
    }

    @ParameterizedTest
    @EnumSource(value = WaitsFor.class, names = {"MERGE", "RATE", "SERVICE", "RETRY"})
    void whatIsNotDroppedIsPushedOnceAndCountsOnce(WaitsFor reason) {
        obstruct(reason);
        Occasion occasion = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.chat("Hello"));
        room.notifier.due(occasion);
        clear();
        room.notifier.due(occasion);
        room.forgetWhatHappened();
        room.time.pass(LONG);
        assertEquals(List.of(1), room.pushed.stream().map(push -> push.summary().messageCount()).toList());
        assertEquals(0, room.outbox.size());
    }

    @ParameterizedTest
    @EnumSource(value = WaitsFor.class, names = {"RATE", "SERVICE", "RETRY"})
    void contentThatMayNotBeShownAnyMoreIsLeftOut(WaitsFor reason) {
        for (String how : List.of("with-body", "privacy", "control")) {
            room = new NotificationRoom();
            room.setting("with-sender", "true");
            room.setting("with-body", "true");
            obstruct(reason);
            room.duePhone(Trigger.HIBERNATED, room.chat("secret"));
            clear();
            room.forgetWhatHappened();
            if (how.equals("with-body")) {
                room.setting("with-body", "false");
                room.setting("with-sender", "false");
            } else if (how.equals("privacy")) {
                room.discreet.add(NotificationRoom.USER);
            }
            room.time.pass(LONG);
            assertEquals(1, room.pushed.size(), how);
            Summary summary = room.pushed.get(0).summary();
            assertEquals(how.equals("control") ? "secret" : "New Message!", summary.lastMessageBody());
            assertEquals(how.equals("control") ? "friend@example.net" : null, summary.lastMessageSender());
        }
    }

    /** Openfire stores a call to a user without any session, and says so before the call's own trigger. */
    @ParameterizedTest
    @EnumSource(value = Trigger.class, names = {"OFFLINE", "HIBERNATED", "ARCHIVED", "CALL"})
    void aCallIsACallWhicheverTriggerSaysSo(Trigger trigger) {
        room.duePhone(Trigger.OFFLINE, room.chat("a message a moment ago"));
        room.forgetWhatHappened();
        room.duePhone(trigger, room.read(CALL.formatted("c1")));
        assertEquals(1, room.pushed.size(), "not merged");
        room.setting("max-pushes-per-minute", "1");
        room.duePhone(Trigger.OFFLINE, room.chat("a flood"));
        room.time.pass(Duration.ofSeconds(2));
        room.forgetWhatHappened();
        for (int i = 2; i < 10; i++) {
            room.duePhone(trigger, room.read(CALL.formatted("c" + i)));
        }
        assertEquals(8, room.pushed.size(), "not behind the limit of messages");
        assertTrue(room.pushed.stream().allMatch(push -> push.trigger() == trigger), "the journal still says why");
    }

    @Test
    void whatIsFetchedWhileTheDatabaseIsDownIsNotPushed() {
        room.due(Trigger.HIBERNATED, room.chat("so that the devices are in memory"));
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.time.pass(Duration.ofSeconds(2));
        room.forgetWhatHappened();
        room.registrations.forget(NotificationRoom.USER);
        room.databaseDown = true;
        room.due(Trigger.OFFLINE, room.chat("Hello"));
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.due(Trigger.OFFLINE, room.chat("after it had gone again"));
        room.databaseDown = false;
        room.time.pass(Duration.ofMinutes(1));
        assertEquals(List.of(NotificationRoom.PHONE.key(), NotificationRoom.TABLET.key(), NotificationRoom.TABLET.key()),
            room.pushed.stream().map(push -> push.key()).sorted((one, other) -> one.node().compareTo(other.node())).toList());
        assertEquals(1, room.pushed.stream().filter(push -> push.key().equals(NotificationRoom.PHONE.key())).findFirst().orElseThrow()
            .summary()
            .messageCount());
        assertTrue(room.outcomes().contains(Outcome.DEVICE_ONLINE));
    }

    /** Which registration is the device's, only the database knows. */
    @Test
    void whoCannotBeToldByARegistrationIsToldByTheSession() {
        room.databaseDown = true;
        room.due(Trigger.OFFLINE, room.chat("Hello"));
        for (int i = 0; i < 1_000; i++) {
            room.outbox.returned(NotificationRoom.USER, new OfResource("phone"));
        }
        room.databaseDown = false;
        room.time.pass(Duration.ofMinutes(1));
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(push -> push.key()).toList());
    }

    private record OfResource(String resource) implements Predicate<Registration> {

        @Override
        public boolean test(Registration registration) {
            return registration.resource().equals(resource);
        }
    }

    @Test
    void aVetoedPushHasWokenNobodyAndCountsNothing() {
        Stanza typing = room.read("<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        room.review = push -> Optional.empty();
        room.duePhone(Trigger.HIBERNATED, typing);
        room.duePhone(Trigger.HIBERNATED, room.chat("one"));
        assertEquals(List.of(Outcome.VETOED, Outcome.VETOED), room.outcomes());
        room.review = PushReview.NONE;
        room.duePhone(Trigger.HIBERNATED, room.read("<paused xmlns='http://jabber.org/protocol/chatstates'/>"));
        assertEquals(List.of(Summary.EMPTY), room.pushed.stream().map(push -> push.summary()).toList());
        room.time.pass(Duration.ofSeconds(2));
        room.duePhone(Trigger.HIBERNATED, room.chat("two"));
        assertEquals(1, room.pushed.get(1).summary().messageCount());
    }

    @Test
    void whatWaitsIsSeenWithItsReasonAndTime() {
        obstruct(WaitsFor.RATE);
        assertTrue(room.outbox.waiting().isEmpty());
        room.duePhone(Trigger.HIBERNATED, room.chat("secret"));
        Pending pending = room.outbox.waiting().get(0);
        assertEquals(NotificationRoom.PHONE.key(), pending.key());
        assertEquals(WaitsFor.RATE, pending.waitsFor());
        assertEquals(room.time.clock().instant(), pending.since());
        assertEquals(room.time.clock().instant().plusSeconds(60), pending.until());
        assertNull(pending.cause().stanzas().get(0).stanza().body(), "no text is kept that is not shown");
    }
}
