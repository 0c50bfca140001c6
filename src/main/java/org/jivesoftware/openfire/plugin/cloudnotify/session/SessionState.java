package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states of a session of a user who has registrations, and the only place where one becomes another. Immutable; nothing here asks
 * anybody or has an effect.
 *
 * <p>What a look finds (columns), and what becomes of each state (rows), with what is to be done, in this order:
 *
 * <table>
 * <caption>States and observations</caption>
 * <tr><th></th><th>detached</th><th>connected, nothing to ask for</th><th>connected, a reason unacknowledged</th>
 * <th>connected, what was asked for is acknowledged</th><th>connected, the acknowledgement is late</th></tr>
 * <tr><td>{@code Connected}</td><td>{@code Detached}: TELL</td><td>–</td><td>{@code Asked}: ASK</td><td>(does not happen)</td>
 * <td>(does not happen)</td></tr>
 * <tr><td>{@code Asked}</td><td>{@code Detached}: TELL</td><td>–</td><td>–</td><td>{@code Connected}, and from there on in this row of
 * {@code Connected}</td><td>{@code Stalled}: TELL_LATE</td></tr>
 * <tr><td>{@code Stalled}</td><td>{@code Detached}: TELL</td><td>–</td><td>TELL_LATE</td><td>{@code Connected}: RETURNED, and on</td>
 * <td>TELL_LATE</td></tr>
 * <tr><td>{@code Detached}</td><td>TELL; where it was resumed meanwhile: RETURNED, a new {@code Detached}, TELL</td>
 * <td>{@code Connected}: RETURNED</td><td>{@code Asked}: RETURNED, ASK</td><td>(nothing is asked for)</td>
 * <td>(nothing is asked for)</td></tr>
 * </table>
 *
 * <p>And in each column, first of all: a session that was pushed to while it was connected, as for calls, and has acknowledged everything
 * that it was sent until then, was there for it: RETURNED, so that the push belongs to no absence.
 *
 * <p>A reason is asked for and can be late only where the session is bound, its stream is managed, and {@code max-ack-delay} is not 0.
 */
sealed interface SessionState {

    /** Up to where something is acknowledged: an entry of the queue. */
    @FunctionalInterface
    interface Mark {

        /** @return whether it is acknowledged, or gone otherwise */
        boolean gone();
    }

    /** What is to be done. */
    enum Action {
        /** The device is back: what waits for it is dropped, and what it leaves unacknowledged once more is told of once more. */
        RETURNED,
        /** To ask for an acknowledgement. */
        ASK,
        /** To tell of what waits for a detached session. */
        TELL,
        /** To tell of what a connected one does not acknowledge. */
        TELL_LATE
    }

    /**
     * Pushes that went out since the device was last back.
     *
     * @param absent when the first important one did while it was away, or null
     * @param present whether one did while it was connected
     * @param upTo the newest entry at that time: once it is gone, the device was there; null where there was none
     */
    record Pushes(@Nullable Instant absent, boolean present, @Nullable Mark upTo) {

        /** None. */
        static final Pushes NONE = new Pushes(null, false, null);

        /** @return whether it was there for what was pushed while it was connected */
        boolean reached() {
            return present && (upTo == null || upTo.gone());
        }
    }

    /**
     * It has a connection, and nothing is asked for.
     *
     * @param pushes not null
     */
    record Connected(Pushes pushes) implements SessionState {

        /** Checks. */
        public Connected {
            Objects.requireNonNull(pushes);
        }
    }

    /**
     * It has a connection, and was asked to acknowledge.
     *
     * @param pushes not null
     * @param upTo what it was asked for
     * @param since when
     */
    record Asked(Pushes pushes, Mark upTo, Instant since) implements SessionState {

        /** Checks. */
        public Asked {
            Objects.requireNonNull(pushes);
            Objects.requireNonNull(upTo);
            Objects.requireNonNull(since);
        }
    }

    /**
     * It has a connection, but does not acknowledge: probably it is dead.
     *
     * @param pushes not null
     * @param upTo what it was asked for
     */
    record Stalled(Pushes pushes, Mark upTo) implements SessionState {

        /** Checks. */
        public Stalled {
            Objects.requireNonNull(pushes);
            Objects.requireNonNull(upTo);
        }
    }

    /**
     * It has no connection.
     *
     * @param hibernation since when, and for how long
     */
    record Detached(Hibernation hibernation) implements SessionState {

