package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends to follow sessions, and looks at them with what a look needs to know from outside: the user's registrations, settings,
 * the server's times, and the user's other sessions. A database that does not answer is asked once in a while, and not for each session.
 *
 * <p>Thread rule: used on the user's lane.
 */
final class Tracking {

    private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);
    /** How many sessions that ended are remembered for a while, some 100 bytes each. */
    private static final int MAX_ENDED = 50_000;
    /** Until a database that did not answer is asked again. */
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** How long a stanza may take from one session of a user to the next. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);
    /** How long an acknowledgement is waited for where {@code max-ack-delay} is 0. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Registrations registrations;
    private final Settings settings;
    private final Lanes lanes;
    private final SteadyClock clock;
    private final ServerSessions server;
    private final SessionListener listener;
    private final TrackedSessions tracked;
    private final JourneyRegistry journeys;
    private final StartupSessions adoption;
    private final Cache<String, Boolean> ended = Caffeine.newBuilder().maximumSize(MAX_ENDED).expireAfterWrite(Duration.ofMinutes(10))
        .executor(Runnable::run).build();
    private volatile boolean closed;
    private volatile boolean down;
    private volatile long askAgain;

    Tracking(Registrations registrations, Settings settings, Lanes lanes, SteadyClock clock, JourneyRegistry journeys,
             ServerSessions server, SessionListener listener, TrackedSessions tracked, StartupSessions adoption) {
        this.registrations = Objects.requireNonNull(registrations);
        this.settings = Objects.requireNonNull(settings);
        this.lanes = Objects.requireNonNull(lanes);
        this.clock = Objects.requireNonNull(clock);
        this.server = Objects.requireNonNull(server);
        this.listener = Objects.requireNonNull(listener);
        this.tracked = Objects.requireNonNull(tracked);
        this.journeys = Objects.requireNonNull(journeys);
        this.adoption = Objects.requireNonNull(adoption);
    }

    /**
     * @param username whose
     * @return the user's registrations; null where only the database knows, and does not answer
     */
    @Nullable List<Registration> devices(String username) {
        if (down && clock.millis() < askAgain) {
            return registrations.known(username);
        }
        try {
            List<Registration> devices = registrations.of(username);
            down = false;
            return devices;
        } catch (StoreException e) {
            if (!down) {
                LOG.warn("The registrations of user {} could not be read, so that their sessions are looked at later: {}", username,
                    e.getMessage());
            }
            askAgain = clock.millis() + PAUSE.toMillis();
            down = true;
            return null;
        }
    }

    /** What a look at a session needs to know. */
    Surroundings around(TrackedSession session) {
        return new Surroundings(clock, devices(session.username()), settings.duration(Settings.MAX_ACK_DELAY),
            settings.duration(Settings.MAX_HIBERNATION), server.detachTime(), (travelling, since) -> held(session, travelling, since),
            listener);
    }

    /** To know what a copy is of, one must know what waits in each of the user's sessions. */
    void followAll(String username) {
        tracked.of(username).forEach(session -> session.follow(around(session)));
    }

    /**
     * Whether a session that belongs to the same registrations is connected, and has that stanza too, or may have it in a moment: should it
     * acknowledge, nothing is to be pushed. Two tabs of a browser are such sessions.
     */
    private boolean held(TrackedSession session, Travelling travelling, Instant since) {
        List<TrackedSession> all = tracked.of(session.username());
        if (all.size() == 1) {
            return false;
        }
        Instant now = clock.now();
        Duration delay = settings.duration(Settings.MAX_ACK_DELAY);
        for (TrackedSession other : all) {
            if (other != session && session.binding().sharedWith(other.binding()) && other.stream().managed() && other.inUse()) {
                if (now.isBefore(since.plus(ON_ITS_WAY))) {
                    return true;
                }
                if (lanes.mayWait()) {
                    other.follow(around(other));
                }
                if (other.backlog().waitsFor(travelling) && now.isBefore(since.plus(delay.isZero() ? PATIENCE : delay))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Looks at a session; lets go of it where its user has no registrations any more. */
    void look(TrackedSession session) {
        Surroundings around = around(session);
        if (around.devices() != null && around.devices().isEmpty()) {
            tracked.remove(session);
        } else {
            session.look(around);
            tracked.settle(session);
        }
    }

    /**
     * Begins to follow a session, unless that ended, or its user has no registrations.
     *
     * @param enabled what that session has just enabled, or null
     */
    void track(String username, ClientStream stream, @Nullable RegistrationKey enabled) {
        if (closed || tracked.get(stream.id()) != null || hasEnded(stream.id())) {
            return;
        }
        List<Registration> devices = devices(username);
        List<TrackedSession> sessions = tracked.of(username);
        // Openfire replaces a detached session with the same resource without an event for its end.
        sessions.stream().filter(other -> other.stream().address().equals(stream.address())).toList()
            .forEach(this::replaced);
        if (devices != null && devices.isEmpty()) {
            return;
        }
        TrackedSession session = new TrackedSession(username, stream, journeys, clock);
        if (enabled != null) {
            session.enabled(enabled);
        }
        tracked.add(session);
        session.keep(() -> settings.duration(Settings.MAX_HIBERNATION));
        if (closed || hasEnded(stream.id())) {
            // It ended in this very moment, and may not have found this session any more.
            tracked.remove(session);
            stream.leaveEnd();
            return;
        }
        session.begin(around(session), adoption.newsSince(stream, settings.duration(Settings.MAX_ACK_DELAY)));
        tracked.settle(session);
    }

    /** A session ended. What rooms said to it in vain is told of when it counts as there no more. */
    void remove(TrackedSession session) {
        List<Waiting> lost = new ArrayList<>(0);
        end(session, lost::add);
        lost.forEach(listener::hibernated);
    }

    /** Its device is back with another one. */
    private void replaced(TrackedSession session) {
        end(session, lost -> { });
    }

    private void end(TrackedSession session, Consumer<Waiting> saidInVain) {
        if (tracked.get(session.stream().id()) != session) {
            return;
        }
        try {
            session.end(around(session), saidInVain);
        } finally {
            tracked.remove(session);
        }
        for (Travelling lost : session.handed().lost()) {
            listener.lost(new Waiting(session.username(), session.binding(), lost.on(journeys.resolve(lost.known(), lost.copy()))));
        }
    }

    /** The session with that resource has enabled a registration. */
    void enabled(String username, String resource, RegistrationKey key) {
        for (TrackedSession session : tracked.of(username)) {
            if (resource.equals(session.binding().resource())) {
                boolean known = session.announced();
                session.enabled(key);
                look(session);
                if (known && !session.stream().detached()) {
                    listener.online(username, new Binding(resource, session.binding().userAgent(), List.of(key)));
                }
            }
        }
        for (ClientStream stream : server.of(username, Set.of(resource))) {
            track(username, stream, resource.equals(stream.address().getResource()) ? key : null);
        }
    }

    /** @param id of a stream that is about to end: what the server still hands to it must not bring it back */
    void ends(String id) {
        ended.put(id, Boolean.TRUE);
    }

    /** @return whether that stream ended a while ago */
    boolean hasEnded(String id) {
        return ended.getIfPresent(id) != null;
    }

    /** Lets go of all sessions. */
    void close() {
        closed = true;
        tracked.clear();
    }

    boolean closed() {
        return closed;
    }
}
