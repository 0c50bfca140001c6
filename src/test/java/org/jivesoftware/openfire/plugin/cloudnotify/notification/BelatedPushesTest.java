package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.junit.jupiter.api.Test;

/** What was stored while nobody was told becomes one push for each device, by the usual rules (behaviour §2, "At the start"). */
class BelatedPushesTest {

    private static final String TYPING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
    private static final String CALL = "<propose xmlns='urn:xmpp:jingle-message:0' id='c1'/>";

    private final NotificationRoom room = new NotificationRoom();
    private final Belated belated = room.notifier.belated();
    private long journeys = 1_000;

    /** A message as the store gives it. */
    private Occasion stored(String children, Instant time, Predicate<Registration> there) {
        String delay = "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='" + time + "'/>";
        return new Occasion(Trigger.OFFLINE, NotificationRoom.USER, new Travelling(room.read(children + delay),
            new Journey(++journeys, Journey.Origin.STORED), time), Occasion.ALL, there, Occasion.NONE, 0);
    }

    private Occasion stored(String children) {
        return stored(children, room.time.clock().instant().minusSeconds(60), Occasion.NONE);
    }

    private static String body(String text) {
        return "<body>" + text + "</body>";
    }

    private void due(Occasion... news) throws StoreException {
        belated.due(NotificationRoom.USER, List.of(news), List.of(), 0);
    }

    private List<Integer> counts() {
        return room.pushed.stream().map(push -> push.summary().messageCount()).toList();
    }

    private List<String> bodies() {
        return room.pushed.stream().map(push -> push.summary().lastMessageBody()).toList();
    }

    @Test
    void eachDeviceGetsOnePushWithTheNumberOfAllThatAreStored() throws StoreException {
        belated.due(NotificationRoom.USER, List.of(stored(body("a")), stored(TYPING), stored(body("b"))),
            List.of(stored(body("old"))), 4);
        assertEquals(List.of(NotificationRoom.PHONE.key(), NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
        assertEquals(List.of(7, 7), counts());
        assertEquals(List.of(), room.outcomes());
    }

    @Test
    void whatWasPushedBeforeIsNotPushedAgainButCounts() throws StoreException {
        Instant then = room.time.clock().instant();
        room.notifier.due(stored(body("known"), then, Occasion.NONE));
        room.forgetWhatHappened();
        due(stored(body("known"), then, Occasion.NONE));
        assertTrue(room.pushed.isEmpty());
        assertTrue(room.outcomes().isEmpty(), "it would be said at each start of each message");
        room.time.pass(Duration.ofSeconds(2));
        due(stored(body("known"), then, Occasion.NONE), stored(body("new")));
        assertEquals(List.of(2, 2), counts());
    }

    @Test
    void whatItWasToldOfCountsOnce() throws StoreException {
        room.due(Trigger.OFFLINE, room.chat("told"));
        room.forgetWhatHappened();
        room.time.pass(Duration.ofSeconds(2));
        belated.due(NotificationRoom.USER, List.of(stored(body("new"))), List.of(stored(body("told"))), 0);
        assertEquals(List.of(2, 2), counts());
    }

    @Test
    void theRulesHoldAsEver() throws StoreException {
        due(stored(body("x"), room.time.clock().instant(), registration -> registration.key().equals(NotificationRoom.PHONE.key())));
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
        assertEquals(List.of(Outcome.DEVICE_ONLINE), room.outcomes());
        room.forgetWhatHappened();
        room.locked.add(NotificationRoom.USER);
        due(stored(body("y")), stored(body("z")));
        assertTrue(room.pushed.isEmpty());
        assertEquals(List.of(Outcome.LOCKED, Outcome.LOCKED), room.outcomes(), "once for each device");
    }

    @Test
    void otherPluginsHaveTheirWordOnce() throws StoreException {
        room.review = new PushReview() {
            @Override
            public Optional<Push> review(Push draft) {
                return draft.key().equals(NotificationRoom.PHONE.key()) ? Optional.empty() : Optional.of(draft);
            }

            @Override
            public boolean any() {
                return true;
            }
        };
        due(stored(body("a")), stored(body("b")));
        assertEquals(List.of(Outcome.VETOED), room.outcomes());
        assertEquals(List.of(NotificationRoom.TABLET.key()), room.pushed.stream().map(Push::key).toList());
        assertEquals(List.of(2), counts());
    }

    @Test
    void onePushIsOneAlsoWhereEachMessageWouldShowItsText() throws StoreException {
        room.setting("with-body", "true");
        due(stored(body("a")), stored(body("b")));
        assertEquals(List.of("New Message!", "New Message!"), bodies());
        room.forgetWhatHappened();
        due(stored(body("alone")));
        assertEquals(List.of("alone", "alone"), bodies());
    }

    @Test
    void aCallIsOverByNow() throws StoreException {
        due(stored(CALL));
        assertEquals(2, room.pushed.size());
        assertFalse(room.pushed.get(0).cause().call());
    }

    @Test
    void whereTheDatabaseIsDownNothingIsLost() throws StoreException {
        Occasion message = stored(body("a"));
        room.databaseDown = true;
        assertThrows(StoreException.class, () -> due(message));
        room.databaseDown = false;
        due(message);
        assertEquals(2, room.pushed.size());
        assertEquals(Arrays.asList(1, 1), counts());
    }
}
