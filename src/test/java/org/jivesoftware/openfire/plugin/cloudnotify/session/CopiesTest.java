package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.delayed;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;

/** What is delivered again, to whichever session and through whichever store, is on the journey on which it first was. */
class CopiesTest {

    private final SessionRoom f = new SessionRoom();

    @Test
    void aSessionThatIsReplacedSilentlyIsDroppedButItsStanzasAreRemembered() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        Instant sent = f.now;
        phone.detached = true;
        f.pass(TICK);
        FakeStream again = f.stream("s2", "juliet@example.org/phone");
        f.tracker.bound(again);
        assertFalse(f.tracker.tracks("s1"));
        assertEquals(List.of("hibernated one #1 phone", "online phone"), f.takeTold());
        assertEquals(1, f.again(phone.original(0), delayed("one", sent)));
        long another = f.again(new Object(), delayed("one", sent));
        assertNotEquals(1, another, "equal, and of the same time, but not what waited");
    }

    @Test
    void aCopyThatIsDeliveredAgainBelongsToItsFirstJourneyInEverySession() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        Stanza copy = delayed("one", f.now);
        long again = f.again(phone.original(0), copy);
        assertEquals(1, again);
        FakeStream tablet = f.stream("s2", "juliet@example.org/tablet");
        f.tracker.bound(tablet);
        f.enable("tablet", null);
        f.takeTold();
        tablet.detached = true;
        f.pass(TICK);
        f.send(tablet, copy, again);
        assertEquals(List.of("hibernated one #1 tablet"), f.takeTold());
        f.tracker.ended("s1");
        f.tracker.ended("s2");
        assertEquals(1, f.again(tablet.original(0), copy));
        assertEquals(0, f.tracker.size());
    }

    @Test
    void copiesOfEqualStanzasOfOneMillisecondAreOfOneOriginalEach() {
        FakeStream phone = f.phone();
        for (int i = 1; i <= 3; i++) {
            f.send(phone, chat("same"), i);
        }
        Stanza copy = delayed("same", f.now);
        List<Object> originals = List.of(phone.original(0), phone.original(1), phone.original(2));
        assertEquals(2, f.again(originals.get(1), copy));
        f.tracker.ended("s1");
        assertEquals(List.of(1L, 2L, 3L), originals.stream().map(original -> f.again(original, copy)).toList());
    }

    @Test
    void whatIsRoutedAgainBeforeItWasFoundInTheQueueIsKnown() {
        FakeStream phone = f.phone();
        f.laneHeld = true;
        f.send(phone, chat("same"), 1);
        f.send(phone, chat("same"), 2);
        Journey again = f.journeys.begin(phone.original(1), true);
        phone.managed = false;
        f.tracker.ended("s1");
        f.runLane();
        assertEquals(2, f.first(delayed("same", f.now), again));
        assertEquals(2, f.again(phone.original(1), delayed("same", f.now)), "at a later end");
    }

    @Test
    void whatOneSessionBringsToTheNextWhichThenEndsItselfIsOneJourney() {
        // One thread ends them all, before the lane looks at any.
        FakeStream phone = f.phone();
        FakeStream tablet = f.stream("s2", "juliet@example.org/tablet");
        f.enable("tablet", null);
        FakeStream desk = f.stream("s3", "juliet@example.org/desk");
        f.enable("desk", null);
        f.takeTold();
        for (FakeStream each : List.of(phone, tablet, desk)) {
            each.detached = true;
            f.send(each, chat("one"), 2);
        }
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(3, f.takeTold().size());
        f.laneHeld = true;
        Stanza copy = delayed("one", f.now);
        Journey first = f.journeys.begin(phone.original(0), true);
        f.send(tablet, copy, first);
        f.send(desk, copy, first);
        f.tracker.ended("s1");
        Journey second = f.journeys.begin(tablet.original(0), true);
        f.send(desk, copy, second);
        Journey third = f.journeys.begin(tablet.original(1), true);
        f.send(desk, copy, third);
        f.tracker.ended("s2");
        List<Object> last = List.of(desk.original(0), desk.original(1), desk.original(2), desk.original(3));
        List<Journey> begun = last.stream().map(original -> f.journeys.begin(original, true)).toList();
        f.tracker.ended("s3");
        f.runLane();
        for (Journey journey : begun) {
            assertEquals(2, f.first(copy, journey));
        }
        f.takeTold().forEach(told -> assertTrue(told.contains("#2 "), told));
    }

    @Test
    void whatIsRoutedAgainBeforeItWasSeenOnItsWayIsOneJourney() {
        FakeStream phone = f.phone();
        Stanza stanza = chat("one");
        phone.queued(stanza);
        phone.detached = true;
        long again = f.again(phone.original(0), delayed("one", f.now));
        Journey late = new Journey(7, Origin.STORED);
        f.tracker.sent(phone, new Travelling(stanza, late));
        assertEquals(List.of("hibernated one #" + again + " phone"), f.takeTold());
        assertEquals(again, f.first(stanza, late));
    }

    @Test
    void whatATabDidNotFetchIsOnTheJourneyOnWhichItWasHandedOver() {
        f.phone();
        Travelling handed = new Travelling(chat("one"), new Journey(3, Origin.TRACED));
        f.journeys.deliveries().add("juliet", "tab", handed);
        assertEquals(3, f.first(chat("one"), f.journeys.next(false)));
        assertNotEquals(3, f.first(chat("one"), f.journeys.next(false)), "which was only one");
        assertNotEquals(3, f.first(chat("one"), f.journeys.next(true)), "another one that is just sent");
    }

    @Test
    void whatIsStoredForATabWhileItWaitsInAnotherSessionIsOnOneJourney() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 4);
        assertEquals(4, f.first(chat("one"), f.journeys.next(false)));
    }

    @Test
    void whoIsConnectedAndGotItIsKnown() {
        FakeStream phone = f.phone();
        FakeStream browser = f.stream("s2", "juliet@example.org/browser");
        browser.managed = false;
        f.enable("browser", null);
        f.enable("tablet", null);
        Travelling one = new Travelling(chat("one"), new Journey(5, Origin.TRACED));
        assertFalse(f.tracker.copies().got("juliet", one).test(f.registration("phone")));
        f.send(phone, chat("one"), 5);
        f.journeys.deliveries().add("juliet", "s2", one);
        assertTrue(f.tracker.copies().got("juliet", one).test(f.registration("phone")));
        assertTrue(f.tracker.copies().got("juliet", one).test(f.registration("browser")));
        assertFalse(f.tracker.copies().got("juliet", one).test(f.registration("tablet")));
        phone.detached = true;
        browser.closed = true;
        assertFalse(f.tracker.copies().got("juliet", one).test(f.registration("phone")));
        assertFalse(f.tracker.copies().got("juliet", one).test(f.registration("browser")));
    }
}
