package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas;
import org.junit.jupiter.api.Test;

/** What was handed to sessions that acknowledge nothing, and is stored when they are given up. */
class UnconfirmedDeliveriesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final UnconfirmedDeliveries deliveries = new UnconfirmedDeliveries(nanos::get, Runnable::run);

    private static Travelling travelling(String body, long number) {
        return new Travelling(TestStanzas.chat(body), new Journey(number, Origin.TRACED));
    }

    private Journey take(Stanza stanza) {
        return deliveries.take("juliet", stanza.fingerprint());
    }

    @Test
    void whatIsStoredIsOnTheJourneyOnWhichItWasHandedOver() {
        Travelling hello = travelling("hello", 1);
        deliveries.add("juliet", "s1", hello);
        assertNull(take(TestStanzas.chat("other")));
        assertNull(deliveries.take("romeo", hello.stanza().fingerprint()));
        assertEquals(hello.journey(), take(TestStanzas.chat("hello")));
        assertNull(take(TestStanzas.chat("hello")), "once for each delivery");
    }

    /** The first may have been fetched; what was not is behind it. */
    @Test
    void ofEqualStanzasThoseThatCameLastAreStored() {
        deliveries.add("juliet", "s1", travelling("ok", 1));
        deliveries.add("juliet", "s1", travelling("ok", 2));
        deliveries.add("juliet", "s1", travelling("ok", 3));
        assertEquals(3, take(TestStanzas.chat("ok")).number());
        assertEquals(2, take(TestStanzas.chat("ok")).number());
    }

    @Test
    void whoGotItIsKnownAlsoWhenItWasStored() {
        Travelling hello = travelling("hello", 1);
        deliveries.add("juliet", "s1", hello);
        deliveries.add("juliet", "s2", hello);
        take(hello.stanza());
        assertTrue(deliveries.got("juliet", "s1", hello));
        assertTrue(deliveries.got("juliet", "s2", hello));
        assertFalse(deliveries.got("juliet", "s3", hello));
        assertFalse(deliveries.got("juliet", "s1", travelling("hello", 2)));
    }

    @Test
    void itIsBoundedInNumberAndTime() {
        for (int i = 1; i <= UnconfirmedDeliveries.OF_ONE_USER + 1; i++) {
            deliveries.add("juliet", "s1", travelling(i == 1 ? "first" : "ok", i));
        }
        assertNull(take(TestStanzas.chat("first")));
        nanos.addAndGet(UnconfirmedDeliveries.KEPT.toNanos());
        assertNull(take(TestStanzas.chat("ok")));
    }
}
