package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** Random comings against a model that computes, offer by offer, which push each must be in. */
class MergeWindowPropertyTest {

    private static final RegistrationKey PHONE = Fixture.PHONE.key();
    private static final RegistrationKey TABLET = Fixture.TABLET.key();

    private final FakeScheduler time = new FakeScheduler();
    private final List<String> published = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /** What happens, some milliseconds after what happened before. */
    private record Step(int pause, Kind kind) {
    }

    private enum Kind { PLAIN, CONTENT, CALL, DROP }

    @Property(tries = 1_000)
    void everyOfferIsInTheRightPush(@ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 2) int seconds) {
        MergeWindow merge = mergeWindow(seconds);
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
                case DROP -> waiting = 0;
                default -> {
                    if (waiting > 0) {
                        expected.add(now + " plain " + waiting);
                        waiting = 0;
                    }
                    expected.add(now + " " + step.kind() + " " + count);
                }
            }
            if (step.kind() == Kind.DROP) {
                merge.drop(PHONE, Outcome.DEVICE_ONLINE);
            } else {
                merge.offer(notification(PHONE, step.kind(), count), () -> { });
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
        MergeWindow merge = mergeWindow(1);
        long start = time.clock().millis();
        for (int i = 1; i <= size; i++) {
            merge.offer(notification(PHONE, Kind.PLAIN, i), () -> { });
            merge.offer(notification(TABLET, Kind.PLAIN, i), () -> { });
            time.pass(Duration.ofMillis(spread / size));
        }
        time.pass(Duration.ofSeconds(10));
        assertEquals(List.of("0 plain 1", "0 plain 1", "1000 plain " + size, "1000 plain " + size),
            published.stream().map(line -> relative(line, start)).toList());
        assertEquals(2 * (size - 1), outcomes.size());
        assertTrue(outcomes.stream().allMatch(Outcome.MERGED::equals));
    }

    @Property(tries = 20)
    void closingPublishesWhatWaits(@ForAll @IntRange(min = 1, max = 20) int devices) {
        MergeWindow merge = mergeWindow(1);
        IntStream.range(0, devices).mapToObj(i -> Fixture.registration("device" + i).key()).forEach(key -> {
            merge.offer(notification(key, Kind.PLAIN, 1), () -> { });
            merge.offer(notification(key, Kind.PLAIN, 2), () -> { });
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

    private Notification notification(RegistrationKey key, Kind kind, int count) {
        return new Notification(key, kind == Kind.CALL ? Trigger.CALL : Trigger.HIBERNATED,
            new Summary(count, null, null, kind == Kind.PLAIN ? "plain" : kind.name()), true, kind == Kind.CONTENT, List.of(), null);
    }

    private MergeWindow mergeWindow(int seconds) {
        // One instance of this class is used for all tries.
        published.clear();
        outcomes.clear();
        Map<String, String> properties = Map.of("cloudnotify.merge-window", String.valueOf(seconds));
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
                outcomes.add(decision.outcome());
            }

            @Override
            public void answered(Answer answer) {
                throw new UnsupportedOperationException();
            }
        };
        return new MergeWindow(settings, (username, work) -> {
            work.run();
            return true;
        }, time::after, journal, time.clock(), push -> false, push -> published.add(time.clock().millis() + " " + push.summary().lastMessageBody() + " "
            + push.summary().messageCount()));
    }
}
