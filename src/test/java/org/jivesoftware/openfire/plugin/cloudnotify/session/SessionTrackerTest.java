package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.delayed;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTrackerTest {

    private static final Duration TICK = Duration.ofMillis(250);

    private final SessionRoom f = new SessionRoom();

    @Test
    void whatWasNotAcknowledgedIsToldAtTheDetachAndWhatComesWhileDetachedAtOnce() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        assertEquals(List.of(), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated one #1 phone", "hibernated two #2 phone"), f.takeTold());
        f.send(phone, chat("three"), 3);
        assertEquals(List.of("hibernated three #3 phone"), f.takeTold());
        f.passPolling(Duration.ofMinutes(5));
        assertEquals(List.of(), f.takeTold());
        assertEquals(f.now.minus(Duration.ofMinutes(5)).minus(TICK).getEpochSecond(),
            f.waitings.get(0).travelling().stamp().getEpochSecond());
    }

    @Test
    void whatWasAcknowledgedBeforeTheDetachIsNotTold() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        phone.acknowledge(1);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("acked one #1 after 250", "hibernated two #2 phone"), f.takeTold());
    }

    @Test
    void whatIsNotAcknowledgedAfterAResumptionEitherIsToldAgain() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
        phone.detached = false;
        f.passRound(TICK);
        assertEquals(List.of("online phone"), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        // Its push may have been dropped at the resumption; whether it was is known to the notification room.
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
        f.send(phone, chat("two"), 2);
        assertEquals(List.of("hibernated two #2 phone"), f.takeTold());
        phone.detached = false;
        phone.acknowledge(2);
        f.passRound(TICK);
        assertEquals(List.of("online phone"), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of(), f.takeTold());
    }

    @Test
    void numbersThatStartAgainHideNothing() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        phone.acknowledge(1);
        phone.detached = true;
        f.pass(TICK);
        f.takeTold();
        f.send(phone, chat("two"), 2);
        phone.detached = false;
        f.pass(TICK);
        phone.acknowledge(1);
        f.send(phone, chat("three"), 3);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated two #2 phone", "online phone", "hibernated three #3 phone"), f.takeTold());
    }

    @Test
    void anAcknowledgementIsAskedForOnceAndItsDelayIsNoticed() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        assertEquals(1, phone.asked);
        f.passPolling(Duration.ofSeconds(29));
        assertEquals(List.of(), f.takeTold());
        f.passPolling(Duration.ofSeconds(3));
        assertEquals(List.of("late one #1 phone", "late two #2 phone"), f.takeTold());
        assertFalse(f.tracker.inUse(SessionRoom.key("phone")));
        f.send(phone, chat("three"), 3);
        assertEquals(List.of("late three #3 phone"), f.takeTold());
        phone.detached = true;
        f.passPolling(TICK);
        assertEquals(List.of(), f.takeTold());
        assertEquals(1, phone.asked);
    }

    @Test
    void anAcknowledgementInTimeIsJournaledAndTheNextOneIsAskedForAgain() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofMillis(500));
        f.send(phone, chat("two"), 2);
        phone.acknowledge(1);
        f.passPolling(TICK);
        assertEquals(List.of("acked one #1 after 750"), f.takeTold());
        assertEquals(2, phone.asked);
        phone.acknowledge(1);
        f.passPolling(Duration.ofMinutes(1));
        assertEquals(List.of("acked two #2 after 500"), f.takeTold());
        assertEquals(2, phone.asked);
    }

    @Test
    void whoAcknowledgesAfterAllIsOnlineAgain() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofSeconds(32));
        phone.acknowledge(1);
        f.passPolling(Duration.ofSeconds(2));
        assertEquals(List.of("late one #1 phone", "online phone"), f.takeTold());
        assertTrue(f.tracker.inUse(SessionRoom.key("phone")));
    }

    @Test
    void withoutMaxAckDelayNothingIsLate() {
        f.properties.put("cloudnotify.max-ack-delay", "0");
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofMinutes(10));
        assertEquals(List.of(), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
    }

    @Test
    void stanzasThatAreHeldBackAreFollowedWhenTheyAreFlushed() {
        FakeStream phone = f.phone();
        phone.holdsBack = true;
        Stanza composing = chat("held back");
        f.seen(phone, composing, 1);
        f.passPolling(Duration.ofMinutes(2));
        assertEquals(0, phone.asked);
        phone.queued(composing);
        f.send(phone, chat("flushes"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated held back #1 phone", "hibernated flushes #2 phone"), f.takeTold());
    }

    @Test
    void aStanzaThatIsHeldBackWhileDetachedIsToldOnceAndNotAgainWhenItIsFlushed() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        phone.holdsBack = true;
        Stanza held = chat("held back");
        f.seen(phone, held, 1);
        assertEquals(List.of("hibernated held back #1 phone"), f.takeTold());
        phone.queued(held);
        f.send(phone, chat("flushes"), 2);
        assertEquals(List.of("hibernated flushes #2 phone"), f.takeTold());
    }

    @Test
    void whatIsAcknowledgedBeforeAnybodyLooksIsNotTakenForAnEqualOneThatComesLater() {
        FakeStream phone = f.phone();
        f.laneHeld = true;
        f.send(phone, chat("same"), 1);
        phone.acknowledge(1);
        f.runLane();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("same"), 2);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated same #2 phone"), f.takeTold());
    }

    @Test
    void whatWasHeldBackAndSentAndAcknowledgedIsNotTakenForAnEqualOneEither() {
        FakeStream phone = f.phone();
        phone.holdsBack = true;
        f.seen(phone, chat("same"), 1);
        phone.holdsBack = false;
        f.passPolling(Duration.ofSeconds(8));
        f.send(phone, chat("same"), 2);
        phone.detached = true;
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated same #2 phone"), f.takeTold());
    }

    @Test
    void anEntryThatIsFoundBeforeItIsSeenOnItsWayKeepsTheNumberOfItsJourney() {
        FakeStream phone = f.phone();
        Stanza stanza = chat("one");
        phone.queued(stanza);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of(), f.takeTold());
        f.seen(phone, stanza, 7);
        assertEquals(List.of("hibernated one #7 phone"), f.takeTold());
    }

    @Test
    void anEntryThatIsNeverSeenOnItsWayGetsANumberOfItsOwn() {
        FakeStream phone = f.phone();
        phone.queued(chat("one"));
        phone.detached = true;
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated one #501 phone"), f.takeTold());
    }

    @Test
    void equalStanzasAreTwo() {
        FakeStream phone = f.phone();
        f.send(phone, chat("same"), 1);
        f.send(phone, chat("same"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated same #1 phone", "hibernated same #2 phone"), f.takeTold());
    }

    @Test
    void sessionsOfUsersWithoutRegistrationsAreNotTracked() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        f.tracker.bound(phone);
        assertFalse(f.tracker.tracks("s1"));
        f.enable("phone", null);
        assertTrue(f.tracker.tracks("s1"));
    }

    @Test
    void aSessionOfTheSameUserWithoutARegistrationIsNotAskedAndNotTold() {
        f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        f.tracker.bound(desktop);
        f.send(desktop, chat("one"), 1);
        f.passPolling(Duration.ofMinutes(1));
        desktop.detached = true;
        f.pass(TICK);
        assertEquals(0, desktop.asked);
        assertEquals(List.of(), f.takeTold());
        assertEquals(2, f.tracker.sessions("juliet").size());
    }

    @Test
    void aSessionThatIsNotFollowedYetCountsAsOneAndOneThatEndedDoesNot() {
        f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        assertEquals(List.of("phone", "desktop"), f.tracker.sessions("juliet").stream().map(Binding::resource).toList());
        f.tracker.bound(desktop);
        assertEquals(2, f.tracker.sessions("juliet").size());
        f.tracker.ended("s2");
        assertEquals(List.of("phone"), f.tracker.sessions("juliet").stream().map(Binding::resource).toList());
    }

    @Test
    void aNewSessionIsBoundByItsResourceOrItsUserAgentWithoutAnEnable() {
        f.enable("phone", "agent-1");
        FakeStream other = f.stream("s2", "juliet@example.org/other");
        other.userAgent = "agent-1";
        f.tracker.bound(other);
        FakeStream same = f.stream("s3", "juliet@example.org/phone");
        f.tracker.bound(same);
        FakeStream stranger = f.stream("s4", "juliet@example.org/phone2");
        stranger.userAgent = "agent-2";
        f.tracker.bound(stranger);
        assertEquals(List.of("online other", "online phone"), f.takeTold());
    }

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
    void whatASessionThatEndedIsStillHandedDoesNotBringItBack() {
        FakeStream phone = f.phone();
        f.tracker.ended("s1");
        f.send(phone, chat("one"), 2);
        assertEquals(0, f.tracker.size());
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
    void whenTheLastRegistrationGoesSoDoesTheTracking() throws StoreException {
        FakeStream phone = f.phone();
        phone.delegates = true;
        f.registrations.remove(SessionRoom.key("phone"));
        assertEquals(0, f.tracker.size());
        assertNull(phone.mayEnd);
    }

    @Test
    void whatWaitedBeforeThePluginStartedIsNotToldAgain() {
        FakeStream detached = f.stream("s1", "juliet@example.org/phone");
        detached.queued(chat("long ago"));
        detached.detached = true;
        FakeStream connected = f.stream("s2", "juliet@example.org/tablet");
        connected.queued(chat("too late"));
        f.now = f.now.plusSeconds(31);
        connected.queued(chat("just now"));
        f.now = f.now.plusSeconds(1);
        f.laneHeld = true;
        f.enable("phone", null);
        f.enable("tablet", null);
        f.lane.clear();
        f.runLane();
        f.tracker = f.tracker();
        f.tracker.adopt(null);
        f.pass(TICK);
        f.send(detached, chat("new"), 3);
        connected.detached = true;
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("online tablet", "hibernated new #3 phone", "hibernated just now #503 tablet"), f.takeTold());
    }

    @Test
    void norIsItWhereAStanzaComesBeforeTheSessionIsTakenOver() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("before"), 1);
        f.takeTold();
        f.now = f.now.plusSeconds(1);
        f.tracker.close();
        f.tracker = f.tracker();
        f.send(phone, chat("after"), 2);
        f.tracker.adopt(null);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated after #2 phone"), f.takeTold());
    }

    @Test
    void whatCameWhileNoPluginRanIsTold() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("before"), 1);
        f.takeTold();
        f.now = f.now.plusSeconds(1);
        f.tracker.close();
        Instant ended = f.now;
        f.now = f.now.plusSeconds(60);
        phone.queued(chat("meanwhile"));
        f.now = f.now.plusSeconds(60);
        f.tracker = f.tracker();
        f.tracker.adopt(ended);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated meanwhile #502 phone"), f.takeTold());
    }

    @Test
    void whatIsSeenLateOnItsWayIsToldOnce() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        phone.queued(chat("one"));
        f.tracker.changed("juliet");
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated one #501 phone"), f.takeTold());
        f.seen(phone, chat("one"), 7);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of(), f.takeTold());
        f.send(phone, chat("one"), 8);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated one #8 phone"), f.takeTold());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFullLaneDelaysButLosesNothing(boolean slept) {
        FakeStream phone = f.phone();
        phone.detached = slept;
        f.pass(TICK);
        f.laneFull = true;
        f.send(phone, chat("one"), 1);
        phone.detached = true;
        f.passRound(TICK);
        assertEquals(List.of(), f.takeTold());
        f.laneFull = false;
        f.passRound(TICK);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
    }

    /** One that has hibernated for long is looked at less often, but as soon as something comes for it. */
    @Test
    void aHibernatedSessionHasItsTurnInEachFourthRound() {
        FakeStream phone = f.phone();
        phone.looks = 0;
        f.passRound(TICK);
        assertEquals(TrackedSessions.ROUNDS, phone.looks, "connected");
        phone.detached = true;
        f.pass(TICK);
        f.takeTold();
        phone.looks = 0;
        f.passRound(TICK);
        assertEquals(1, phone.looks, "asleep");
        phone.detached = false;
        int rounds = 0;
        while (f.told.isEmpty() && rounds < 10) {
            f.tracker.poll();
            rounds++;
        }
        assertEquals(List.of("online phone"), f.takeTold());
        assertTrue(rounds <= TrackedSessions.ROUNDS, rounds + " rounds");
        // And is looked at in each round again.
        phone.detached = true;
        f.send(phone, chat("one"), 1);
        f.takeTold();
        phone.detached = false;
        f.send(phone, chat("two"), 2);
        assertEquals("online phone", f.takeTold().get(0));
        phone.detached = true;
        f.tracker.poll();
        assertEquals(List.of("hibernated one #1 phone", "hibernated two #2 phone"), f.takeTold());
    }

    /** Between two looks: what it acknowledged shows that it was there, and that its absence is a new one. */
    @Test
    void aShortVisitIsKnownByWhatWasAcknowledged() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        assertEquals(List.of("hibernated one #1 phone", "hibernated two #2 phone"), f.takeTold());
        phone.acknowledge(2);
        f.send(phone, chat("three"), 3);
        assertEquals(List.of("online phone", "hibernated three #3 phone"), f.takeTold());
    }

    /** The push is told of while the stanza is looked at, on the lane: it counts from then. */
    @Test
    void aPushThatGoesOutAtOnceStartsTheServersTime() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        Duration own = Duration.ofMinutes(10);
        f.pass(Duration.ofHours(1));
        assertFalse(phone.mayEnd.test(own));
        f.pushing = true;
        f.send(phone, chat("one"), 1);
        f.pass(Duration.ofMinutes(9));
        assertFalse(phone.mayEnd.test(own));
        f.pass(Duration.ofMinutes(1));
        assertTrue(phone.mayEnd.test(own));
    }

    @Test
    void aSessionThatWasMissedIsFoundByWhatIsSentToIt() {
        f.enable("phone", null);
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.detached = true;
        f.send(phone, chat("one"), 1);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
    }

    @Test
    void whereTheQueueCannotBeReadWhatComesWhileDetachedIsTold() {
        FakeStream phone = f.phone();
        phone.readable = false;
        f.send(phone, chat("before"), 1);
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("while"), 2);
        phone.detached = false;
        f.passRound(TICK);
        assertEquals(List.of("hibernated while #2 phone", "online phone"), f.takeTold());
        assertEquals(0, phone.asked);
        assertNull(f.waitings.get(0).travelling().stamp());
    }

    @Test
    void aDetachedSessionIsKeptUntilThePushAndThenForTheServersTime() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        assertNotNull(phone.mayEnd);
        Duration own = Duration.ofMinutes(10);
        f.passPolling(Duration.ofMinutes(11));
        phone.detached = true;
        assertFalse(phone.mayEnd.test(own), "Idle for long, and not even seen to be detached");
        f.pass(TICK);
        f.passPolling(Duration.ofHours(5));
        assertFalse(phone.mayEnd.test(own));
        f.tracker.pushed(SessionRoom.key("tablet"), true, Where.HERE);
        f.tracker.pushed(SessionRoom.key("phone"), false, Where.HERE);
        f.pass(Duration.ofMinutes(11));
        assertFalse(phone.mayEnd.test(own));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.pass(Duration.ofMinutes(9));
        assertFalse(phone.mayEnd.test(own));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.pass(Duration.ofMinutes(1));
        assertTrue(phone.mayEnd.test(own));
        assertEquals(0, phone.touched);
    }

    @Test
    void aDetachedSessionIsNeverKeptLongerThanTheMaximum() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        f.pass(Duration.ofHours(72).minusSeconds(1));
        assertFalse(phone.mayEnd.test(Duration.ofMinutes(10)));
        f.pass(Duration.ofSeconds(1));
        assertTrue(phone.mayEnd.test(Duration.ofMinutes(10)));
    }

    @Test
    void sessionsWithoutARegistrationEndAsTheServerWouldHaveIt() {
        f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        desktop.delegates = true;
        f.tracker.bound(desktop);
        desktop.detached = true;
        f.passPolling(Duration.ofMinutes(10));
        assertFalse(desktop.mayEnd.test(Duration.ofMinutes(10)));
        f.pass(TICK);
        assertTrue(desktop.mayEnd.test(Duration.ofMinutes(10)));
    }

    @Test
    void aSessionThatNobodyCanResumeIsNotKeptButWhatItLosesIsPushed() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        f.takeTold();
        // As Openfire does where too much waits.
        phone.managed = false;
        phone.queue.clear();
        f.seen(phone, chat("one more"), 1);
        assertEquals(List.of("hibernated one more #1 phone"), f.takeTold());
        f.pass(Duration.ofMinutes(11));
        assertTrue(phone.mayEnd.test(Duration.ofMinutes(10)));
    }

    @Test
    void whereTheServerDecidesItIsPutOff() {
        FakeStream phone = f.phone();
        Duration own = f.detachTime;
        phone.detached = true;
        for (int i = 0; i < 4 * 60; i++) {
            f.passPolling(Duration.ofMinutes(1));
            assertTrue(phone.lastActive.plus(own).isAfter(f.now), "Would have ended");
        }
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.passRound(TICK);
        Instant pushed = f.now;
        f.passPolling(Duration.ofMinutes(30));
        assertFalse(phone.lastActive.isAfter(pushed));
        assertFalse(phone.lastActive.isBefore(pushed.minus(TICK)));
    }

    @Test
    void whereTheServerDecidesTheMaximumHolds() {
        f.properties.put("cloudnotify.max-hibernation", "3600");
        FakeStream phone = f.phone();
        Instant start = f.now;
        phone.detached = true;
        f.passPolling(Duration.ofHours(2));
        Instant end = phone.lastActive.plus(f.detachTime);
        assertFalse(end.isAfter(start.plusSeconds(3600 + 1)));
        assertTrue(end.isAfter(start.plusSeconds(3600 - 301)));
    }

    @Test
    void whatWasPushedWhileConnectedBelongsToNoAbsence() {
        FakeStream phone = f.phone();
        f.send(phone, chat("a call"), 1);
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        phone.acknowledge(1);
        f.pass(TICK);
        assertEquals(List.of("acked a call #1 after 250", "online phone"), f.takeTold());
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("online phone"), f.takeTold());
    }

    @Test
    void aPushBetweenTheLossOfTheConnectionAndItsDiscoveryBelongsToTheAbsence() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.pass(TICK);
        assertEquals(List.of(), f.takeTold());
    }

    /** Openfire takes the session away, stores messages from then on, and only then tells of the end. */
    @Test
    void aPushBetweenTheEndOfASessionAndTheNewsOfItBelongsToTheAbsence() {
        FakeStream phone = f.phone();
        phone.managed = false;
        phone.closed = true;
        assertFalse(f.tracker.connected(SessionRoom.key("phone")));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold(), "it was not there for it: what waits is not dropped");
        FakeStream again = f.stream("s2", "juliet@example.org/phone");
        again.managed = false;
        f.tracker.bound(again);
        f.takeTold();
        assertTrue(f.tracker.connected(SessionRoom.key("phone")));
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s2");
        assertEquals(List.of("online phone"), f.takeTold(), "it was there for that one");
    }

    @Test
    void whoseSessionHasEndedHasNoneThoughNobodyToldYet() {
        FakeStream phone = f.phone();
        f.send(phone, chat("read"), 1);
        phone.acknowledge(1);
        f.pass(TICK);
        f.takeTold();
        assertTrue(f.tracker.inUse(SessionRoom.key("phone")));
        assertEquals(1, f.tracker.sessions("juliet").size());
        phone.closed = true;
        assertFalse(f.tracker.inUse(SessionRoom.key("phone")));
        assertEquals(List.of(), f.tracker.sessions("juliet"), "an archive's copy is for this device");
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold(), "the count goes on, and what waits is not dropped");
    }

    @Test
    void aSessionThatHasEndedDoesNotMakeAnotherOneOfItsDeviceSleep() {
        FakeStream phone = f.phone();
        FakeStream again = f.stream("s2", "juliet@example.org/other");
        f.tracker.bound(again);
        f.enable("phone", "other", null);
        phone.closed = true;
        assertTrue(f.tracker.inUse(SessionRoom.key("phone")));
    }

    @Test
    void noneDoesWhatWasAcknowledgedRightBeforeTheSessionEnds() {
        FakeStream phone = f.phone();
        f.laneHeld = true;
        f.send(phone, chat("a call"), 1);
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        phone.acknowledge(1);
        phone.managed = false;
        f.tracker.ended("s1");
        f.runLane();
        assertEquals(List.of("online phone"), f.takeTold());
        FakeStream again = f.stream("s2", "juliet@example.org/phone");
        f.tracker.bound(again);
        f.takeTold();
        f.send(again, chat("another call"), 2);
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.tracker.ended("s2");
        assertEquals(List.of(), f.takeTold(), "which it did not acknowledge");
    }

    @Test
    void theEndOfASessionDropsNothingThatIsAlreadyForTheTimeAfterIt() {
        // A message may be stored offline, and its push wait to be merged, before the end of the session is heard of.
        f.phone();
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold());
    }

    @Test
    void whatIsImportantIsToldFirst() {
        FakeStream phone = f.phone();
        f.send(phone, stanza("<message type='chat' from='romeo@example.org/orchard'><composing "
            + "xmlns='http://jabber.org/protocol/chatstates'/></message>"), 1);
        f.send(phone, chat("important"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated important #2 phone", "hibernated MESSAGE #1 phone"), f.takeTold());
    }

    @Test
    void closingLetsGoOfEverySession() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        assertNotNull(phone.mayEnd);
        f.tracker.close();
        assertNull(phone.mayEnd);
        f.send(phone, chat("one"), 1);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("online phone"), f.takeTold());
    }

    /** Whatever was told of it before; and after whoever hears that the device is back, and drops what waits. */
    @Test
    void whatIsAcknowledgedIsSeen() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        phone.acknowledge(1);
        f.pass(TICK);
        f.send(phone, chat("two"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("one #1 phone"), f.seen);
        f.takeTold();
        phone.detached = false;
        phone.acknowledge(1);
        f.passRound(TICK);
        assertEquals(List.of("one #1 phone", "two #2 phone"), f.seen);
        assertEquals(List.of("online phone"), f.takeTold());
    }

    @Test
    void whatASessionWithoutARegistrationAcknowledgesIsSeenByNobody() {
        f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        f.tracker.bound(desktop);
        f.send(desktop, chat("one"), 1);
        desktop.acknowledge(1);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of(), f.seen);
    }

    /** The plugin that ran before has pushed it. */
    @Test
    void whatWaitedBeforeThePluginStartedCountsAsSeenAlsoWhenItIsRoutedAgain() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        Instant sent = f.now;
        f.tracker.close();
        f.now = f.now.plusSeconds(1);
        f.tracker = f.tracker();
        f.tracker.adopt(null);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(1, f.seen.size());
        long again = f.again(phone.original(0), delayed("one", sent));
        assertEquals(List.of("one #" + again + " phone"), f.seen);
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

    @Test
    void theWaitingKnowsItsRegistration() {
        FakeStream phone = f.phone();
        f.enable("tablet", null);
        phone.detached = true;
        f.send(phone, chat("one"), 1);
        Waiting waiting = f.waitings.get(0);
        assertTrue(waiting.binding().test(f.registration("phone")));
        assertFalse(waiting.binding().test(f.registration("tablet")));
    }

    @Test
    void onlyWhatAStanzaCausesItselfIsDoneOnItsWay() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        assertEquals(List.of(1L), f.byStanzas);
        // Nor is it while what may be a copy makes all of the user's sessions be looked at.
        f.send(phone, delayed("two", f.now), 2);
        f.pass(Duration.ofSeconds(1));
        f.tracker.changed("juliet");
        f.tracker.ended("s1");
        assertEquals(List.of(1L), f.byStanzas);
    }

    @Test
    void aCopyThatComesBeforeTheLookLeavesItToTheLane() {
        FakeStream phone = f.phone();
        f.laneHeld = true;
        f.send(phone, chat("one"), 1);
        f.send(phone, delayed("two", f.now), 2);
        phone.detached = true;
        assertEquals(1, f.lane.size());
        f.mayWait = false;
        f.lane.remove(0).run();
        assertEquals(List.of(), f.takeTold());
        assertEquals(1, f.lane.size());
        f.mayWait = true;
        f.runLane();
        assertEquals(List.of("hibernated one #1 phone", "hibernated two #2 phone"), f.takeTold());
    }

    @Test
    void whatComesForASessionThatIsBeingEndedIsLookedAtOnTheLane() {
        FakeStream phone = f.phone();
        phone.managed = false;
        f.send(phone, chat("one"), 1);
        assertEquals(List.of(), f.byStanzas);
    }
}
