package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/**
 * How many pushes a registration gets in a minute, so that nobody can turn the server into a flood. Calls have a limit of their own, and
 * beyond it count as other pushes do.
 *
 * <p>Bounded: the windows of {@link #MAX_WINDOWS} registrations, each dropped a minute after its last push. Beyond that the one used
 * longest ago is forgotten, and its registration begins a new minute. Thread-safe.
 */
final class RateLimit {

    private static final int MAX_WINDOWS = 50_000;

    private final Settings settings;
    private final Scheduler scheduler;
    private final Cache<RegistrationKey, PushWindow> pushes;
    private final Cache<RegistrationKey, PushWindow> calls;

    RateLimit(Settings settings, Scheduler scheduler) {
        this.settings = Objects.requireNonNull(settings);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.pushes = windows();
        this.calls = windows();
    }

    private Cache<RegistrationKey, PushWindow> windows() {
        return Caffeine.newBuilder().maximumSize(MAX_WINDOWS).expireAfterAccess(Duration.ofNanos(PushWindow.MINUTE))
            .ticker(scheduler::nanos).executor(scheduler.upkeep()).build();
    }

    /**
     * Counts a push, if it may go out now.
     *
     * @param notification what is to go out; not null
     * @return zero if it may, else the time until the next one may; never null
     */
    Duration take(Notification notification) {
        RegistrationKey key = notification.key();
        if (notification.trigger() == Trigger.CALL && take(calls, key, Settings.MAX_CALLS_PER_MINUTE) == 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(take(pushes, key, Settings.MAX_PUSHES_PER_MINUTE));
    }

    private long take(Cache<RegistrationKey, PushWindow> windows, RegistrationKey key, Setting<Integer> setting) {
        int limit = settings.get(setting);
        return limit == 0 ? 0 : windows.get(key, each -> new PushWindow()).take(limit, scheduler.nanos());
    }
}
