package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.Test;

/** For how long whose pushes wait. */
class GraceWishesTest {

    private final Map<String, Integer> stored = new HashMap<>();
    private final FakeProperties properties = new FakeProperties();
    private final AtomicLong time = new AtomicLong();
    private int reads;
    private boolean mayWait = true;
    private boolean down;
    private final GraceWishes grace = new GraceWishes(new Settings(properties), new PrivacyPreferences() {
        @Override
        public boolean discreet(String username) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void save(String username, boolean discreet) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Integer grace(String username) throws StoreException {
            reads++;
            check();
            return stored.get(username);
        }

        @Override
        public void saveGrace(String username, Integer seconds) throws StoreException {
            check();
            stored.put(username, seconds);
        }

        private void check() throws StoreException {
            if (down) {
                throw new StoreException("down", null);
            }
        }
    }, () -> mayWait, time::get);

    @Test
    void aUsersWishGoesBeforeTheSettingAlsoWhereItIsZero() throws StoreException {
        assertEquals(Duration.ZERO, grace.of("alice"));
        properties.set("cloudnotify.grace", "30");
        assertEquals(Duration.ofSeconds(30), grace.of("alice"));
        grace.wish("alice", 300);
        assertEquals(Duration.ofSeconds(300), grace.of("alice"));
        grace.wish("alice", 0);
        assertEquals(Duration.ZERO, grace.of("alice"));
        grace.wish("alice", null);
        assertEquals(Duration.ofSeconds(30), grace.of("alice"));
    }

    @Test
    void theDatabaseIsAskedOnceAndAnewAfterAWhile() {
        for (int i = 0; i < 10; i++) {
            grace.of("alice");
        }
        assertEquals(1, reads);
        assertTrue(grace.knows("alice"));
        stored.put("alice", 7);
        time.addAndGet(RememberedWishes.REMEMBERED.toNanos());
        assertEquals(Duration.ofSeconds(7), grace.of("alice"));
        stored.put("alice", 8);
        grace.forget("alice");
        assertEquals(Duration.ofSeconds(8), grace.of("alice"));
    }

    @Test
    void whereItCannotBeFoundOutItIsAsForAll() {
        properties.set("cloudnotify.grace", "5");
        stored.put("alice", 7);
        mayWait = false;
        assertEquals(Duration.ofSeconds(5), grace.of("alice"));
        assertEquals(0, reads);
        mayWait = true;
        down = true;
        assertEquals(Duration.ofSeconds(5), grace.of("alice"));
        assertThrows(StoreException.class, () -> grace.wish("alice"));
        assertThrows(StoreException.class, () -> grace.wish("alice", 1));
        assertFalse(grace.knows("alice"));
        down = false;
        assertEquals(Duration.ofSeconds(7), grace.of("alice"));
    }
}
