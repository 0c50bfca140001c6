package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which session belongs to which registration, where several are alike (behaviour §1). */
class BindingTest {

    private static final Duration TICK = Duration.ofMillis(250);

    private final SessionRoom f = new SessionRoom();

    @Test
    void ofTwoDevicesWithOneResourceEachIsItsOwn() {
        // All phones of one app have the same resource; the second takes the session of the first.
        FakeStream first = f.stream("s1", "juliet@example.org/app");
        f.tracker.bound(first);
        f.enable("one", "app", null);
        f.tracker.ended("s1");
        FakeStream second = f.stream("s2", "juliet@example.org/app");
        f.tracker.bound(second);
        f.enable("two", "app", null);
        f.takeTold();
        List<Binding> sessions = f.tracker.sessions("juliet");
        assertTrue(sessions.stream().anyMatch(session -> session.test(f.registration("two"))));
        assertFalse(sessions.stream().anyMatch(session -> session.test(f.registration("one"))), "which is away");
        assertTrue(f.tracker.inUse(SessionRoom.key("two")));
        assertFalse(f.tracker.inUse(SessionRoom.key("one")));
        second.detached = true;
        f.pass(TICK);
        f.send(second, chat("hi"), 1);
        assertTrue(f.waitings.get(0).binding().test(f.registration("two")), "also after a resumption");
        assertFalse(f.waitings.get(0).binding().test(f.registration("one")));
    }

    /** Its end may be told before anybody came to follow it. */
    @Test
    void aSessionThatEndedAlreadyIsNotFollowed() {
        f.enable("one", "app", null);
        f.tracker.ended("s1");
        f.tracker.bound(f.stream("s1", "juliet@example.org/app"));
        assertFalse(f.tracker.tracks("s1"));
        f.tracker.bound(f.stream("s2", "juliet@example.org/app"));
        assertTrue(f.tracker.tracks("s2"));
    }

    @Test
    void aResourceThatTwoRegistrationsHaveTellsNothing() {
        f.enable("one", "app", null);
        f.enable("two", "app", null);
        FakeStream phone = f.stream("s1", "juliet@example.org/app");
        f.tracker.bound(phone);
        assertEquals(List.of("perhaps online one two"), f.takeTold(), "a push too many is better than one too few");
        assertFalse(f.tracker.inUse(SessionRoom.key("one")));
    }

