package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many requests each server gets at once, and that none keeps another waiting. */
class OriginsTest {

    private static final WebOrigin GOOD = new WebOrigin("good.example", 443);
    private static final WebOrigin BAD = new WebOrigin("bad.example", 443);

    private final Part part = TestParts.part(PartName.WEB_PUSH);
    private final Crew acquaintances = new Crew("known", 2, 1_000, part);
    private final Crew strangers = new Crew("new", 2, 1_000, part);
    private final Origins origins = new Origins(acquaintances, strangers, System::nanoTime);
    private final BlockingQueue<Consumer<Boolean>> begun = new LinkedBlockingQueue<>();
    private final Map<String, Boolean> threads = new ConcurrentHashMap<>();

    @AfterEach
    void end() {
        strangers.close();
        acquaintances.close();
    }

    private void add(int jobs) {
        for (int i = 0; i < jobs; i++) {
            assertTrue(origins.add(GOOD, new Object(), done -> {
                threads.put(Thread.currentThread().getName().replaceAll("-\\d+$", ""), true);
                begun.add(done);
            }));
        }
    }

    private Consumer<Boolean> next() throws InterruptedException {
        Consumer<Boolean> next = begun.poll(30, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing begins");
        return next;
    }

    @Test
    void one_until_it_answers_then_twice_as_many_each_time() throws Exception {
        add(100);
        Consumer<Boolean> first = next();
        assertEquals(99, origins.waiting());
        first.accept(true);
        Consumer<Boolean> second = next();
        Consumer<Boolean> third = next();
        assertEquals(97, origins.waiting(), "two at once");
        second.accept(true);
        // Four at once, of which one was under way.
        for (int i = 0; i < 3; i++) {
            next();
        }
        assertEquals(94, origins.waiting());
        third.accept(false);
        third.accept(true);
        assertEquals(94, origins.waiting(), "after a failure none is begun beside those under way, and nobody ends twice");
        assertEquals(Map.of("new", true, "known", true), threads);
    }

    @Test
    void who_takes_long_to_be_found_keeps_nobody_waiting() throws Exception {
        add(1);
        next().accept(true);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger stuck = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            origins.add(new WebOrigin("slow" + i + ".example", 443), "one", done -> {
                stuck.incrementAndGet();
                try {
                    end.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.accept(false);
            });
        }
        for (int i = 0; i < 50; i++) {
            add(1);
            next().accept(true);
        }
        assertTrue(stuck.get() <= 2, () -> stuck + " threads are stuck");
        end.countDown();
        origins.awaitIdle(Duration.ofSeconds(30));
        assertEquals(10, stuck.get());
    }

    /** It has answered once, and whoever looks up its name waits from now on. */
    @Test
    void a_known_server_whose_name_takes_long_keeps_no_other_waiting() throws Exception {
        Crew four = new Crew("four", 4, 1_000, part);
        Origins known = new Origins(four, strangers, System::nanoTime);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger stuck = new AtomicInteger();
        try {
            for (int answered = 0; answered < 8; answered++) {
                assertTrue(known.add(BAD, new Object(), begun::add));
                assertTrue(known.add(GOOD, new Object(), begun::add));
                next().accept(true);
                next().accept(true);
            }
            for (int i = 0; i < 10; i++) {
                assertTrue(known.add(BAD, new Object(), done -> {
                    stuck.incrementAndGet();
                    try {
                        end.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    done.accept(true);
                }));
            }
            for (int i = 0; i < 50; i++) {
                assertTrue(known.add(GOOD, new Object(), begun::add));
                next().accept(true);
            }
            assertTrue(stuck.get() <= Origins.BEGINNING, () -> stuck + " threads are stuck");
            end.countDown();
            known.awaitIdle(Duration.ofSeconds(30));
            assertEquals(10, stuck.get());
        } finally {
            end.countDown();
            four.close();
        }
    }

    /** As when ten thousand servers that nobody knows have to be found at once. */
    @Test
    void who_cannot_be_begun_is_begun_the_next_time() throws Exception {
        Crew small = new Crew("small", 1, 1, part);
        Origins full = new Origins(acquaintances, small, System::nanoTime);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch idle = new CountDownLatch(2);
        try {
            for (int i = 0; i < 2; i++) {
                assertTrue(small.execute(() -> {
                    busy.countDown();
                    try {
                        end.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    idle.countDown();
                }));
                assertTrue(busy.await(30, TimeUnit.SECONDS));
            }
            for (int i = 0; i < 3; i++) {
                assertTrue(full.add(GOOD, "topic", done -> {
                    throw new AssertionError("there was no room");
                }));
                assertEquals(0, full.waiting());
            }
            end.countDown();
            assertTrue(idle.await(30, TimeUnit.SECONDS));
            for (int i = 0; i < 100; i++) {
                assertTrue(full.add(GOOD, "topic", begun::add));
                next().accept(true);
            }
        } finally {
            end.countDown();
            small.close();
        }
    }

    /** Of two at once a server may see the later one first, and with the same topic keep the earlier one (RFC 8030 §5.4). */
    @Test
    void what_replaces_one_another_is_one_after_the_other() throws Exception {
        add(2);
        next().accept(true);
        next().accept(true);
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        BlockingQueue<Consumer<Boolean>> topic = new LinkedBlockingQueue<>();
        for (String name : List.of("first", "second", "third")) {
            assertTrue(origins.add(GOOD, "topic", done -> {
                order.add(name);
                topic.add(done);
            }));
        }
        // The control: what replaces nothing of that goes on meanwhile.
        add(1);
        next().accept(true);
        for (String name : List.of("first", "second", "third")) {
            assertEquals(name, order.poll(30, TimeUnit.SECONDS));
            Consumer<Boolean> underway = topic.poll(30, TimeUnit.SECONDS);
            assertTrue(order.isEmpty(), () -> order + " beside " + name);
            // One that fails lets the next one go as well.
            underway.accept(!name.equals("second"));
        }
        origins.awaitIdle(Duration.ofSeconds(30));
        assertEquals(0, origins.waiting());
    }

    /** As by SETTINGS_MAX_CONCURRENT_STREAMS, which a server may change whenever it likes. */
    @Test
    void a_server_that_takes_fewer_at_once_gets_fewer_and_loses_none() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger full = new AtomicInteger();
        BlockingQueue<Origins.Done> taken = new LinkedBlockingQueue<>();
        int jobs = 500;
        for (int i = 0; i < jobs; i++) {
            origins.add(GOOD, i, done -> {
                if (atOnce.incrementAndGet() > 3) {
                    atOnce.decrementAndGet();
                    full.incrementAndGet();
                    assertTrue(done.full());
                } else {
                    taken.add(done);
                }
            });
        }
        for (int i = 0; i < jobs; i++) {
            Origins.Done done = taken.poll(30, TimeUnit.SECONDS);
            assertTrue(done != null, "nothing begins");
            atOnce.decrementAndGet();
            done.accept(true);
        }
        assertTrue(full.get() > 0 && full.get() < jobs / 5, () -> full + " times too many");
        assertEquals(0, origins.waiting());
        origins.awaitIdle(Duration.ofSeconds(30));
    }

    @Test
    void who_takes_not_even_one_is_not_asked_again_and_again() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        origins.add(BAD, "one", done -> {
            assertFalse(done.full());
            done.accept(false);
            ended.countDown();
        });
        assertTrue(ended.await(30, TimeUnit.SECONDS));
        origins.awaitIdle(Duration.ofSeconds(30));
    }

    @Test
    void a_job_that_throws_does_not_keep_its_place() throws Exception {
        origins.add(BAD, new Object(), done -> {
            throw new IllegalStateException("on purpose");
        });
        CountDownLatch after = new CountDownLatch(1);
        origins.add(BAD, new Object(), done -> {
            done.accept(true);
            after.countDown();
        });
        assertTrue(after.await(30, TimeUnit.SECONDS));
    }

    @Test
    void there_is_a_limit() {
        for (int i = 0; i <= Origins.MOST; i++) {
            origins.add(BAD, new Object(), done -> { });
        }
        int more = 0;
        while (more < 10 && origins.add(BAD, new Object(), done -> { })) {
            more++;
        }
        assertTrue(more <= 1, () -> "more than " + Origins.MOST);
    }
}
