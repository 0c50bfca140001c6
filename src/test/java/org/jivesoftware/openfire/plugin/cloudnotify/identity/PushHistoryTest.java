package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.Test;

/** Exactly once, journey by journey; {@link PushHistoryPropertyTest} has the random ones. */
class PushHistoryTest extends PushHistoryRoom {

    @Test
    void oneJourneyIsOneStanza() {
        assertTrue(first(PHONE, fresh("Hello", 1, null), NOW));
        assertFalse(first(PHONE, fresh("Hello", 1, NOW), NOW));
        assertFalse(first(PHONE, fresh("changed by a plugin meanwhile", 1, null), NOW));
        assertTrue(first(TABLET, fresh("Hello", 1, null), NOW));
        assertFalse(first(TABLET, fresh("Hello", 1, null), NOW));
    }

    @Test
    void equalMessagesAreTwoStanzas() {
        assertTrue(first(PHONE, fresh("ok", 1, NOW), NOW));
        assertTrue(first(PHONE, fresh("ok", 2, NOW), NOW));
        assertTrue(first(PHONE, fresh("ok", 0, null), NOW));
        assertTrue(first(PHONE, fresh("ok", 0, null), NOW));
    }

    @Test
    void theQueueOfASessionMayBeReadAgainAfterAReload() {
        assertTrue(first(PHONE, fresh("ok", 0, NOW), NOW.plusSeconds(60)));
        assertFalse(first(PHONE, fresh("ok", 0, NOW), NOW.plusSeconds(120)));
        assertTrue(first(PHONE, fresh("ok", 0, NOW.plusMillis(1)), NOW.plusSeconds(120)));
    }

    @Test
    void unacknowledgedThenRoutedAgainThenStoredThenFlushedThenUnacknowledgedAgain() {
        Instant queued = NOW.plusMillis(3);
        assertTrue(first(PHONE, fresh("ok", 1, queued), NOW.plusSeconds(30)));
        assertTrue(first(PHONE, fresh("ok", 2, queued.plusMillis(700)), NOW.plusSeconds(30)));
        for (int round = 1; round < 5; round++) {
            Instant later = NOW.plus(Duration.ofHours(17L * round));
            assertFalse(first(PHONE, fetched("ok", 10 + round, queued), later));
            assertFalse(first(PHONE, fetched("ok", 20 + round, queued.plusMillis(700)), later));
        }
        assertTrue(first(PHONE, fetched("ok", 30, queued.plusMillis(350)), NOW.plusSeconds(99)), "a third one, which nobody saw before");
        assertFalse(first(PHONE, fetched("ok", 31, queued.plusMillis(350)), NOW.plusSeconds(99)));
    }

    @Test
    void aMessageStoredOfflineIsKnownByItsTimeAtTheFlush() {
        assertTrue(first(PHONE, stored("ok", 1, null), NOW));
        Instant stored = NOW.minusMillis(400);
        assertFalse(first(PHONE, fetched("ok", 2, stored), NOW.plusSeconds(3_600)));
        assertFalse(first(PHONE, fetched("ok", 3, stored), NOW.plusSeconds(3_600)));
        assertTrue(first(PHONE, fetched("ok", 4, stored.plusMillis(1)), NOW.plusSeconds(3_600)), "its time is bound");
    }

    @Test
    void closestTimesBelongTogether() {
        assertTrue(first(PHONE, stored("ok", 1, null), NOW));
        assertTrue(first(PHONE, stored("ok", 2, null), NOW.plusSeconds(2)));
        assertFalse(first(PHONE, fetched("ok", 3, NOW.plusMillis(1_900)), NOW.plusSeconds(9)));
        assertFalse(first(PHONE, fetched("ok", 4, NOW.minusMillis(100)), NOW.plusSeconds(9)));
        assertTrue(first(PHONE, fetched("ok", 5, NOW.plusMillis(500)), NOW.plusSeconds(9)));
    }

    @Test
    void aTimeFarFromTheOccasionIsOfAnotherStanza() {
        assertTrue(first(PHONE, stored("ok", 1, null), NOW));
        assertTrue(first(PHONE, fetched("ok", 2, NOW.plusMillis(1_001)), NOW.plusSeconds(60)));
        assertTrue(first(PHONE, fetched("ok", 3, NOW.minusMillis(5_001)), NOW.plusSeconds(60)));
        assertFalse(first(PHONE, fetched("ok", 4, NOW.minusMillis(5_000)), NOW.plusSeconds(60)));
    }

    @Test
    void stampsMayLoseTheirFraction() {
        assertTrue(first(PHONE, fresh("ok", 1, NOW), NOW));
        assertFalse(first(PHONE, fetched("ok", 2, Instant.parse("2026-03-04T05:06:07Z")), NOW));
        assertTrue(first(PHONE, fetched("ok", 3, Instant.parse("2026-03-04T05:06:08Z")), NOW));
    }

