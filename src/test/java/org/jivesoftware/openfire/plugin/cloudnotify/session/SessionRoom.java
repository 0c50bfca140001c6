package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.xmpp.packet.JID;

/** The session room with a clock, a server and lanes that do what the test says; the log holds what was told, in words. */
final class SessionRoom extends HeardSessions implements ServerSessions {

    /** How often sessions are looked at. */
    static final Duration TICK = Duration.ofMillis(250);

    Instant now = Instant.parse("2026-01-01T12:00:00Z");
    final Map<String, String> properties = new HashMap<>();
    final List<FakeStream> streams = new ArrayList<>();
    final JourneyRegistry journeys = new JourneyRegistry(Runnable::run, 500);
    final List<Runnable> lane = new ArrayList<>();
    final Lanes lanes = new Lane();
    /** What went to the lane by way of a stanza: the numbers of their journeys. */
    final List<Long> byStanzas = new ArrayList<>();
    final StanzaLanes stanzas = (username, journey, work) -> {
        byStanzas.add(journey);
        return lanes.execute(username, work);
    };
    boolean laneHeld;
    boolean laneFull;
    /** Whether the thread that works on the lane may wait. */
    boolean mayWait = true;
    /** Whether each stanza of a detached session is pushed at once, as the notification room does where nothing is against it. */
    boolean pushing;
    private boolean working;
    Duration detachTime = Duration.ofMinutes(10);
    final Settings settings = new Settings(new Properties());
    final FakeStore store = new FakeStore();
    final Registrations registrations = TestRegistrations.of(store, settings, new Time(), 100);
    /** How far the clock that never jumps is ahead of the other one, in nanoseconds. */
    long steady;
    SessionTracker tracker = tracker();

    private long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    SessionTracker tracker() {
        SessionTracker made = new SessionTracker(registrations, settings, lanes, stanzas, new Time(), () -> nanos() + steady, journeys,
            this, this);
        registrations.addListener(made);
        return made;
    }

    void runLane() {
        laneHeld = false;
        while (!lane.isEmpty()) {
            work(lane.remove(0));
        }
    }

    private void work(Runnable work) {
        boolean outer = working;
        working = true;
        try {
            work.run();
        } finally {
            working = outer;
        }
    }

    private final class Lane implements Lanes {

        @Override
        public boolean execute(String username, Runnable work) {
            if (laneFull) {
                return false;
            }
            if (laneHeld) {
                lane.add(work);
            } else {
                work(work);
            }
            return true;
        }

        @Override
        public boolean mayWait() {
            return mayWait;
        }

        @Override
        public boolean isCurrent(String username) {
            return working;
        }
    }

    FakeStream stream(String id, String address) {
        FakeStream stream = new FakeStream(id, address, () -> now);
        streams.add(stream);
        return stream;
    }

    /** Juliet's phone, bound and with a registration. */
    FakeStream phone() {
        FakeStream phone = stream("s1", "juliet@example.org/phone");
        tracker.bound(phone);
        enable("phone", null);
        told.clear();
        return phone;
    }

    void enable(String resource, String userAgent) {
        enable(resource, resource, userAgent);
    }

    /** A session with that resource enables the registration of that node. */
    void enable(String node, String resource, String userAgent) {
        try {
            registrations.enable(key(node), null, null, resource, userAgent);
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    static RegistrationKey key(String resource) {
        return new RegistrationKey("juliet", new JID("push.example.org"), resource);
    }

    /** Routes a stanza to a session: first it is in the queue, then the interceptor hears of it. */
    void send(FakeStream stream, Stanza stanza, long journey) {
        stream.queued(stanza);
        seen(stream, stanza, journey);
    }

    void send(FakeStream stream, Stanza copy, Journey journey) {
        stream.queued(copy);
        tracker.sent(stream, new Travelling(copy, journey));
    }

    /** The interceptor hears of a stanza that is on a session's way. */
    void seen(FakeStream stream, Stanza stanza, long journey) {
        tracker.sent(stream, new Travelling(stanza, new Journey(journey, Origin.TRACED)));
    }

    /** The server routes again what waited in a session, and this is what is seen of it. */
    long again(Object original, Stanza copy) {
        return first(copy, journeys.begin(original, true));
    }

    /** @return the number of the journey on which a stanza first was */
    long first(Stanza stanza, Journey seen) {
        return tracker.copies().first("juliet", new Travelling(stanza, seen)).journey().number();
    }

    void pass(Duration time) {
        now = now.plus(time);
        tracker.poll();
    }

    /** Lets time go by, and then each sleeping session have its turn. */
    void passRound(Duration time) {
        now = now.plus(time);
        for (int i = 0; i < TrackedSessions.ROUNDS; i++) {
            tracker.poll();
        }
    }

    /** Lets time go by, polling as the ticker does. */
    void passPolling(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            pass(TICK);
        }
    }

    @Override
    public void hibernated(Waiting waiting) {
        super.hibernated(waiting);
        if (pushing) {
            tracker.pushed(key("phone"), waiting.stanza().important(), Where.HERE);
        }
    }

    @Override
    public Collection<ClientStream> all() {
        return List.copyOf(streams);
    }

    @Override
    public Collection<ClientStream> of(String username, Collection<String> resources) {
        List<ClientStream> found = new ArrayList<>();
        streams.stream().filter(stream -> username.equals(stream.address.getNode())).forEach(found::add);
        return found;
    }

    @Override
    public List<Binding> elsewhere(String username) {
        return List.of();
    }

    @Override
    public Duration detachTime() {
        return detachTime;
    }

    private final class Properties implements PropertySource {
        @Override
        public String get(String name) {
            return properties.get(name);
        }

        @Override
        public void set(String name, String value) {
            properties.put(name, value);
        }

        @Override
        public AutoCloseable onChange(Consumer<String> listener) {
            return () -> { };
        }
    }

    private final class Time extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** The database does not answer any more, and memory knows nothing. */
    void databaseDown() {
        store.down = true;
        registrations.forget("juliet");
    }

    void databaseBack() {
        store.down = false;
    }

    /** The wall clock is set; the time that is measured goes on. */
    void setClock(Duration change) {
        now = now.plus(change);
        steady -= change.toNanos();
    }

    /** Lets time go by where looks may fail. */
    void passFailing(Duration time) {
        try {
            pass(time);
        } catch (IllegalStateException | Error e) {
            told.add("failed");
        }
    }

    Registration registration(String resource) {
        try {
            return registrations.get(key(resource));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }
}
