package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

class HealthLogTest {

    private static final Health DISABLED = new Health(3, 3, Instant.EPOCH, "item-not-found");

    private final List<String> lines = new ArrayList<>();
    private final Logger logger = mock(Logger.class, withSettings().stubOnly().defaultAnswer(call -> {
        if (call.getMethod().getName().equals("info")) {
            Object about = call.getRawArguments()[1];
            lines.add(MessageFormatter.arrayFormat((String) call.getRawArguments()[0],
                about instanceof Object[] several ? several : new Object[] {about}).getMessage());
        }
        return null;
    }));
    private final FakeScheduler time = new FakeScheduler();
    private final HealthLog log = new HealthLog(time, logger);

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