    @Test
    void copiesOfEverySessionsQueueAreOneStanza() {
        // Two sessions queue it at times of their own, and both copies are stored offline for all devices in the end.
        assertTrue(first(PHONE, fresh("ok", 1, NOW.plusMillis(1)), NOW));
        assertTrue(first(TABLET, fresh("ok", 1, NOW.plusMillis(4)), NOW));
        for (RegistrationKey key : List.of(PHONE, TABLET)) {
            assertFalse(first(key, fetched("ok", 2, NOW.plusMillis(1)), NOW.plusSeconds(600)));
            assertFalse(first(key, fetched("ok", 3, NOW.plusMillis(4)), NOW.plusSeconds(601)));
        }
    }

    @Test
    void archivedForOneDeviceAndRedeliveredFromAnother() {
        assertTrue(first(TABLET, fresh("ok", 1, null), NOW));
        assertTrue(first(PHONE, fresh("ok", 1, NOW.plusMillis(2)), NOW.plusSeconds(30)));
        assertFalse(first(TABLET, fetched("ok", 2, NOW.plusMillis(2)), NOW.plusSeconds(600)));
        RegistrationKey desk = key("desk");
        assertTrue(first(desk, fetched("ok", 2, NOW.plusMillis(2)), NOW.plusSeconds(600)), "it was online then");
    }

    @Test
    void whatIsRoutedAgainIsKnownByItsJourneyAndNothingElse() {
        for (int i = 1; i <= 3; i++) {
            assertTrue(first(PHONE, fresh("ok", i, NOW), NOW), "three equal ones in one millisecond");
        }
        assertTrue(first(PHONE, stored("ok", 4, null), NOW), "and one that was stored");
        for (int i = 1; i <= 3; i++) {
            assertFalse(first(PHONE, again("ok", i, NOW), NOW.plusSeconds(600)));
            assertTrue(first(TABLET, again("ok", i, NOW), NOW.plusSeconds(600)));
        }
        assertTrue(first(PHONE, again("ok", 5, NOW), NOW.plusSeconds(600)), "equal, of the same time, and never pushed");
        assertFalse(first(PHONE, again("ok", 5, NOW), NOW.plusSeconds(600)));
    }

    @Test
    void whatWasStoredIsNotTakenForWhatWasOnlyArchived() {
        assertTrue(first(PHONE, fresh("ok", 1, null), NOW), "archived");
        assertTrue(first(PHONE, fetched("ok", 2, NOW.plusMillis(1)), NOW.plusSeconds(60)), "stored when nobody was looking");
        assertTrue(first(PHONE, stored("ok", 3, NOW.plusMillis(5)), NOW.plusSeconds(2)));
        assertTrue(first(PHONE, stored("ok", 4, NOW.plusMillis(6)), NOW.plusSeconds(2)));
        assertFalse(first(PHONE, fetched("ok", 5, NOW.plusMillis(6)), NOW.plusSeconds(60)));
        assertFalse(first(PHONE, fetched("ok", 6, NOW.plusMillis(5)), NOW.plusSeconds(60)));
        assertTrue(first(PHONE, fetched("ok", 7, NOW.plusMillis(7)), NOW.plusSeconds(60)));
    }

    @Test
    void aTimeInAQueueIsNotTheTimeInTheStore() {
        assertTrue(first(TABLET, fresh("ok", 1, NOW.plusMillis(1)), NOW));
        assertFalse(first(TABLET, stored("ok", 1, null), NOW.plusMillis(20)));
        assertTrue(first(PHONE, stored("ok", 1, null), NOW.plusMillis(20)));
        assertFalse(first(PHONE, fetched("ok", 2, NOW.plusMillis(15)), NOW.plusSeconds(60)));
        assertFalse(first(TABLET, fetched("ok", 3, NOW.plusMillis(15)), NOW.plusSeconds(60)));
    }

    @Test
    void aCallIsOneStanzaForever() {
        Stanza call = reader.read(Xml.chat("<propose xmlns='urn:xmpp:jingle-message:0' id='c1'/>"));
        assertTrue(seen.first(PHONE, new Travelling(call, new Journey(1, Origin.STORED)), NOW, false));
        assertFalse(seen.first(PHONE, new Travelling(call, new Journey(2, Origin.TRACED)), NOW.plusSeconds(60), false));
        assertFalse(seen.first(PHONE, new Travelling(call, null), NOW.plusSeconds(60), true));
    }

    /** As by a client that could not resume its stream. */
    @Test
    void whatIsSentAgainWithItsIdIsOneStanzaForMinutes() {
        assertTrue(first(PHONE, identified("ok", "a1", 1), NOW));
        assertFalse(first(PHONE, identified("ok", "a1", 2), NOW.plusSeconds(90)));
        assertTrue(first(TABLET, identified("ok", "a1", 2), NOW.plusSeconds(90)), "which did not have it");
        assertTrue(first(PHONE, identified("ok", "a2", 3), NOW.plusSeconds(90)), "another id");
        assertTrue(first(PHONE, identified("no", "a1", 4), NOW.plusSeconds(90)), "another text");
        assertTrue(first(PHONE, identified("ok", "a1", 5), NOW.plus(Duration.ofHours(1))), "not hours later");
    }

