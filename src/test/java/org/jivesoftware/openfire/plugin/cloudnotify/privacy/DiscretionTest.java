package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.Test;

class DiscretionTest {

    private final Set<String> hidden = new HashSet<>();
    private final FakeProperties properties = new FakeProperties();
    private final AtomicLong time = new AtomicLong();
    private int reads;
    private boolean mayWait = true;
    private boolean down;
    private final Discretion discretion = new Discretion(new Settings(properties), new Wishes() {
        @Override
        public boolean discreet(String username) throws StoreException {
            reads++;
            check();
            return hidden.contains(username);
        }

        @Override
        public void save(String username, boolean discreet) throws StoreException {
            check();
            if (discreet) {
                hidden.add(username);
            } else {
                hidden.remove(username);
            }
        }

        private void check() throws StoreException {
            if (down) {
                throw new StoreException("down", null);
            }
        }
    }, () -> mayWait, time::get);

    @Test
    void nothingIsAskedWhileNothingIsShown() {
        assertTrue(discretion.test("alice"));
        assertEquals(0, reads);
    }

    @Test
    void asksOnceForEachUser() {
        properties.set("cloudnotify.with-body", "true");
        hidden.add("bob");
        for (int i = 0; i < 10; i++) {
            assertFalse(discretion.test("alice"));
            assertTrue(discretion.test("bob"));
        }
        assertEquals(2, reads);
    }

    @Test
    void itTellsWhetherItWouldHaveToAsk() throws StoreException {
        assertTrue(discretion.knows("alice"), "while nothing is shown");
        properties.set("cloudnotify.with-sender", "true");
        assertFalse(discretion.knows("alice"));
        assertEquals(0, reads);
        discretion.test("alice");
        assertTrue(discretion.knows("alice"));
        assertFalse(discretion.knows("bob"));
        discretion.wish("alice", true);
        assertFalse(discretion.knows("alice"));
    }

    @Test
    void whoMayNotWaitHidesWhatIsNotKnown() {
        properties.set("cloudnotify.with-body", "true");
        mayWait = false;
        assertTrue(discretion.test("alice"));
        assertEquals(0, reads);
        mayWait = true;
        assertFalse(discretion.test("alice"));
        mayWait = false;
        assertFalse(discretion.test("alice"), "known");
    }

    @Test
    void aWishIsInForceAtOnce() throws StoreException {
        properties.set("cloudnotify.with-sender", "true");
        assertFalse(discretion.test("alice"));
        discretion.wish("alice", true);
        assertTrue(discretion.test("alice"));
        discretion.wish("alice", false);
        assertFalse(discretion.test("alice"));
    }

    @Test
    void whatChangedElsewhereIsSeenAfterAWhileOrWhenTold() {
        properties.set("cloudnotify.with-body", "true");
        assertFalse(discretion.test("alice"));
        hidden.add("alice");
        assertFalse(discretion.test("alice"));
        discretion.forget("alice");
        assertTrue(discretion.test("alice"));
        hidden.remove("alice");
        time.addAndGet(Discretion.REMEMBERED.toNanos());
        assertFalse(discretion.test("alice"));
    }

    @Test
    void whatCannotBeFoundOutIsHidden() {
        properties.set("cloudnotify.with-body", "true");
        down = true;
        assertTrue(discretion.test("alice"));
        assertThrows(StoreException.class, () -> discretion.wish("alice", true));
        down = false;
        assertFalse(discretion.test("alice"));
    }
}
