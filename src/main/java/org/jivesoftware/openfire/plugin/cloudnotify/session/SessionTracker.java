package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Follows the sessions of users who have registrations, and only those: 10,000 others cost nothing here. Where the database does not tell
 * whether somebody has, the session is followed until it does.
 *
 * <p>Thread rule: any thread may call; what is done for a session is done on its user's lane, one thing after the other; what a full lane
 * refuses is tried again by the poll. No lock is held while the server is asked, since it routes stanzas under locks of its own; a lane's
 * turn is one that no routing thread waits for. {@link #poll} is called by one thread, regularly.
 */
public final class SessionTracker implements RegistrationListener, DeviceListener, Presence, AutoCloseable {

    private final Lanes lanes;
    private final SteadyClock clock;
    private final Copies copies;
    private final OtherDevices others;
    private final UserBindings bindings;
    private final ServerSessions server;
    private final TrackedSessions tracked = new TrackedSessions();
    private final Tracking tracking;
    private final Looks looks;
    private final Postponed postponed;
    private final StartupSessions adoption;

    /**
     * @param registrations tells who has devices
     * @param settings for max-ack-delay and max-hibernation
     * @param lanes where the work is done
     * @param stanzas the same, for what a stanza on its way causes
     * @param clock the time of day, as the server has it
     * @param nanos a time in nanoseconds that never jumps, the same for all plugins of this JVM
     * @param journeys numbers the journeys of stanzas, and is told what waits for sessions
     * @param server the sessions there are
     * @param listener is told what happens
     */
    public SessionTracker(Registrations registrations, Settings settings, Lanes lanes, StanzaLanes stanzas, Clock clock, LongSupplier nanos,
                          JourneyRegistry journeys, ServerSessions server, SessionListener listener) {
        this.lanes = Objects.requireNonNull(lanes);
        this.clock = new SteadyClock(clock.instant(), nanos);
        this.server = Objects.requireNonNull(server);
        this.adoption = new StartupSessions(clock.instant());
        this.tracking = new Tracking(registrations, settings, lanes, this.clock, journeys, server, listener, tracked, adoption);
        this.copies = new Copies(tracked, tracking, journeys);
        this.others = new OtherDevices(registrations, server, tracked);
        this.bindings = new UserBindings(registrations, server, tracked, tracking, adoption);
        this.looks = new Looks(lanes, stanzas, tracked, tracking);
        this.postponed = new Postponed(lanes);
    }

    /**
     * Takes over the sessions that were there before the plugin. What waits in detached ones, or for longer than max-ack-delay, was
     * pushed by the plugin that ran before, but for what came since that ended.
     *
     * @param heardUntil when that was; null where it is not known: pushing something again would be worse than missing what came while
     *     none ran
     */
    public void adopt(@Nullable Instant heardUntil) {
        if (heardUntil != null) {
            adoption.heard(heardUntil);
        }
        adoption.begin(server.all());
    }

    /**
     * A client bound a resource.
     *
     * @param stream its session
     */
    public void bound(ClientStream stream) {
        String username = stream.address().getNode();
        if (username != null) {
            postponed.execute(username, () -> tracking.track(username, stream, null));
        }
    }

    /**
     * A session ended.
     *
     * @param id its stream's id
     */
    public void ended(String id) {
        // Before: where it is only about to be followed, that is seen there.
        tracking.ends(id);
        TrackedSession session = tracked.get(id);
        if (session == null) {
            return;
        }
        postponed.execute(session.username(), () -> tracking.remove(session));
    }

    /**
     * @param id a stream's id
     * @return whether that session is tracked; at the cost of one look-up
     */
    public boolean tracks(String id) {
        return tracked.get(id) != null;
    }

    /**
     * A stanza that may be a reason to push went to a session.
     *
     * @param stream the session
     * @param travelling the stanza
     */
    public void sent(ClientStream stream, Travelling travelling) {
        OnItsWay seen = new OnItsWay(travelling, clock.now(), stream.detached(), stream.holdsBack(), false);
        TrackedSession session = tracked.get(stream.id());
        if (session != null) {
            session.seen(seen);
            looks.schedule(session, travelling.known());
            return;
        }
        String username = stream.address().getNode();
        if (username != null) {
            postponed.execute(username, () -> {
                tracking.track(username, stream, null);
                TrackedSession discovered = tracked.get(stream.id());
                if (discovered != null) {
                    discovered.seen(seen);
                    looks.schedule(discovered);
                }
            });
        }
    }

    /**
     * A stanza was handed to a session that acknowledges by its requests alone.
     *
     * @param id its stream's id
     * @param travelling the stanza
     * @param request the number of the client's last request before that
     */
    public void handed(String id, Travelling travelling, long request) {
        TrackedSession session = tracked.get(id);
        if (session != null) {
            session.handed().add(travelling, request);
        }
    }

    /** Notices what no event tells: sessions that lost their connection or were resumed, and acknowledgements that come or are late. */
    public void poll() {
        tracked.due(clock.millis(), looks::schedule);
        postponed.retry();
        // Where the lane is full, at the next poll.
        adoption.some(stream -> {
            String username = stream.address().getNode();
            return username == null || lanes.execute(username, () -> tracking.track(username, stream, null));
        });
    }

    /** @return what the sessions know of a stanza that is seen somewhere */
    public Copies copies() {
        return copies;
    }

    /**
     * @param username of a user with registrations
     * @return what ties the user's sessions, live or detached, to registrations; also those that are not tracked, since they were there
     *     before the registration or nobody could tell whether there is one, and those of other cluster nodes, as far as known
     */
    public List<Binding> sessions(String username) {
        return bindings.of(username);
    }

    /** @return whether a session of that user is followed on this node at present; cheap, and no more than that: see {@link #sessions} */
    public boolean follows(String username) {
        return tracked.of(username).stream().anyMatch(session -> !session.gone());
    }

    /**
     * For people: sessions that are followed, and others of the user that are available.
     *
     * @param username whose
     * @return the user's sessions on this node as they are now
     */
    public List<SessionView> views(String username) {
        List<SessionView> views = new ArrayList<>();
        tracked.of(username).stream().filter(session -> !session.gone()).forEach(session -> views.add(session.view()));
        for (ClientStream stream : server.of(username, Set.of())) {
            if (tracked.get(stream.id()) == null && !stream.closed()) {
                views.add(SessionView.of(stream));
            }
        }
        return views;
    }

    /**
     * {@inheritDoc} Where several sessions are bound to it, none of them sleeps: what only that one got, nobody has seen.
     */
    @Override
    public boolean inUse(RegistrationKey key) {
        boolean used = false;
        for (TrackedSession session : tracked.of(key.username())) {
            if (session.binding().has(key) && !session.gone()) {
                if (!session.inUse()) {
                    return false;
                }
                used = true;
            }
        }
        return used;
    }

    @Override
    public boolean connected(RegistrationKey key) {
        return tracked.of(key.username()).stream().anyMatch(session -> session.binding().has(key) && session.inUse());
    }

    /**
     * @param registration one of a user's
     * @param sessions what {@link #sessions} says of that user
     * @return whether a session that is bound to it is connected and answers, on any cluster node
     */
    public boolean attends(Registration registration, List<Binding> sessions) {
        boolean sleeps = false;
        for (TrackedSession session : tracked.of(registration.username())) {
            if (session.binding().test(registration)) {
                if (session.inUse()) {
                    return true;
                }
                sleeps = true;
            }
        }
        // Of one that is not followed here nobody can tell that it sleeps.
        return !sleeps && sessions.stream().anyMatch(session -> session.test(registration));
    }

    /** @return tells at which other devices a user may be */
    public OtherDevices others() {
        return others;
    }

    /** {@inheritDoc} After an important one, the detached session of that device is kept for the server's own time only (behaviour §5). */
    @Override
    public void pushed(RegistrationKey key, boolean important, Where where) {
        // What goes out after a session's end is no more for that session, though nobody has told of its end yet.
        if (lanes.isCurrent(key.username())) {
            pushedOnLane(key, important, TrackedSession::gone);
        } else if (!tracked.of(key.username()).isEmpty()) {
            List<TrackedSession> gone = tracked.of(key.username()).stream().filter(TrackedSession::gone).toList();
            postponed.execute(key.username(), () -> pushedOnLane(key, important, gone::contains));
        }
    }

    private void pushedOnLane(RegistrationKey key, boolean important, Predicate<TrackedSession> gone) {
        for (TrackedSession session : tracked.of(key.username())) {
            if (session.binding().mayHave(key)) {
                session.pushed(important, gone.test(session));
            }
        }
    }

    /** {@inheritDoc} Who does that is there, whatever the resource: in the place of a session that is gone, for example. */
    @Override
    public void enabled(Registration registration) {
        postponed.execute(registration.username(), () ->
            tracking.enabled(registration.username(), registration.resource(), registration.key()));
    }

    @Override
    public void changed(String username) {
        postponed.execute(username, () -> tracked.of(username).forEach(tracking::look));
    }

    /** @return how many sessions are tracked */
    public int size() {
        return tracked.all().size();
    }

    /** Lets go of all sessions. */
    @Override
    public void close() {
        adoption.end();
        postponed.clear();
        tracking.close();
    }
}
