package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Random comings against a model that computes, offer by offer, which push each must be in. */
class MergeWindowPropertyTest {

    private static final Registration PHONE = registration("phone");
    private static final Registration TABLET = registration("tablet");

    private final FakeScheduler time = new FakeScheduler();
    private final List<String> published = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /** What happens, some milliseconds after what happened before. */
    private record Step(int pause, Kind kind) {
    }

    private enum Kind { PLAIN, CONTENT, CALL, DROP }

    @Property(tries = 1_000)
    void everyOfferIsInTheRightPush(@ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 2) int seconds) {
        Outbox merge = outbox(seconds);
        long window = seconds * 1_000L;
        List<String> expected = new ArrayList<>();
        long start = time.clock().millis();
        long end = 0;
        int waiting = 0;
        int count = 0;
        for (Step step : steps) {
            long now = time.clock().millis() - start + step.pause();
            // The ends of windows that come before this step, each with what waited.
            while (end > 0 && end <= now) {
                if (waiting > 0) {
                    expected.add(end + " plain " + waiting);
                    end += window;
                } else {
                    end = 0;
                }
                waiting = 0;
            }
            time.pass(Duration.ofMillis(step.pause()));
            if (step.kind() != Kind.DROP) {
                count++;
            }
            switch (step.kind()) {
                case PLAIN -> {
                    if (end > 0) {
                        waiting = count;
                    } else {
                        expected.add(now + " plain " + count);
                        end = window == 0 ? 0 : now + window;
                    }
                }
                case DROP -> {
                    waiting = 0;
                    // A device that is back is told of what comes next only.
                    count = 0;
                }
                default -> {
                    if (waiting > 0) {
                        expected.add(now + " plain " + waiting);
                        waiting = 0;
                    }
                    expected.add(now + " " + step.kind() + " " + count);
                }
            }
            if (step.kind() == Kind.DROP) {
                merge.returned(PHONE.key(), Where.HERE);
            } else {
                merge.offer(PHONE, cause(step.kind()), false);
            }
        }
        if (waiting > 0) {
            expected.add(end + " plain " + waiting);
        }
        time.pass(Duration.ofSeconds(10));
        assertEquals(expected, published.stream().map(line -> relative(line, start)).toList());
        assertEquals(0, merge.size(), "nothing stays in memory");
        assertEquals(0, time.waiting());
    }

    @Property(tries = 50)
    void aBurstIsTwoPushes(@ForAll @IntRange(min = 2, max = 200) int size, @ForAll @IntRange(max = 900) int spread) {
        Outbox merge = outbox(1);
        long start = time.clock().millis();
        for (int i = 1; i <= size; i++) {
            merge.offer(PHONE, cause(Kind.PLAIN), false);
            merge.offer(TABLET, cause(Kind.PLAIN), false);
            time.pass(Duration.ofMillis(spread / size));
        }
        time.pass(Duration.ofSeconds(10));
        assertEquals(List.of("0 plain 1", "0 plain 1", "1000 plain " + size, "1000 plain " + size),
            published.stream().map(line -> relative(line, start)).toList());
        assertEquals(2 * (size - 1), outcomes.size());
        assertTrue(outcomes.stream().allMatch(Outcome.MERGED::equals));
    }

    @Property(tries = 20)
    void aCrowdIsOnePushAtTheEndOfAWindow(@ForAll @IntRange(min = 2, max = 200) int size, @ForAll @IntRange(max = 1_400) int before) {
        Outbox merge = outbox(1);
        long start = time.clock().millis();
        merge.offer(PHONE, cause(Kind.PLAIN), false);
        time.pass(Duration.ofMillis(before));
        for (int i = 0; i < size; i++) {
            merge.offer(PHONE, cause(Kind.PLAIN), true);
        }
        time.pass(Duration.ofSeconds(10));
        // Where the first push's window is over, one begins.
        assertEquals(List.of("0 plain 1", (before < 1_000 ? 1_000 : before + 1_000) + " plain " + (size + 1)),
            published.stream().map(line -> relative(line, start)).toList());
        Outbox none = outbox(0);
        none.offer(PHONE, cause(Kind.PLAIN), true);
        none.offer(PHONE, cause(Kind.CONTENT), true);
        assertEquals(2, published.size(), "without a window, and with content, nothing waits");
    }

    @Property(tries = 20)
    void closingPublishesWhatWaits(@ForAll @IntRange(min = 1, max = 20) int devices) {
        Outbox merge = outbox(1);
        IntStream.range(0, devices).mapToObj(i -> registration("device" + i)).forEach(device -> {
            merge.offer(device, cause(Kind.PLAIN), false);
            merge.offer(device, cause(Kind.PLAIN), false);
        });
        merge.close();
        assertEquals(2 * devices, published.size());
        time.pass(Duration.ofSeconds(10));
        assertEquals(2 * devices, published.size());
        assertEquals(0, time.waiting());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(8, Kind.PLAIN), Tuple.of(1, Kind.CONTENT),
            Tuple.of(1, Kind.CALL), Tuple.of(1, Kind.DROP));
        // Odd pauses, so that no step falls on the end of a window.
        return kinds.flatMap(kind -> Arbitraries.integers().between(0, 1_400).map(pause -> new Step(pause | 1, kind))).list().ofMaxSize(30);
    }

    private static String relative(String line, long start) {
        String[] parts = line.split(" ", 2);
        return Long.parseLong(parts[0]) - start + " " + parts[1];
    }

    private static Cause cause(Kind kind) {
        return new Cause(kind == Kind.CALL ? Trigger.CALL : Trigger.HIBERNATED, kind == Kind.CALL, true, 1, 0,
            kind == Kind.PLAIN ? null : new Content(null, kind.name()), List.of(), List.of(), null);
    }

    private static Registration registration(String resource) {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        return new Registration(new RegistrationKey("user", new JID("push.example.com"), resource), null, resource, null, then, then,
            Health.GOOD);
    }

    private Outbox outbox(int seconds) {
        // One instance of this class is used for all tries.
        published.clear();
        outcomes.clear();
        Map<String, String> properties = Map.of("cloudnotify.merge-window", String.valueOf(seconds), "cloudnotify.important-body", "plain",
            "cloudnotify.with-body", "true", "cloudnotify.max-pushes-per-minute", "0", "cloudnotify.max-calls-per-minute", "0");
        Settings settings = new Settings(new PropertySource() {
            @Override
            public String get(String name) {
                return properties.get(name);
            }

            @Override
            public void set(String name, String value) {
                throw new UnsupportedOperationException();
            }

            @Override
            public AutoCloseable onChange(Consumer<String> listener) {
                return () -> { };
            }
        });
        Journal journal = new Journal() {
            @Override
            public void decided(Decision decision) {
                if (decision.outcome() != Outcome.PUSHED) {
                    outcomes.add(decision.outcome());
                }
            }

            @Override
            public void answered(Answer answer) {
                // Services answer at once here.
            }
        };
        Lanes lanes = (username, work) -> {
            work.run();
            return true;
        };
        FakeStore store = new FakeStore();
        Registrations registrations = TestRegistrations.of(store, settings, time.clock(), 1_000);
        Stream.concat(Stream.of(PHONE, TABLET), IntStream.range(0, 20).mapToObj(i -> registration("device" + i)))
            .forEach(each -> store.put(each));
        Courier courier = new Courier(registrations, settings, new FakeTransport((push, answer) -> {
            published.add(time.clock().millis() + " " + push.summary().lastMessageBody() + " " + push.summary().messageCount());
            answer.accept(Reply.of(new IQ(IQ.Type.result), true));
        }), journal, lanes, new FakeScheduler(), user -> false, new DeviceEvents(), new ServiceEvents());
        Outbox outbox = new Outbox(registrations, settings, lanes, time, journal, new PushHistory(100, time::nanos, Runnable::run),
            new Composer(settings, user -> false), courier, key -> false, OutboxStore.NONE, Grace.NONE);
        return outbox;
    }
}
