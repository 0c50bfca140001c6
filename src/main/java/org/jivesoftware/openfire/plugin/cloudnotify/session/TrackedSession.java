package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Action;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Detached;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Facts;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionState.Step;

/**
 * One session of a user who has registrations: its {@link SessionState}, what waits in it, and to which registrations it belongs. A look
 * is one {@link Observation}; what it means is the state's to say, and is done here.
 *
 * <p>Thread rule: {@link #look} and what it changes belong to the user's lane. Routing threads add what they see on its way; the poll, and
 * whoever asks whether the device is in use, reads the volatile fields.
 */
final class TrackedSession {

    /** How long it may take to send what was held back. */
    private static final Duration FLUSHING = Duration.ofSeconds(5);
    /** Of so few, none is lost for Openfire's turning stream management off because there are too many. */
    private static final int FEW = 1_000;

    private final String username;
    private final ClientStream stream;
    private final SteadyClock clock;
    private final OnTheirWay onTheirWay = new OnTheirWay();
    private final Handed handed;
    private final Agenda agenda = new Agenda();
    private final Backlog backlog;
    private final Acknowledged acknowledged = new Acknowledged();
    private final Lifetime lifetime;
    private final Announcements announcements;
    /** Whether stream management was ever on: the queue of a session that is being ended can be read still. */
    private boolean managed;
    private volatile Ties ties;
    private volatile SessionState state = SessionState.start();

    TrackedSession(String username, ClientStream stream, JourneyRegistry journeys, SteadyClock clock) {
        this.username = Objects.requireNonNull(username);
        this.stream = Objects.requireNonNull(stream);
        this.clock = Objects.requireNonNull(clock);
        this.backlog = new Backlog(journeys);
        this.lifetime = new Lifetime(stream, clock);
        this.handed = new Handed(stream);
        this.announcements = new Announcements(username);
        this.ties = Ties.unknown(Objects.requireNonNullElse(stream.address().getResource(), ""), stream.userAgent());
    }

    String username() {
        return username;
    }

    ClientStream stream() {
        return stream;
    }

    Binding binding() {
        return ties.binding();
    }

    /** @return what waits in it. On the user's lane. */
    Backlog backlog() {
        return backlog;
    }

    Handed handed() {
        return handed;
    }

    Agenda agenda() {
        return agenda;
    }

    /** @return whether listeners know that it is there. On the user's lane. */
    boolean announced() {
        return announcements.announced();
    }

    /** It is tracked from now on: the server asks when it may end. */
    void keep(Supplier<Duration> maximum) {
        lifetime.begin(own -> lifetime.mayEnd(state, kept(), own, maximum.get()));
    }

    /** Whether it is to be kept while detached: not where nobody could resume it any more, or nothing is pushed to it. Any thread. */
    private boolean kept() {
        return ties.healthy() && stream.managed();
    }

    /** @return whether it has a connection on which the client answers. Any thread. */
    boolean inUse() {
        boolean detached = stream.detached();
        boolean back = !detached && state instanceof Detached;
        if (back) {
            // The next look knows that it was resumed, even if it is detached once more by then.
            agenda.visited();
        }
        return !detached && (back || state.answers()) && !stream.closed();
    }

    /** @return whether it has ended, though the server has not told so yet: it tells a moment after it lets go of one. Any thread. */
    boolean gone() {
        return !stream.detached() && stream.closed();
    }

    /** @return it as people see it. Any thread. */
    SessionView view() {
        return ties.wakesAny() ? SessionView.of(stream, state) : SessionView.of(stream);
    }

    /** @return whether the poll should have it looked at. Any thread. */
    boolean due(long now) {
        handed.look();
        return agenda.due(now) || stream.detached() != state instanceof Detached;
    }

    /** @return whether nothing can happen to it unnoticed but that it is resumed. On the user's lane. */
    boolean quiet() {
        return state instanceof Detached && agenda.quiet();
    }

    /** A stanza went to this session. Any thread. */
    void seen(OnItsWay seen) {
        onTheirWay.add(seen);
        if (seen.copy()) {
            agenda.copies(true);
        }
    }

    /** The beginning: what waits already, and is older than {@code handled} by the server's clock, was told of before. */
    void begin(Surroundings around, Instant handled) {
        Observation look = observe();
        Hibernation before = look.detached() ? lifetime.before() : null;
        if (before != null) {
            state = new Detached(before);
        }
        if (look.unacked() != null && look.managed()) {
            backlog.follow(look.unacked(), look.now(), item -> { });
            ties = ties.among(around.devices());
            backlog.skip(handled, travelling -> acknowledged(travelling));
        }
        look(around);
    }

    /** It enabled a registration itself. */
    void enabled(RegistrationKey key) {
        ties = ties.enabling(key);
    }

