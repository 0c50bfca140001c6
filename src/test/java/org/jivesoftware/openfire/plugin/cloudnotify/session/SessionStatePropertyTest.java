package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Action;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Asked;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Connected;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Detached;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Facts;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Mark;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Stalled;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Step;

/** Walks the table of states and observations, as it is on the page of {@link SessionState}. */
class SessionStatePropertyTest {

    private static final Duration DELAY = Duration.ofSeconds(30);

    /** What happens between two looks, and what the next one finds. */
    private record Event(int seconds, boolean queued, boolean acknowledged, Pushed pushed, boolean detached, boolean managed, boolean bound,
                         boolean visited, boolean asking) {
    }

    private enum Pushed { NO, IMPORTANT, UNIMPORTANT }

    private static final class Entry implements Mark {

        private boolean gone;

        @Override
        public boolean gone() {
            return gone;
        }
    }

    @Provide
    Arbitrary<List<Event>> walks() {
        Arbitrary<Boolean> often = Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false));
        Arbitrary<Boolean> seldom = often.map(value -> !value);
        Arbitrary<Boolean> half = Arbitraries.of(true, false);
        return Combinators.combine(Arbitraries.integers().between(0, 25), half, seldom, Arbitraries.of(Pushed.values()), half, often, often,
            seldom).flatAs((seconds, queued, acknowledged, pushed, detached, managed, bound, visited) -> often.map(asking ->
                new Event(seconds, queued, acknowledged, pushed, detached, managed, bound, visited, asking))).list().ofMaxSize(40);
    }

    @Property(tries = 3_000)
    void theTableIsKeptTo(@ForAll("walks") List<Event> walk) {
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        SessionState state = SessionState.start();
        Entry newest = null;
        boolean reason = false;
        Instant asked = null;
        for (Event event : walk) {
            now = now.plusSeconds(event.seconds());
            if (event.queued()) {
                newest = new Entry();
                reason = true;
            }
            if (event.acknowledged() && newest != null) {
                // In this walk always everything; older entries went before.
                newest.gone = true;
                state = acknowledgeAll(state);
                reason = false;
            }
            if (event.pushed() != Pushed.NO) {
                state = pushed(state, now, event, newest);
            }
            Observation look = new Observation(now, event.detached(), event.managed(), false, Duration.ZERO, null);
            Facts facts = new Facts(event.bound(), reason, newest, event.visited(), event.asking() ? DELAY : Duration.ZERO);
            Step step = state.next(look, facts);
            check(state, look, facts, step, asked);
            assertEquals(step, state.next(look, facts), "nothing but these decides");
            asked = step.actions().contains(Action.ASK) ? now : asked;
            state = step.state();
        }
    }

    private static SessionState acknowledgeAll(SessionState state) {
        Mark upTo = state instanceof Asked asking ? asking.upTo() : state instanceof Stalled stalled ? stalled.upTo() : null;
        if (upTo instanceof Entry entry) {
            entry.gone = true;
        }
        if (state.pushes().upTo() instanceof Entry entry) {
            entry.gone = true;
        }
        return state;
    }

    private static SessionState pushed(SessionState state, Instant now, Event event, Entry newest) {
        boolean important = event.pushed() == Pushed.IMPORTANT;
        SessionState after = state.pushed(now, important, event.detached(), newest);
        assertSame(state.getClass(), after.getClass(), "a push changes what is known, and not the state");
        if (state instanceof Detached before && after instanceof Detached detached) {
            assertEquals(before.hibernation().since(), detached.hibernation().since());
            assertEquals(before.hibernation().pushed() == null && important ? now : before.hibernation().pushed(),
                detached.hibernation().pushed(), "the first one counts");
        }
        return after;
    }

    private static void check(SessionState before, Observation look, Facts facts, Step step, Instant asked) {
        SessionState after = step.state();
        List<Action> actions = step.actions();
        boolean wasAway = before instanceof Detached;
        boolean acknowledged = before instanceof Stalled stalled && stalled.upTo().gone();
        boolean reached = before.pushes().reached();
        boolean watched = facts.bound() && look.managed() && facts.reason() && !facts.maxAckDelay().isZero();

        assertEquals(look.detached(), after instanceof Detached);
        boolean back = look.detached() ? wasAway ? facts.visited() : reached : wasAway || acknowledged || reached;
        assertEquals(back, actions.contains(Action.RETURNED));
        assertTrue(!back || actions.get(0) == Action.RETURNED, "before anything is told of");
        assertEquals(look.detached(), actions.contains(Action.TELL));
        assertEquals(!look.detached() && watched && after instanceof Stalled, actions.contains(Action.TELL_LATE));
        assertEquals(actions.stream().distinct().count(), actions.size());
        if (back && !look.detached()) {
            assertEquals(SessionState.Pushes.NONE, after.pushes(), "an absence is over, and what was pushed in it");
        }
        if (actions.contains(Action.ASK)) {
            assertTrue(watched && after instanceof Asked);
            assertTrue(back || before instanceof Connected || before instanceof Asked asking && asking.upTo().gone());
        }
        if (watched && !look.detached()) {
            assertFalse(after instanceof Connected, "something is asked for");
        }
        if (after instanceof Stalled && !(before instanceof Stalled)) {
            assertTrue(before instanceof Asked && !look.now().isBefore(asked.plus(facts.maxAckDelay())), "not earlier");
        }
        if (after instanceof Detached detached) {
            boolean same = wasAway && !facts.visited();
            assertEquals(same ? ((Detached) before).hibernation().since() : look.now(), detached.hibernation().since());
            assertTrue(!back || detached.hibernation().pushed() == null, "a new absence");
        }
        if (before instanceof Asked && after instanceof Asked stillAsked && !actions.contains(Action.ASK)) {
            assertTrue(look.now().isBefore(stillAsked.since().plus(DELAY)) || !watched, "late is late");
            assertNotEquals(null, asked);
        }
    }
}
