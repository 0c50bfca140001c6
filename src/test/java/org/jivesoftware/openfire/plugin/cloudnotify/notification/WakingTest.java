package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What wakes a device, and how often: once in each absence where nothing is important. */
class WakingTest {

    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final String TYPING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

    private final NotificationRoom room = new NotificationRoom();

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
    void theSameStanzaDoesNotWakeInTwoAbsences() {
        Occasion typing = room.only(NotificationRoom.PHONE, Trigger.HIBERNATED, room.read(TYPING));
        room.notifier.due(typing);
        room.outbox.returned(NotificationRoom.PHONE.key(), Where.HERE);
        room.notifier.due(typing);
        assertEquals(1, room.pushed.size());
        assertEquals(List.of(Outcome.ALREADY_PUSHED), room.outcomes());
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
}