    /** The server stores it, since the connection is closed, queues it all the same, and the session ends before anybody looked at that. */
    @Test
    void whatIsStoredAndQueuedInOneMomentIsOneStanzaWhereItHasAnId() {
        Instant queued = NOW.plusMillis(4);
        assertTrue(first(PHONE, look(true, "ok", " id='a1'", "", new Journey(1, Origin.TRACED), NOW), NOW));
        assertFalse(first(PHONE, look(true, "ok", " id='a1'", delay(queued), new Journey(2, Origin.STORED), NOW.plusMillis(9)), NOW));
        assertTrue(first(PHONE, look(true, "ok", " id='a2'", delay(queued), new Journey(3, Origin.STORED), NOW.plusMillis(9)), NOW));
        Instant later = NOW.plus(Duration.ofMinutes(16));
        assertTrue(first(PHONE, look(true, "ok", " id='a1'", delay(later), new Journey(4, Origin.STORED), later), later), "not then");
        assertTrue(first(PHONE, stored("no id", 5, NOW), NOW));
        assertTrue(first(PHONE, fetched("no id", 6, queued), NOW), "two that say the same are two");
    }

    @Test
    void whatWasSentAgainIsKnownByEachOfItsJourneys() {
        assertTrue(first(PHONE, identified("ok", "a1", 1), NOW));
        assertFalse(first(PHONE, identified("ok", "a1", 2), NOW.plusSeconds(90)));
        Look copy = look(false, "ok", "", delay(NOW.plusSeconds(90)), new Journey(2, Origin.TRACED), null);
        assertFalse(first(PHONE, copy, NOW.plus(Duration.ofHours(20))), "the session that it waited in timed out");
        seen.undo(PHONE, identified("ok", "a1", 2).travelling());
        assertTrue(first(PHONE, identified("ok", "a1", 2), NOW.plusSeconds(100)));
    }

    @Test
    void whatAnotherNodePushedAndIsSentAgainHereIsOneStanza() {
        List<PushedElsewhere> told = new ArrayList<>();
        seen.addListener(told::add);
        assertTrue(first(PHONE, identified("ok", "a1", 1), NOW));
        PushHistory other = new PushHistory(1_000, nanos::get, Runnable::run);
        other.mark(told.get(0));
        assertFalse(other.first(PHONE, identified("ok", "a1", 7).travelling(), NOW.plusSeconds(60), false));
        assertTrue(other.first(PHONE, identified("ok", "a2", 8).travelling(), NOW.plusSeconds(60), false));
    }

    /** What a BOSH session did not fetch, where nobody remembers that it was handed over: after a reload. */
    @Test
    void whatAThreadOfItsOwnStoresIsACopyOfWhatWasPushedMinutesAgo() {
        assertTrue(first(PHONE, fresh("ok", 1, null), NOW));
        Look later = look(true, "ok", "", "", new Journey(2, Origin.STORED), NOW.plusSeconds(90));
        assertFalse(first(PHONE, later, NOW.plusSeconds(90)));
        assertTrue(first(TABLET, later, NOW.plusSeconds(90)));
        assertTrue(first(PHONE, look(true, "other", "", "", new Journey(3, Origin.STORED), NOW.plusSeconds(90)), NOW.plusSeconds(90)));
    }

    @Test
    void whoAsksForASubscriptionAgainIsNoNewsUntilTheDeviceIsBack() {
        Travelling request = new Travelling(request("romeo@example.org/one", "1"), new Journey(1, Origin.TRACED));
        Travelling again = new Travelling(request("romeo@example.org/two", "2"), new Journey(2, Origin.TRACED));
        Travelling other = new Travelling(request("paris@example.org", "3"), new Journey(3, Origin.TRACED));
        List<PushedElsewhere> told = new ArrayList<>();
        seen.addListener(told::add);
        assertTrue(seen.first(PHONE, request, NOW, false));
        assertFalse(seen.first(PHONE, again, NOW.plus(Duration.ofHours(3)), false));
        assertTrue(seen.first(PHONE, other, NOW.plusSeconds(1), false));
        PushHistory elsewhere = new PushHistory(1_000, nanos::get, Runnable::run);
        elsewhere.mark(told.get(0));
        assertFalse(elsewhere.first(PHONE, again, NOW.plusSeconds(5), false), "on another node");
        seen.returned(TABLET, Where.HERE);
        assertFalse(seen.first(PHONE, again, NOW.plusSeconds(9), false));
        seen.returned(PHONE, Where.ELSEWHERE);
        elsewhere.returned(PHONE, Where.HERE);
        assertTrue(seen.first(PHONE, again, NOW.plusSeconds(10), false));
        assertTrue(elsewhere.first(PHONE, again, NOW.plusSeconds(10), false));
    }
}
