package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthLogTest {

    private static final Health DISABLED = new Health(3, 3, Instant.EPOCH, "item-not-found");

    private final List<String> lines = new ArrayList<>();
    private final AppenderSkeleton listener = new AppenderSkeleton() {
        @Override
        protected void append(LoggingEvent event) {
            lines.add(event.getRenderedMessage());
        }

        @Override
        public void close() {
            // There is nothing to close.
        }

        @Override
        public boolean requiresLayout() {
            return false;
        }
    };
    private final FakeScheduler time = new FakeScheduler();
    private final HealthLog log = new HealthLog(time);

    @BeforeEach
    void listen() {
        Logger.getLogger(HealthLog.class).addAppender(listener);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger(HealthLog.class).removeAppender(listener);
    }

    @Test
    void eachIsNamed() {
        log.changed(key(1), Health.GOOD, DISABLED);
        log.changed(key(1), DISABLED, DISABLED);
        log.changed(key(1), DISABLED, Health.GOOD);
        time.pass(HealthLog.MINUTE);
        assertEquals(List.of(
            "The registration of user user1 at push.example.org is disabled after 3 errors in a row, the last one being item-not-found",
            "The registration of user user1 at push.example.org works again"), lines);
    }

    @Test
    void manyAtOnceDoNotFloodTheLog() {
        for (int i = 0; i < 100_000; i++) {
            log.changed(key(i), Health.GOOD, DISABLED);
        }
        assertEquals(HealthLog.EACH_MINUTE, lines.size());
        time.pass(HealthLog.MINUTE);
        assertEquals("In the last minute 99980 more registrations were disabled", lines.get(HealthLog.EACH_MINUTE));
        log.changed(key(1), DISABLED, Health.GOOD);
        log.changed(key(2), Health.GOOD, DISABLED);
        assertTrue(lines.get(lines.size() - 1).contains("user2"), "in the next minute each is named again");
    }

    private static RegistrationKey key(int number) {
        return new RegistrationKey("user" + number, DeliveryRig.SERVICE, "node");
    }
}
