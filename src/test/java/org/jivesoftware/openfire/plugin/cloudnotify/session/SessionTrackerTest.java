package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.delayed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sessions are followed, whose they are, and on which thread and how often they are looked at. */
class SessionTrackerTest {

    private final SessionRoom f = new SessionRoom();

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
    void whatASessionThatEndedIsStillHandedDoesNotBringItBack() {
        FakeStream phone = f.phone();
        f.tracker.ended("s1");
        f.send(phone, chat("one"), 2);
        assertEquals(0, f.tracker.size());
    }

    @Test
    void whenTheLastRegistrationGoesSoDoesTheTracking() throws StoreException {
        FakeStream phone = f.phone();
        phone.delegates = true;
        f.registrations.remove(SessionRoom.key("phone"));
        assertEquals(0, f.tracker.size());
        assertNull(phone.mayEnd);
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

    @Test
    void aSessionThatWasMissedIsFoundByWhatIsSentToIt() {
        f.enable("phone", null);
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.detached = true;
        f.send(phone, chat("one"), 1);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
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
