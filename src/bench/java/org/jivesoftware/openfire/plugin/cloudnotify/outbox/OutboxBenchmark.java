package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Stores;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.DaemonScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Transport;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.IQ;

/** What is done for a push until it is handed to its transport: was it pushed before, what does it say, does it wait and merge. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class OutboxBenchmark {

    private static final int USERS = 4_096;
    private final Settings settings = new Settings(new Material.NoProperties());
    private final Composer composer = new Composer(settings, user -> false);
    private final Registration[] registrations = new Registration[USERS];
    private final Stanza[] stanzas = new Stanza[USERS];
    private final Instant now = Instant.now();
    private PushHistory history;
    private DaemonScheduler scheduler;
    private Outbox outbox;
    private Outbox unlimited;
    private int next;
    private long journeys;
    private int delivered;

    /** Makes stanzas and registrations. */
    @Setup
    public void make() {
        StanzaReader reader = new StanzaReader(Material.DOMAIN);
        for (int i = 0; i < USERS; i++) {
            registrations[i] = Material.registration("user-" + i, i);
            stanzas[i] = reader.read(Material.chat("user-" + i + "@" + Material.DOMAIN, i));
        }
    }

    /** So that neither grows from iteration to iteration. */
    @Setup(Level.Iteration)
    public void empty() {
        scheduler = new DaemonScheduler(Clock.systemUTC(), new Parts("benchmark", System::nanoTime).part(PartName.WORK));
        history = new PushHistory(500_000, Ticker.systemTicker(), Runnable::run);
        Journal silence = new Silence();
        Lanes lanes = (user, work) -> {
            work.run();
            return true;
        };
        Map<String, Registration> byUser = new HashMap<>();
        for (Registration registration : registrations) {
            byUser.put(registration.username(), registration);
        }
        Registrations store = Stores.cached(byUser.keySet().toArray(new String[0]), user -> List.of(byUser.get(user)), USERS * 2L);
        Reply result = Reply.of(new IQ(IQ.Type.result), true);
        Transport transport = new Transport() {
            @Override
            public boolean takes(Destination destination) {
                return true;
            }

            @Override
            public boolean immediate(Destination destination) {
                return true;
            }

            @Override
            public void send(String id, Push push, Duration timeout, Consumer<Reply> answer) {
                delivered++;
                answer.accept(result);
            }
        };
        Courier courier = new Courier(store, settings, transport, silence, lanes, scheduler, user -> false, new DeviceEvents(),
            new ServiceEvents());
        outbox = new Outbox(store, settings, lanes, scheduler, silence, history, composer, courier, key -> false, OutboxStore.NONE,
            Grace.NONE);
        unlimited = new Outbox(store, new Settings(new Unlimited()), lanes, scheduler, silence, history, composer, courier, key -> false,
            OutboxStore.NONE, Grace.NONE);
    }

    /** No window to merge in, and no rate. */
    private static final class Unlimited extends Material.NoProperties {

        @Override
        public String get(String name) {
            return name.equals(Settings.MERGE_WINDOW.property()) || name.equals(Settings.MAX_PUSHES_PER_MINUTE.property()) ? "0" : null;
        }
    }

    /** Ends the thread. */
    @TearDown(Level.Iteration)
    public void end() {
        scheduler.close();
    }

    private Travelling travelling(int i) {
        return new Travelling(stanzas[i], new Journey(++journeys, Journey.Origin.TRACED));
    }

    private Cause cause(int i) {
        return new Cause(Trigger.OFFLINE, false, true, 1, 0, null, List.of(), List.of(travelling(i)), null);
    }

    private int turn() {
        next = (next + 1) % USERS;
        return next;
    }

    /** A stanza that is new, to each user in turn. */
    @Benchmark
    public boolean seenFirst() {
        int i = turn();
        return history.first(registrations[i].key(), travelling(i), now, true);
    }

    /** All of one user's stanzas are new: the user's window is always full. */
    @Benchmark
    public boolean seenFirstOfOneUser() {
        return history.first(registrations[0].key(), travelling(0), now, true);
    }

    /** What a push says. */
    @Benchmark
    public Push compose() {
        int i = turn();
        return composer.compose(registrations[i], cause(i), 1);
    }

    /** A push to each user in turn, where nothing merges and no rate is limited: each goes straight out. */
    @Benchmark
    public int goesStraightOut() {
        int i = turn();
        unlimited.offer(registrations[i], cause(i), false);
        return delivered;
    }

    /** A push without content to each user in turn, who each come again within the window: nearly all merge. */
    @Benchmark
    public int mergeJoinsOfManyUsers() {
        int i = turn();
        outbox.offer(registrations[i], cause(i), false);
        return delivered;
    }

    /** Pushes to one registration, of which nearly all merge. */
    @Benchmark
    public int mergeJoins() {
        outbox.offer(registrations[0], cause(0), false);
        return delivered;
    }

    /** What makes a registration that registration, as a key of maps. */
    @Benchmark
    public int keyHash() {
        return registrations[turn()].key().hashCode();
    }

    /** Two equal keys that share no object, as where one of them comes from the database. */
    @Benchmark
    public boolean keyEquals() {
        RegistrationKey key = registrations[turn()].key();
        return key.equals(COPIES[next]);
    }

    private static final RegistrationKey[] COPIES = copies();

    private static RegistrationKey[] copies() {
        RegistrationKey[] copies = new RegistrationKey[USERS];
        for (int i = 0; i < USERS; i++) {
            copies[i] = Material.registration("user-" + i, i).key();
        }
        return copies;
    }

    /** Writes nothing. */
    private static final class Silence implements Journal {
        @Override
        public void decided(Decision decision) {
            // Measured elsewhere.
        }

        @Override
        public void answered(Answer answer) {
            // Measured elsewhere.
        }
    }
}
