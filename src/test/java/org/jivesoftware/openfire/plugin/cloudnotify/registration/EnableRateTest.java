package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.Test;

/** So many new pairs of service and node in any minute, and no more (behaviour §1). */
class EnableRateTest {

    private final FakeScheduler time = new FakeScheduler();
    private final FakeProperties properties = new FakeProperties();
    private final Settings settings = new Settings(properties);
    private final EnableRate rate = new EnableRate(settings, time::nanos);

    private boolean register(String user, String node) {
        boolean allowed = rate.allows(key(user, node));
        if (allowed) {
            rate.count(key(user, node));
        }
        return allowed;
    }

    private int registerMany(String user, int from, int count) {
        int allowed = 0;
        for (int i = from; i < from + count; i++) {
            allowed += register(user, "n" + i) ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void thirtyInAMinuteForEachUser() {
        assertEquals(30, registerMany("mallory", 0, 100));
        assertEquals(1, registerMany("alice", 0, 1));
        time.pass(Duration.ofSeconds(59));
        assertEquals(0, registerMany("mallory", 100, 10));
        time.pass(Duration.ofSeconds(1));
        assertEquals(30, registerMany("mallory", 200, 100));
    }

    @Test
    void anyMinuteAndNotOneThatBeginsAnew() {
        assertEquals(15, registerMany("mallory", 0, 15));
        time.pass(Duration.ofSeconds(40));
        assertEquals(15, registerMany("mallory", 15, 100));
        time.pass(Duration.ofSeconds(20));
        assertEquals(15, registerMany("mallory", 200, 100), "only the first fifteen are a minute ago");
    }

    @Test
    void theSamePairAgainIsNoOther() {
        assertEquals(30, registerMany("mallory", 0, 30));
        assertTrue(register("mallory", "n3"), "it was removed and registered again");
        assertFalse(register("mallory", "n30"));
    }

    @Test
    void theAdministratorDecides() {
        properties.set("cloudnotify.max-enables-per-minute", "2");
        assertEquals(2, registerMany("mallory", 0, 10));
        properties.set("cloudnotify.max-enables-per-minute", "0");
        assertEquals(100, registerMany("mallory", 10, 100));
    }
}
