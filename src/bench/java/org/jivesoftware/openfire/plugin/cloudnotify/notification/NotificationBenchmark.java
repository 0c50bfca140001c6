package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
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
import org.openjdk.jmh.annotations.Warmup;

/** What the notification room does for a push: was it pushed before, what does it say, does it merge. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class NotificationBenchmark {

    private static final int USERS = 4_096;
    private static final int TIMERS = 1_000;
    private static final Runnable NOTHING = () -> { };

    private final Settings settings = new Settings(new Material.NoProperties());
    private final Composer composer = new Composer(settings);
    private final Registration[] registrations = new Registration[USERS];
    private final Stanza[] stanzas = new Stanza[USERS];
    private final Instant now = Instant.now();
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private PushHistory seen;
    private MergeWindow merge;
    private Notification[] notifications;
    private int next;
    private long journeys;
    private int delivered;

    /** Makes stanzas and registrations. */
    @Setup
    public void make() {
        StanzaReader reader = new StanzaReader(Material.DOMAIN);
        notifications = new Notification[USERS];
        for (int i = 0; i < USERS; i++) {
            registrations[i] = Material.registration("user-" + i, i);
            stanzas[i] = reader.read(Material.chat("user-" + i + "@" + Material.DOMAIN, i));
            notifications[i] = composer.compose(registrations[i], occasion(i), true, 1, false);
        }
    }

    /** So that neither grows from iteration to iteration. */
    @Setup(Level.Iteration)
    public void empty() {
        timers.clear();
        seen = new PushHistory(PushHistory.CAPACITY, Ticker.systemTicker(), Runnable::run);
        merge = new MergeWindow(settings, (user, work) -> {
            work.run();
            return true;
        }, this::later, new Silence(), Clock.systemUTC(), notification -> false, notification -> delivered++);
    }

    private void later(Duration delay, Runnable work) {
        timers.add(work);
        // Stands for the time that passes: windows end about as fast as they begin.
        if (timers.size() > TIMERS) {
            timers.poll().run();
        }
    }

    private Occasion occasion(int i) {
        return new Occasion(Trigger.OFFLINE, registrations[i].username(), new Travelling(stanzas[i], new Journey(++journeys, Journey.Origin.TRACED)), Occasion.ALL);
    }

    private int turn() {
        next = (next + 1) % USERS;
        return next;
    }

    /** A stanza that is new, to each user in turn. */
    @Benchmark
    public boolean seenFirst() {
        int i = turn();
        return seen.first(registrations[i].key(), occasion(i).travelling(), now, false);
    }

    /** All of one user's stanzas are new: the user's window is always full. */
    @Benchmark
    public boolean seenFirstOfOneUser() {
        return seen.first(registrations[0].key(), occasion(0).travelling(), now, false);
    }

    /** What a push says. */
    @Benchmark
    public Notification compose() {
        int i = turn();
        return composer.compose(registrations[i], occasion(i), true, 1, false);
    }

    /** A push without content to each user in turn: windows open and end. */
    @Benchmark
    public int mergeOpens() {
        merge.offer(notifications[turn()], NOTHING);
        return delivered;
    }

    /** Pushes to one registration, of which nearly all merge. */
    @Benchmark
    public int mergeJoins() {
        merge.offer(notifications[0], NOTHING);
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