    @Test
    void whatWaitsForASessionThatMayBelongToSeveralWakesEachOfThem() {
        f.enable("one", "app", null);
        f.enable("two", "app", null);
        f.enable("three", "other", null);
        FakeStream phone = f.stream("s1", "juliet@example.org/app");
        phone.delegates = true;
        f.tracker.bound(phone);
        f.send(phone, chat("on its way"), 1);
        f.pass(TICK);
        assertEquals(1, phone.asked, "as of any other device");
        assertEquals(List.of("perhaps online one two"), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("hi"), 2);
        assertEquals(List.of("hibernated on its way #1 app", "hibernated hi #2 app"), f.takeTold());
        for (var waiting : f.waitings) {
            assertTrue(waiting.binding().wakes(f.registration("one")));
            assertTrue(waiting.binding().wakes(f.registration("two")));
            assertFalse(waiting.binding().wakes(f.registration("three")));
            assertFalse(waiting.binding().test(f.registration("one")), "which may be another one");
        }
        assertFalse(phone.mayEnd.test(Duration.ofMinutes(1)), "it is kept as any other");
        phone.detached = false;
        f.passRound(TICK);
        assertEquals(List.of("perhaps online one two"), f.takeTold());
        assertFalse(f.tracker.inUse(SessionRoom.key("one")));
        phone.acknowledge(2);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of(), f.seen, "nobody knows who has seen it");
        f.enable("two", "app", null);
        assertTrue(f.tracker.inUse(SessionRoom.key("two")));
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("and now"), 3);
        assertFalse(f.waitings.get(f.waitings.size() - 1).binding().wakes(f.registration("one")), "by now it is known");
    }

    @Test
    void aUserAgentTellsMoreThanTheResource() {
        f.enable("one", "app", "agent-1");
        f.enable("two", "app", "agent-2");
        FakeStream phone = f.stream("s1", "juliet@example.org/app");
        phone.userAgent = "agent-2";
        f.tracker.bound(phone);
        assertTrue(f.tracker.inUse(SessionRoom.key("two")));
        assertFalse(f.tracker.inUse(SessionRoom.key("one")));
    }

    @Test
    void aUserAgentThatSaysOtherwiseUndoesTheResource() {
        f.enable("one", "app", "agent-1");
        FakeStream other = f.stream("s1", "juliet@example.org/app");
        other.userAgent = "agent-2";
        f.tracker.bound(other);
        assertFalse(f.tracker.inUse(SessionRoom.key("one")));
    }

    @Test
    void whoEnablesAgainUnderAnotherResourceIsBackFromThatMoment() {
        f.phone();
        f.tracker.ended("s1");
        FakeStream fresh = f.stream("s2", "juliet@example.org/phone.4711");
        f.tracker.bound(fresh);
        assertEquals(List.of(), f.takeTold());
        f.enable("phone", "phone.4711", null);
        assertEquals(List.of("online phone.4711"), f.takeTold());
        assertTrue(f.tracker.inUse(SessionRoom.key("phone")));
        fresh.detached = true;
        f.pass(TICK);
        f.send(fresh, chat("hi"), 1);
        assertTrue(f.waitings.get(0).binding().test(f.registration("phone")));
    }

    @Test
    void whoEnablesAgainInTheSameSessionIsToldOnce() {
        f.phone();
        f.enable("phone", null);
        assertEquals(List.of("online phone"), f.takeTold());
    }

    @Test
    void aSessionKeepsWhatItEnabledWhenAnotherOneEnablesTheSame() {
        FakeStream tab = f.stream("s1", "juliet@example.org/tab1");
        f.tracker.bound(tab);
        f.enable("browser", "tab1", null);
        FakeStream other = f.stream("s2", "juliet@example.org/tab2");
        f.tracker.bound(other);
        f.enable("browser", "tab2", null);
        f.takeTold();
        other.detached = true;
        f.passPolling(Duration.ofSeconds(1));
        assertFalse(f.tracker.inUse(SessionRoom.key("browser")), "what only the one that sleeps got, nobody has seen");
        f.tracker.ended("s2");
        assertTrue(f.tracker.inUse(SessionRoom.key("browser")));
    }

    @Test
    void whatAConnectedSessionOfTheSameRegistrationAcknowledgesIsToldAfterThatOnly() {
        FakeStream open = twoTabs();
        FakeStream closed = f.streams.get(1);
        f.send(closed, chat("hi"), 1);
        f.send(open, chat("hi"), 1);
        f.passPolling(Duration.ofSeconds(5));
        assertEquals(List.of(), f.takeTold());
        open.acknowledge(1);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hi #1 tab1"), f.seen, "first of all");
        assertEquals(List.of("acked hi #1 after 5250", "hibernated hi #1 tab2"), f.takeTold());
    }

    @Test
    void whatItDoesNotGetIsToldSoon() {
        twoTabs();
        FakeStream closed = f.streams.get(1);
        f.send(closed, chat("hi"), 1);
        f.passPolling(Duration.ofSeconds(2));
        assertEquals(List.of("hibernated hi #1 tab2"), f.takeTold());
    }

    @Test
    void whatItDoesNotAcknowledgeIsTold() {
        FakeStream open = twoTabs();
        FakeStream closed = f.streams.get(1);
        f.send(closed, chat("hi"), 1);
        f.send(open, chat("hi"), 1);
        f.passPolling(Duration.ofSeconds(29));
        assertEquals(List.of(), f.takeTold());
        f.passPolling(Duration.ofSeconds(3));
        assertTrue(f.takeTold().contains("late hi #1 tab1"));
    }

    @Test
    void whereItIsLostTooBothAreTold() {
        FakeStream open = twoTabs();
        FakeStream closed = f.streams.get(1);
        f.send(closed, chat("hi"), 1);
        f.send(open, chat("hi"), 1);
        open.detached = true;
        f.passPolling(Duration.ofSeconds(2));
        assertEquals(List.of("hibernated hi #1 tab1", "hibernated hi #1 tab2"), f.takeTold().stream().sorted().toList());
    }

    /** Both belong to one registration; the second sleeps. */
    private FakeStream twoTabs() {
        FakeStream open = f.stream("s1", "juliet@example.org/tab1");
        f.tracker.bound(open);
        f.enable("browser", "tab1", null);
        FakeStream closed = f.stream("s2", "juliet@example.org/tab2");
        f.tracker.bound(closed);
        f.enable("browser", "tab2", null);
        closed.detached = true;
        f.pass(TICK);
        f.takeTold();
        return open;
    }

    @Test
    void everythingThatIsAcknowledgedIsToldAsSeenHoweverItWasToldBefore() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(TICK);
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("two"), 2);
        assertEquals(List.of(), f.seen);
        phone.detached = false;
        f.passRound(TICK);
        phone.acknowledge(2);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("one #1 phone", "two #2 phone"), f.seen);
        f.laneHeld = true;
        f.send(phone, chat("three"), 3);
        phone.acknowledge(1);
        f.runLane();
        assertEquals(List.of("one #1 phone", "two #2 phone", "three #3 phone"), f.seen, "before anybody looked");
    }

    @Test
    void whatIsAcknowledgedRightBeforeTheEndIsSeenTooButNotWhatTheServerThrowsAway() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        phone.acknowledge(1);
        phone.managed = false;
        f.tracker.ended("s1");
        assertEquals(List.of("one #1 phone"), f.seen);
        FakeStream again = f.stream("s2", "juliet@example.org/phone");
        f.tracker.bound(again);
        f.send(again, chat("two"), 2);
        again.managed = false;
        again.queue.clear();
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("one #1 phone"), f.seen);
    }
}
