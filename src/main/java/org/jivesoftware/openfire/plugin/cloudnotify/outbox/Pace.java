package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/**
 * How quickly pushes to a registration may follow each other: at most so many in a minute, so that nobody can turn the server into a flood,
 * and what follows within the merge window is one more at its end (behaviour §2, "Merging"). Calls have a limit of their own, and beyond it
 * count as other pushes do.
 *
 * <p>Bounded: the windows of {@link #MAX_WINDOWS} registrations, each dropped a minute after its last push. Beyond that the one used
 * longest ago is forgotten, and its registration begins a new minute. Thread-safe.
 */
final class Pace {

    private static final int MAX_WINDOWS = 50_000;

    private final Settings settings;
    private final Scheduler scheduler;
    private final Cache<RegistrationKey, PushWindow> pushes;
    private final Cache<RegistrationKey, PushWindow> calls;

    Pace(Settings settings, Scheduler scheduler) {
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
     * @param key to which registration
     * @param call whether somebody calls
     * @return 0 if it may, else the nanoseconds until the next one may
     */
    long take(RegistrationKey key, boolean call) {
        if (call && take(calls, key, Settings.MAX_CALLS_PER_MINUTE) == 0) {
            return 0;
        }
        return take(pushes, key, Settings.MAX_PUSHES_PER_MINUTE);
    }

    private long take(Cache<RegistrationKey, PushWindow> windows, RegistrationKey key, Setting<Integer> setting) {
        int limit = settings.get(setting);
        return limit == 0 ? 0 : windows.get(key, each -> new PushWindow()).take(limit, scheduler.nanos());
    }

    /**
     * @param key to which registration
     * @param crowd whether several come at once: then the first of them waits, too, so that all are one
     * @return for how many nanoseconds what may merge waits for more; 0 where it goes out at once
     */
    long merging(RegistrationKey key, boolean crowd) {
        PushWindow window = pushes.getIfPresent(key);
        long left = window == null ? 0 : window.merging(scheduler.nanos());
        return left == 0 && crowd ? mergeWindow() : left;
    }

    private long mergeWindow() {
        return Duration.ofSeconds(settings.get(Settings.MERGE_WINDOW)).toNanos();
    }

    /** A push went out that others may merge with: a merge window begins. */
    void beginMerging(RegistrationKey key) {
        long window = mergeWindow();
        if (window > 0) {
            pushes.get(key, each -> new PushWindow()).merge(scheduler.nanos() + window);
        }
    }
}
