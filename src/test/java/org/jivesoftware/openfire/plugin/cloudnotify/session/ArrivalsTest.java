package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.JourneyNumber;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    /** Texts that differ in case only are copies of one another. */
    private final Journeys journeys = new Journeys(Runnable::run);
    private final Arrivals<String> arrivals = new Arrivals<>(journeys, stanza -> stanza.startsWith("delayed"), String::equalsIgnoreCase);

    @Test
    void allThatIsSeenOfAJourneyHasItsNumber() {
        String stanza = new String("hello");
        arrivals.begin(stanza);
        long number = arrivals.of(stanza);
        assertEquals(number, arrivals.of("HELLO"));
        assertEquals(number, arrivals.end(stanza));
        assertNotEquals(number, arrivals.of(stanza));
        assertEquals(0, arrivals.end(stanza));
    }

    @Test
    void equalStanzasHaveTwoJourneys() {
        String first = new String("hello");
        String second = new String("hello");
        arrivals.begin(first);
        arrivals.begin(second);
        long inner = arrivals.of(second);
        assertNotEquals(inner, arrivals.of(first));
        assertEquals(inner, arrivals.end(second));
        assertNotEquals(inner, arrivals.end(first));
    }

    @Test
    void aJourneyWhoseEndIsNotHeardOfIsForgottenWithTheOneAroundIt() {
        String outer = new String("outer");
        String lost = new String("lost");
        arrivals.begin(outer);
        arrivals.begin(lost);
        long number = arrivals.of(lost);
        arrivals.end(outer);
        assertNotEquals(number, arrivals.of(lost));
    }

    @Test
    void journeysThatNeverEndDoNotPileUp() {
        String first = new String("first");
        arrivals.begin(first);
        long number = arrivals.of(first);
        for (int i = 0; i < 100; i++) {
            arrivals.begin("lost " + i);
        }
        assertNotEquals(number, arrivals.of(first));
    }

    @Test
    void whatIsRoutedAgainIsOnItsFirstJourney() {
        String queued = new String("delayed later");
        long number = journeys.next(true);
        journeys.waits(queued, number);
        arrivals.begin(queued);
        assertEquals(number, arrivals.of(queued));
        assertEquals(number, arrivals.end(queued));
        arrivals.begin(new String(queued));
        assertNotEquals(number, arrivals.of(queued), "equal, but another object");
    }

    @Test
    void whatComesOutOfAStoreHasAJourneyThatWasNotTraced() {
        assertFalse(JourneyNumber.traced(arrivals.of("delayed")));
        assertTrue(JourneyNumber.traced(arrivals.of("sent")));
        arrivals.begin("delayed");
        assertFalse(JourneyNumber.traced(arrivals.of("delayed")), "until it is found in a queue");
    }

    @Test
    void aloneIsOnlyAStanzaThatIsRoutedForTheFirstTimeAndInNoOther() {
        assertFalse(arrivals.alone(1));
        String stanza = new String("hello");
        arrivals.begin(stanza);
        long number = arrivals.of(stanza);
        assertTrue(arrivals.alone(number));
        assertFalse(arrivals.alone(number + 1), "seen of something else, while this one's end was not heard of");
        assertFalse(CompletableFuture.supplyAsync(() -> arrivals.alone(number)).join(), "another thread");
        arrivals.begin("inner");
        assertFalse(arrivals.alone(number));
        assertFalse(arrivals.alone(arrivals.of("inner")));
        arrivals.end("inner");
        assertTrue(arrivals.alone(number));
        arrivals.end(stanza);
        assertFalse(arrivals.alone(number));
    }

    @Test
    void whatIsRoutedAgainIsNeverAlone() {
        String queued = new String("delayed later");
        journeys.waits(queued, journeys.next(true));
        arrivals.begin(queued);
        assertFalse(arrivals.alone(arrivals.of(queued)));
    }

    @Test
    void anotherThreadKnowsNothingOfIt() {
        String stanza = new String("hello");
        arrivals.begin(stanza);
        long here = arrivals.of(stanza);
        long there = CompletableFuture.supplyAsync(() -> arrivals.of(stanza)).join();
        assertNotEquals(here, there);
    }
}