    /** A push went out to one of its registrations, perhaps when it was {@code gone}; that it is detached may not have been noticed yet. */
    void pushed(boolean important, boolean gone) {
        enter(state.pushed(clock.now(), important, gone || stream.detached(), backlog.newest()));
        if (state.pushes().absent() != null) {
            agenda.next(Agenda.SOON);
        }
    }

    /** Finds out what happened, and tells of it. */
    void look(Surroundings around) {
        try {
            Observation look = follow(around, false);
            Facts facts = new Facts(ties.wakesAny(), backlog.hasReason(), backlog.newest(), agenda.takeVisited(), around.maxAckDelay());
            Step step = state.next(look, facts);
            enter(step.state());
            announcements.looked(ties, !look.detached() && !step.actions().contains(Action.RETURNED), around.listener());
            for (Action action : step.actions()) {
                perform(action, around);
            }
            acknowledged.tell(around.listener());
            boolean unsure = around.devices() == null && !ties.wakesAny();
            agenda.next(agenda.after(look, state, ties.wakesAny() && look.managed(), unsure, backlog, clock.millis()));
            if (state instanceof Detached detached && kept()) {
                agenda.notAfter(lifetime.putOff(detached.hibernation(), around, look));
            }
        } catch (RuntimeException | Error e) {
            if (state.answers() && stream.detached()) {
                // Whatever failed: it ends when its time is over.
                enter(new Detached(new Hibernation(clock.now(), state.pushes().absent())));
            }
            agenda.next(clock.millis() + Agenda.AGAIN);
            throw e;
        }
    }

    /**
     * The session ended: what waits in it may be routed again, and must be known by then. What rooms said is lost with it, unless that was
     * told of before: then it was detached.
     */
    void end(Surroundings around, Consumer<Waiting> lost) {
        follow(around, backlog.size() < FEW);
        if (!(state instanceof Detached) && state.pushes().reached()) {
            state = SessionState.start();
            returned(around);
        }
        acknowledged.tell(around.listener());
        if (ties.wakesAny() && !(state instanceof Detached)) {
            backlog.tellSaid(around.held(), said -> lost.accept(waiting(said)));
        }
    }

    /**
     * Finds out what waits, and tells of nothing but acknowledgements.
     *
     * @return what was found
     */
    Observation follow(Surroundings around) {
        Observation look = follow(around, false);
        acknowledged.tell(around.listener());
        return look;
    }

    /** @param ending whether what is in the queue no more was acknowledged, though the stream is managed no more */
    private Observation follow(Surroundings around, boolean ending) {
        agenda.copies(false);
        ties = ties.among(around.devices());
        List<OnItsWay> seen = onTheirWay.take();
        // After that, so that what was seen is in the queue already, unless it is held back.
        Observation look = observe();
        Unacked queue = look.unacked();
        for (OnItsWay each : seen) {
            if (queue != null || each.detached()) {
                backlog.expect(each);
            }
        }
        if (queue != null) {
            backlog.follow(queue, look.now(), look.managed() || ending ? item -> acknowledged(item, look, around) : item -> { });
            if (look.managed()) {
                // Without a connection nobody acknowledges: it was there between two looks.
                if (state instanceof Detached && look.detached() && backlog.acknowledgedMore()) {
                    agenda.visited();
                }
                backlog.expectOnlyHeld(look.holdsBack() ? null : look.now().minus(FLUSHING), this::acknowledged);
            }
        }
        return look;
    }

    private Observation observe() {
        Observation look = Observation.of(stream, clock.now(), backlog.mark(), managed);
        managed |= look.managed();
        return look;
    }

    private void acknowledged(QueuedStanza item, Observation look, Surroundings around) {
        Travelling travelling = backlog.acknowledged(item);
        if (travelling != null && ties.bound()) {
            acknowledged(travelling);
            if (item.neverTold() && item.important() && look.managed()) {
                around.listener().acknowledged(waiting(travelling), Duration.between(item.found(), look.now()));
            }
        }
    }

    private void acknowledged(Travelling travelling) {
        if (ties.bound()) {
            acknowledged.add(waiting(travelling));
        }
    }

    private void enter(SessionState next) {
        lifetime.entered(next, state);
        state = next;
    }

    private void perform(Action action, Surroundings around) {
        switch (action) {
            case RETURNED -> returned(around);
            case ASK -> stream.requestAck();
            case TELL -> tell(around);
            case TELL_LATE -> backlog.tell((travelling, since) -> false, untold -> around.listener().unacknowledged(waiting(untold)));
            default -> throw new IllegalStateException("Not an action: " + action);
        }
    }

    private void returned(Surroundings around) {
        backlog.tellAgain();
        announcements.back(ties, around.listener());
    }

    private void tell(Surroundings around) {
        if (ties.wakesAny()) {
            backlog.tell(around.held(), untold -> around.listener().hibernated(waiting(untold)));
            backlog.tellExpected(around.held(), untold -> around.listener().hibernated(waiting(untold)));
        }
    }

    private Waiting waiting(Travelling travelling) {
        return new Waiting(username, binding(), travelling);
    }
}
