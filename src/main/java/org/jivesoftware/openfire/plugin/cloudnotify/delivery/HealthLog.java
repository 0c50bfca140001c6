package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the administrator which registrations are disabled and which work again. When all those of one service fail, that would be a line
 * for each: of a minute, only the first {@link #EACH_MINUTE} are named at info, and the number of the others is told at its end. The rest
 * is at debug, and all of them are in the console. Thread-safe.
 */
final class HealthLog {

    static final int EACH_MINUTE = 20;
    static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);

    private final AtomicInteger disabled = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();

    private final Logger log;

    HealthLog(Scheduler scheduler) {
        this(scheduler, LOG);
    }

    HealthLog(Scheduler scheduler, Logger log) {
        this.log = log;
        scheduler.every(MINUTE, this::sum);
    }

    /**
     * A registration's health changed.
     *
     * @param key which
     * @param before what it was
     * @param after what it is
     */
    void changed(RegistrationKey key, Health before, Health after) {
        if (after.disabled() && !before.disabled()) {
            say(disabled, "The registration of user {} at {} is disabled after {} errors in a row, the last one being {}",
                key.username(), key.destination().service(), after.errors(), after.lastError());
        } else if (before.disabled() && !after.disabled()) {
            say(working, "The registration of user {} at {} works again", key.username(), key.destination().service());
        }
    }

    private void say(AtomicInteger count, String text, @Nullable Object... about) {
        if (count.incrementAndGet() <= EACH_MINUTE) {
            log.info(text, about);
        } else {
            log.debug(text, about);
        }
    }

    private void sum() {
        sum(disabled, "In the last minute {} more registrations were disabled");
        sum(working, "In the last minute {} more registrations that were disabled work again");
    }

    private void sum(AtomicInteger count, String text) {
        int unsaid = count.getAndSet(0) - EACH_MINUTE;
        if (unsaid > 0) {
            log.info(text, unsaid);
        }
    }
}
