package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.github.benmanes.caffeine.cache.Ticker;
import org.junit.jupiter.api.Test;

class RememberedWishesTest {

    private final RememberedWishes<String> wishes = new RememberedWishes<>(Ticker.disabledTicker());

    @Test
    void whatIsReadIsRememberedUntilItMayHaveChanged() throws Exception {
        assertEquals("show", wishes.read("alice", () -> "show"));
        assertEquals("show", wishes.known("alice"));
        wishes.forget("alice");
        assertNull(wishes.known("alice"));
    }

    /** As on the console's threads, which know nothing of the user's lane. */
    @Test
    void whatChangesWhileItIsReadIsNotRememberedAsItWas() throws Exception {
        assertEquals("show", wishes.read("alice", () -> {
            wishes.forget("alice");
            return "show";
        }));
        assertNull(wishes.known("alice"));
        wishes.read("alice", () -> "hide");
        assertEquals("hide", wishes.known("alice"));
    }
}