        /** Checks. */
        public Detached {
            Objects.requireNonNull(hibernation);
        }

        @Override
        public Pushes pushes() {
            return new Pushes(hibernation.pushed(), false, null);
        }
    }

    /** @return where each session begins */
    static SessionState start() {
        return new Connected(Pushes.NONE);
    }

    /** @return what was pushed */
    Pushes pushes();

    /**
     * What is known besides the look, when the queue was followed.
     *
     * @param bound whether it belongs to a registration
     * @param reason whether something in its queue may be a reason to push
     * @param newest the newest entry of the queue, or null where there was none ever
     * @param visited whether it is known to have been connected since the last look
     * @param maxAckDelay for how long an acknowledgement is waited for; zero where none is asked for. Not null
     */
    record Facts(boolean bound, boolean reason, @Nullable Mark newest, boolean visited, Duration maxAckDelay) {

        /** Checks. */
        public Facts {
            Objects.requireNonNull(maxAckDelay);
        }
    }

    /**
     * @param state what it is in from now on
     * @param actions what is to be done, in this order
     */
    record Step(SessionState state, List<Action> actions) {

        /** Checks and copies. */
        public Step {
            Objects.requireNonNull(state);
            actions = List.copyOf(actions);
        }
    }

    /**
     * What a look makes of this state.
     *
     * @param look what it found
     * @param facts what is known besides
     * @return the next state, and what is to be done
     */
    default Step next(Observation look, Facts facts) {
        List<Action> actions = new ArrayList<>(2);
        SessionState next = look.detached() ? asleep(look, facts, actions) : awake(look, facts, actions);
        return new Step(next, actions);
    }

    private SessionState asleep(Observation look, Facts facts, List<Action> actions) {
        SessionState next;
        if (this instanceof Detached && !facts.visited()) {
            next = this;
        } else {
            boolean back = this instanceof Detached || pushes().reached();
            if (back) {
                actions.add(Action.RETURNED);
            }
            next = new Detached(new Hibernation(look.now(), back ? null : pushes().absent()));
        }
        actions.add(Action.TELL);
        return next;
    }

    private SessionState awake(Observation look, Facts facts, List<Action> actions) {
        SessionState next = this;
        if (returned() || pushes().reached()) {
            actions.add(Action.RETURNED);
            next = start();
        }
        if (next instanceof Asked asked && asked.upTo().gone()) {
            next = new Connected(asked.pushes());
        }
        if (!facts.bound() || !look.managed() || !facts.reason() || facts.maxAckDelay().isZero()) {
            return next;
        }
        if (next instanceof Connected connected && facts.newest() != null) {
            next = new Asked(connected.pushes(), facts.newest(), look.now());
            actions.add(Action.ASK);
        }
        if (next instanceof Asked asked && !look.now().isBefore(asked.since().plus(facts.maxAckDelay()))) {
            next = new Stalled(asked.pushes(), asked.upTo());
        }
        if (next instanceof Stalled) {
            actions.add(Action.TELL_LATE);
        }
        return next;
    }

    /** Whether being connected means that the device is back. */
    private boolean returned() {
        return this instanceof Detached || this instanceof Stalled stalled && stalled.upTo().gone();
    }

    /**
     * A push went out to a registration that the session is bound to.
     *
     * @param now when
     * @param important whether for something important
     * @param lost whether it has no connection, which may not have been noticed yet
     * @param newest the newest entry of its queue, or null
     * @return the state from now on
     */
    default SessionState pushed(Instant now, boolean important, boolean lost, @Nullable Mark newest) {
        if (this instanceof Detached detached) {
            return important ? new Detached(detached.hibernation().withPush(now)) : this;
        }
        boolean present = !lost && !(this instanceof Stalled);
        if (!present && (!important || pushes().absent() != null)) {
            return this;
        }
        Pushes pushes = present ? new Pushes(pushes().absent(), true, newest) : new Pushes(now, pushes().present(), pushes().upTo());
        if (this instanceof Asked asked) {
            return new Asked(pushes, asked.upTo(), asked.since());
        }
        return this instanceof Stalled stalled ? new Stalled(pushes, stalled.upTo()) : new Connected(pushes);
    }

    /** @return whether it has a connection on which the client answers, as far as was noticed */
    default boolean answers() {
        return this instanceof Connected || this instanceof Asked;
    }
}
