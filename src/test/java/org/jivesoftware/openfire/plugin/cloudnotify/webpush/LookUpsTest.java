package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order it is done what a user asks for, where names have to be looked up. */
class LookUpsTest {

    private final Part part = TestParts.part(PartName.WEB_PUSH);
    private final Crew crew = new Crew("look", 2, 2, part);
    private final LookUps lookUps = new LookUps(crew, part);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch found = new CountDownLatch(1);
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        crew.close();
    }

    private boolean slow(String username) {
        return lookUps.look(username, () -> {
            begun.countDown();
            await(found);
            done.add("slow");
        });
    }

    private static void await(CountDownLatch event) {
        try {
            assertTrue(event.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String next() throws InterruptedException {
        return done.poll(30, TimeUnit.SECONDS);
    }

    /** As where a client registers, and ends that at once. */
    @Test
    void no_request_overtakes_another_of_its_user() throws Exception {
        assertTrue(slow("alice"));
        await(begun);
        assertTrue(lookUps.after("alice", () -> done.add("disable")));
        assertTrue(lookUps.look("alice", () -> done.add("enable")));
        assertEquals(List.of(), List.copyOf(done));
        assertTrue(lookUps.look("bob", () -> done.add("another's")));
        assertEquals("another's", next());
        found.countDown();
        assertEquals("slow", next());
        assertEquals("disable", next());
        assertEquals("enable", next());
    }

    @Test
    void where_nothing_is_looked_up_it_is_done_at_once() {
        assertTrue(lookUps.after("alice", () -> done.add(Thread.currentThread().getName())));
        assertEquals(List.of(Thread.currentThread().getName()), List.copyOf(done));
    }

    @Test
    void it_is_bounded_for_each_user_and_for_all() throws Exception {
        assertTrue(slow("alice"));
        await(begun);
        for (int i = 0; i < LookUps.MOST; i++) {
            assertTrue(lookUps.look("alice", () -> done.add("next")));
        }
        assertFalse(lookUps.look("alice", () -> done.add("too much")));
        assertFalse(lookUps.after("alice", () -> done.add("too much")));
        // The other thread, and what waits for it.
        int others = 0;
        while (slow("user" + others)) {
            others++;
        }
        assertTrue(others >= 2 && others <= 3, "as many as there is room for: " + others);
        assertTrue(lookUps.after("user" + others, () -> done.add("at once")), "who was refused is not remembered");
        assertEquals("at once", next());
        found.countDown();
        for (int i = 0; i < 1 + LookUps.MOST + others; i++) {
            assertTrue(next() != null);
        }
        assertTrue(lookUps.look("alice", () -> done.add("again")));
        assertEquals("again", next());
    }

    @Test
    void what_fails_keeps_nothing_behind_it() throws Exception {
        assertTrue(lookUps.look("alice", () -> {
            begun.countDown();
            await(found);
            throw new IllegalStateException("broken");
        }));
        await(begun);
        assertTrue(lookUps.after("alice", () -> done.add("next")));
        found.countDown();
        assertEquals("next", next());
    }
}
