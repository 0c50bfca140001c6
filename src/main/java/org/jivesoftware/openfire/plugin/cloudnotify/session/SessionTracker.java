package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Backlog.OnItsWay;
import org.jivesoftware.openfire.plugin.cloudnotify.session.TrackedSession.Surroundings;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sessions of users who have registrations, and only those: 10,000 others cost nothing here.
 *
 * <p>Thread rule: any thread may call; what is done for a session is done on its user's lane, one thing after the other. No lock is
 * held while the server is asked, since it routes stanzas under locks of its own; a lane's turn is one that no routing thread waits for.
 * {@link #poll} is called by one thread, regularly.
 */
public final class SessionTracker implements RegistrationListener, DeviceListener, Presence, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionTracker.class);

    /** How many sessions that ended are remembered for a while, some 100 bytes each. */
    private static final int MAX_ENDED = 50_000;

    private final Registrations registrations;
    private final Settings settings;
    private final Lanes lanes;
    private final StanzaLanes stanzas;
    private final Clock clock;
    private final JourneyRegistry journeys;
    private final ServerSessions server;
    private final SessionListener listener;
    private final TrackedSessions tracked;
    private final Adoption adoption;
    private final Cache<String, Boolean> ended = Caffeine.newBuilder().maximumSize(MAX_ENDED).expireAfterWrite(Duration.ofMinutes(10))
        .executor(Runnable::run).build();
    private volatile boolean closed;

    /**
     * @param registrations tells who has devices; not null
     * @param settings for max-ack-delay and max-hibernation; not null
     * @param lanes where the work is done; not null
     * @param stanzas the same, for what a stanza on its way causes; not null
     * @param clock the time; not null
     * @param journeys numbers the journeys of stanzas, and is told what waits for sessions; not null
     * @param server the sessions there are; not null
     * @param listener is told what happens; not null
     */
    public SessionTracker(Registrations registrations, Settings settings, Lanes lanes, StanzaLanes stanzas, Clock clock, JourneyRegistry journeys,
                          ServerSessions server, SessionListener listener) {
        this.registrations = Objects.requireNonNull(registrations);
        this.settings = Objects.requireNonNull(settings);
        this.lanes = Objects.requireNonNull(lanes);
        this.stanzas = Objects.requireNonNull(stanzas);
        this.clock = Objects.requireNonNull(clock);
        this.journeys = Objects.requireNonNull(journeys);
        this.server = Objects.requireNonNull(server);
        this.listener = Objects.requireNonNull(listener);
        this.tracked = new TrackedSessions();
        this.adoption = new Adoption(clock.instant());
    }

    /**
     * Takes over the sessions that were there before the plugin. What waits in detached ones, or for longer than max-ack-delay, was
     * pushed by the plugin that ran before; pushing it again would be worse than missing what came while none ran.
     */
    public void adopt() {
        adoption.begin(server.all());
    }

    /**
     * A client bound a resource.
     *
     * @param stream its session; not null
     */
    public void bound(ClientStream stream) {
        String username = stream.address().getNode();
        if (username != null) {
            lanes.execute(username, () -> track(username, stream));
        }
    }

    /**
     * A session ended.
     *
     * @param id its stream's id; not null
     */
    public void ended(String id) {
        TrackedSession session = tracked.get(id);
        if (session == null) {
            return;
        }
        // What the server still hands to a session that ends must not bring it back.
        ended.put(id, Boolean.TRUE);
        if (!lanes.execute(session.username(), () -> remove(session))) {
            tracked.remove(session);
        }
    }

    /**
     * @param id a stream's id; not null
     * @return whether that session is tracked; at the cost of one look-up
     */
    public boolean tracks(String id) {
        return tracked.get(id) != null;
    }

    /**
     * A stanza that may be a reason to push went to a session.
     *
     * @param stream the session; not null
     * @param travelling the stanza; not null
     */
    public void sent(ClientStream stream, Travelling travelling) {
        OnItsWay seen = new OnItsWay(travelling, clock.instant(), stream.detached(), stream.holdsBack(), false);
        TrackedSession session = tracked.get(stream.id());
        if (session != null) {
            session.seen(seen);
            if (session.schedule() && !lookOnItsWay(session, travelling.journey())) {
                session.refused();
            }
            return;
        }
        String username = stream.address().getNode();
        if (username != null) {
            lanes.execute(username, () -> {
                track(username, stream);
                TrackedSession discovered = tracked.get(stream.id());
                if (discovered != null) {
                    discovered.seen(seen);
                    schedule(discovered);
                }
            });
        }
    }

    /** Notices what no event tells: sessions that lost their connection or were resumed, and acknowledgements that come or are late. */
    public void poll() {
        long now = clock.millis();
        tracked.due(now, this::schedule);
        // Where the lane is full, at the next poll.
        adoption.some(stream -> {
            String username = stream.address().getNode();
            return username == null || lanes.execute(username, () -> track(username, stream));
        });
    }

    private void schedule(TrackedSession session) {
        if (session.schedule() && !lookOnLane(session)) {
            session.refused();
        }
    }

    private boolean lookOnLane(TrackedSession session) {
        return lanes.execute(session.username(), () -> look(session));
    }

    /** At once, if need be by the thread that routes the stanza, unless locks of other sessions, or of one that ends, would be needed. */
    private boolean lookOnItsWay(TrackedSession session, Journey journey) {
        if (!session.stream().managed() || session.copies()) {
            return lookOnLane(session);
        }
        return stanzas.execute(session.username(), journey.number(), () -> look(session));
    }

    private void look(TrackedSession session) {
        boolean copies = session.copies();
        if (copies && !lanes.mayWait()) {
            // One came meanwhile.
            if (!lookOnLane(session)) {
                session.refused();
            }
            return;
        }
        session.scheduled();
        if (!closed && tracked.get(session.stream().id()) == session) {
            if (copies) {
                followAll(session.username());
            }
            session.look(around(session));
            tracked.settle(session);
        }
    }

    /** On the user's lane. */
    private void track(String username, ClientStream stream) {
        if (closed || tracked.get(stream.id()) != null || ended.getIfPresent(stream.id()) != null) {
            return;
        }
        List<Registration> devices = devices(username);
        List<TrackedSession> sessions = tracked.of(username);
        // Openfire replaces a detached session with the same resource without an event for its end.
        sessions.stream().filter(other -> other.stream().address().equals(stream.address())).toList().forEach(this::remove);
        if (devices.isEmpty()) {
            return;
        }
        TrackedSession session = new TrackedSession(username, stream, journeys);
        tracked.add(session);
        boolean decided = stream.decideEnd(own -> mayEnd(session, own));
        if (closed) {
            // It ended in this very moment, and may not have found this session any more.
            tracked.remove(session);
            stream.leaveEnd();
            return;
        }
        session.begin(around(session), adoption.newsSince(stream, settings.duration(Settings.MAX_ACK_DELAY)), decided);
        tracked.settle(session);
        if (session.bound() && !stream.detached()) {
            listener.online(username, session.binding());
        }
    }

    private void remove(TrackedSession session) {
        if (tracked.get(session.stream().id()) == session) {
            session.end(around(session));
        }
        tracked.remove(session);
    }

    private Surroundings around(TrackedSession session) {
        return new Surroundings(clock.instant(), bound(session), settings.duration(Settings.MAX_ACK_DELAY),
            settings.duration(Settings.MAX_HIBERNATION), server.detachTime(), listener);
    }

    private boolean bound(TrackedSession session) {
        for (Registration registration : devices(session.username())) {
            if (session.binding().test(registration)) {
                return true;
            }
        }
        return false;
    }

    private List<Registration> devices(String username) {
        try {
            return registrations.of(username);
        } catch (StoreException e) {
            LOG.warn("The registrations of user {} could not be read: {}", username, e.getMessage());
            return List.of();
        }
    }

    /** Asked by the server's own thread. */
    private boolean mayEnd(TrackedSession session, Duration own) {
        Instant now = clock.instant();
        Duration maximum = settings.duration(Settings.MAX_HIBERNATION);
        if (!session.kept() || maximum.isZero()) {
            return session.stream().lastActive().plus(own).isBefore(now);
        }
        Hibernation hibernation = session.hibernation();
        if (hibernation == null) {
            // It lost its connection a moment ago, unless the looks at it fail: then it must end some time, too.
            return session.stream().lastActive().plus(own.compareTo(maximum) > 0 ? own : maximum).isBefore(now);
        }
        return hibernation.over(now, own, maximum);
    }

    /**
     * Which journey a stanza belongs to: for one that the server routes again, the journey of the original. On the user's lane.
     *
     * @param username whose; not null
     * @param seen the stanza on the journey on which it was seen; not null
     * @return the stanza on its first journey; never null
     */
    public Travelling first(String username, Travelling seen) {
        if (seen.copy()) {
            followAll(username);
        }
        return seen.on(journeys.settle(seen.journey(), seen.copy()));
    }

    /** To know what a copy is of, one must know what waits in each of the user's sessions. */
    private void followAll(String username) {
        tracked.of(username).forEach(session -> session.follow(around(session)));
    }

    /**
     * @param username of a user with registrations; not null
     * @return what ties the user's sessions, live or detached, to registrations; also those of other cluster nodes, as far as known, and
     *     those that are not followed (yet), as far as they are available
     */
    public List<Binding> sessions(String username) {
        List<Binding> bindings = new ArrayList<>(server.elsewhere(username));
        tracked.of(username).forEach(session -> bindings.add(session.binding()));
        for (ClientStream stream : server.of(username, "")) {
            if (tracked.get(stream.id()) == null && ended.getIfPresent(stream.id()) == null) {
                bindings.add(TrackedSession.binding(stream));
            }
        }
        return bindings;
    }

    @Override
    public boolean inUse(RegistrationKey key) {
        List<Registration> known = registrations.known(key.username());
        Registration registration = known == null ? null : Registrations.find(known, key);
        return registration != null && inUse(registration);
    }

    private boolean inUse(Registration registration) {
        for (TrackedSession session : tracked.of(registration.username())) {
            if (session.binding().test(registration) && session.inUse()) {
                return true;
            }
        }
        return false;
    }

    /** {@inheritDoc} After an important one, the detached session of that device is kept for the server's own time only (spec §5). */
    @Override
    public void pushed(RegistrationKey key, boolean important, Where where) {
        if (tracked.of(key.username()).isEmpty()) {
            // Nearly every push is for somebody who has no session at all.
            return;
        }
        if (lanes.isCurrent(key.username())) {
            pushedOnLane(key, important);
        } else {
            lanes.execute(key.username(), () -> pushedOnLane(key, important));
        }
    }

    private void pushedOnLane(RegistrationKey key, boolean important) {
        Registration registration = Registrations.find(devices(key.username()), key);
        if (registration != null) {
            for (TrackedSession session : tracked.of(key.username())) {
                if (session.binding().test(registration)) {
                    session.pushed(clock.instant(), important);
                }
            }
        }
    }

    @Override
    public void enabled(Registration registration) {
        String username = registration.username();
        lanes.execute(username, () -> {
            for (ClientStream stream : server.of(username, registration.resource())) {
                track(username, stream);
            }
        });
        changed(username);
    }

    @Override
    public void changed(String username) {
        lanes.execute(username, () -> {
            List<TrackedSession> sessions = tracked.of(username);
            if (!sessions.isEmpty() && devices(username).isEmpty()) {
                sessions.forEach(tracked::remove);
            } else {
                sessions.forEach(session -> {
                    session.look(around(session));
                    tracked.settle(session);
                });
            }
        });
    }

    /** @return how many sessions are tracked */
    public int size() {
        return tracked.all().size();
    }

    /** Lets go of all sessions. */
    @Override
    public void close() {
        closed = true;
        adoption.end();
        tracked.clear();
    }
}
