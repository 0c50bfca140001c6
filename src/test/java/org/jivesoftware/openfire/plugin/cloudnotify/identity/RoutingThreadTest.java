package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.junit.jupiter.api.Test;

class RoutingThreadTest {

    /** Texts that differ in case only are copies of one another. */
    private final JourneyRegistry journeys = new JourneyRegistry(Runnable::run);
    private final RoutingThread<String> thread = new RoutingThread<>(journeys, stanza -> stanza.startsWith("delayed"),
        String::equalsIgnoreCase);

    @Test
    void allThatIsSeenOfAJourneyHasItsNumber() {
        String stanza = new String("hello");
        thread.begin(stanza);
        Journey journey = thread.of(stanza);
        assertEquals(journey, thread.of("HELLO"));
        assertEquals(journey, thread.end(stanza));
        assertNotEquals(journey, thread.of(stanza));
        assertNull(thread.end(stanza));
    }

    @Test
    void equalStanzasHaveTwoJourneys() {
        String first = new String("hello");
        String second = new String("hello");
        thread.begin(first);
        thread.begin(second);
        Journey inner = thread.of(second);
        assertNotEquals(inner, thread.of(first));
        assertEquals(inner, thread.end(second));
        assertNotEquals(inner, thread.end(first));
    }

    @Test
    void aJourneyWhoseEndIsNotHeardOfIsForgottenWithTheOneAroundIt() {
        String outer = new String("outer");
        String lost = new String("lost");
        thread.begin(outer);
        thread.begin(lost);
        Journey journey = thread.of(lost);
        thread.end(outer);
        assertNotEquals(journey, thread.of(lost));
    }

    @Test
    void journeysThatNeverEndDoNotPileUp() {
        String first = new String("first");
        thread.begin(first);
        Journey journey = thread.of(first);
        for (int i = 0; i < 100; i++) {
            thread.begin("lost " + i);
        }
        assertNotEquals(journey, thread.of(first));
    }

    @Test
    void whatIsRoutedAgainIsOnItsFirstJourney() {
        String queued = new String("delayed later");
        Journey journey = journeys.next(true);
        journeys.waits(queued, journey);
        thread.begin(queued);
        assertEquals(journey, thread.of(queued));
        assertEquals(journey, thread.end(queued));
        thread.begin(new String(queued));
        assertNotEquals(journey, thread.of(queued), "equal, but another object");
    }

    @Test
    void whatComesOutOfAStoreHasAJourneyThatWasNotTraced() {
        assertFalse(thread.of("delayed").traced());
        assertTrue(thread.of("sent").traced());
        thread.begin("delayed");
        assertFalse(thread.of("delayed").traced(), "until it is found in a queue");
    }

    @Test
    void whatIsStoredByAThreadOfItsOwnWasOnItsWayBefore() {
        assertEquals(Origin.STORED, thread.stored("sent").origin());
        String stanza = new String("hello");
        thread.begin(stanza);
        assertEquals(thread.of(stanza), thread.stored("HELLO"));
    }

    @Test
    void aloneIsOnlyAStanzaThatIsRoutedForTheFirstTimeAndInNoOther() {
        assertFalse(thread.alone(1));
        String stanza = new String("hello");
        thread.begin(stanza);
        Journey journey = thread.of(stanza);
        assertTrue(thread.alone(journey.number()));
        assertFalse(thread.alone(journey.number() + 1), "seen of something else, while this one's end was not heard of");
        assertFalse(CompletableFuture.supplyAsync(() -> thread.alone(journey.number())).join(), "another thread");
        thread.begin("inner");
        assertFalse(thread.alone(journey.number()));
        assertFalse(thread.alone(thread.of("inner").number()));
        thread.end("inner");
        assertTrue(thread.alone(journey.number()));
        thread.end(stanza);
        assertFalse(thread.alone(journey.number()));
    }

    @Test
    void whatIsRoutedAgainIsNeverAlone() {
        String queued = new String("delayed later");
        journeys.waits(queued, journeys.next(true));
        thread.begin(queued);
        assertFalse(thread.alone(thread.of(queued).number()));
    }

    @Test
    void anotherThreadKnowsNothingOfIt() {
        String stanza = new String("hello");
        thread.begin(stanza);
        Journey here = thread.of(stanza);
        Journey there = CompletableFuture.supplyAsync(() -> thread.of(stanza)).join();
        assertNotEquals(here, there);
    }
}
