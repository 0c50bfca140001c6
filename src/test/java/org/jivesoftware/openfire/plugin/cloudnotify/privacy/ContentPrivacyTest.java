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

class ContentPrivacyTest {

    private final Set<String> hidden = new HashSet<>();
    private final FakeProperties properties = new FakeProperties();
    private final AtomicLong time = new AtomicLong();
    private int reads;
    private boolean mayWait = true;
    private boolean down;
    private final ContentPrivacy privacy = new ContentPrivacy(new Settings(properties), new PrivacyPreferences() {
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

        @Override
        public Integer grace(String username) {
            return null;
        }

        @Override
        public void saveGrace(String username, Integer seconds) {
            throw new UnsupportedOperationException();
        }

        private void check() throws StoreException {
            if (down) {
                throw new StoreException("down", null);
            }
        }
    }, () -> mayWait, time::get);

    @Test
    void nothingIsAskedWhileNothingIsShown() {
        assertTrue(privacy.test("alice"));
        assertEquals(0, reads);
    }

    @Test
    void asksOnceForEachUser() {
        properties.set("cloudnotify.with-body", "true");
        hidden.add("bob");
        for (int i = 0; i < 10; i++) {
            assertFalse(privacy.test("alice"));
            assertTrue(privacy.test("bob"));
        }
        assertEquals(2, reads);
    }

    @Test
    void itTellsWhetherItWouldHaveToAsk() throws StoreException {
        assertTrue(privacy.knows("alice"), "while nothing is shown");
        properties.set("cloudnotify.with-sender", "true");
        assertFalse(privacy.knows("alice"));
        assertEquals(0, reads);
        privacy.test("alice");
        assertTrue(privacy.knows("alice"));
        assertFalse(privacy.knows("bob"));
        privacy.wish("alice", true);
        assertFalse(privacy.knows("alice"));
    }

    @Test
    void whoMayNotWaitHidesWhatIsNotKnown() {
        properties.set("cloudnotify.with-body", "true");
        mayWait = false;
        assertTrue(privacy.test("alice"));
        assertEquals(0, reads);
        mayWait = true;
        assertFalse(privacy.test("alice"));
        mayWait = false;
        assertFalse(privacy.test("alice"), "known");
    }

    @Test
    void aWishIsInForceAtOnce() throws StoreException {
        properties.set("cloudnotify.with-sender", "true");
        assertFalse(privacy.test("alice"));
        privacy.wish("alice", true);
        assertTrue(privacy.test("alice"));
        privacy.wish("alice", false);
        assertFalse(privacy.test("alice"));
    }

    @Test
    void whatChangedElsewhereIsSeenAfterAWhileOrWhenTold() {
        properties.set("cloudnotify.with-body", "true");
        assertFalse(privacy.test("alice"));
        hidden.add("alice");
        assertFalse(privacy.test("alice"));
        privacy.forget("alice");
        assertTrue(privacy.test("alice"));
        hidden.remove("alice");
        time.addAndGet(RememberedWishes.REMEMBERED.toNanos());
        assertFalse(privacy.test("alice"));
    }

    @Test
    void whatCannotBeFoundOutIsHidden() {
        properties.set("cloudnotify.with-body", "true");
        down = true;
        assertTrue(privacy.test("alice"));
        assertThrows(StoreException.class, () -> privacy.wish("alice", true));
        down = false;
        assertFalse(privacy.test("alice"));
    }
}
