package org.jivesoftware.openfire.plugin.cloudnotify.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Knows at which sessions the users with registrations did something lately, on any cluster node (docs/behaviour.md §11, "Grace"). Other
 * nodes are told through {@link DeviceEvents}, of each session at most once in {@link #TOLD}.
 *
 * <p>Bounded: the last {@link #SESSIONS} sessions of {@link #USERS} users, each for {@link #LONGEST}; some 200 bytes for each user who did
 * something in that time. Thread-safe; nothing blocks.
 */
public final class Attention implements DeviceListener {

    /** What was longer ago is forgotten: nobody's grace is longer. */
    public static final Duration LONGEST = Duration.ofSeconds(300);
    static final Duration TOLD = Duration.ofSeconds(1);
    static final int SESSIONS = 16;
    static final long USERS = 100_000;

    private final OtherDevices others;
    private final Scheduler scheduler;
    private final DeviceEvents devices;
    private final Cache<String, Map<String, Long>> users;

    /**
     * @param others knows which sessions there are
     * @param scheduler time
     * @param devices tells other nodes
     */
    public Attention(OtherDevices others, Scheduler scheduler, DeviceEvents devices) {
        this.others = Objects.requireNonNull(others);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.devices = Objects.requireNonNull(devices);
        this.users = Caffeine.newBuilder().maximumSize(USERS).expireAfterAccess(LONGEST).ticker(scheduler::nanos)
            .executor(scheduler.upkeep()).build();
    }

    /**
     * A user did something at a session of this node. By the thread that routes it.
     *
     * @param username who
     * @param resource the session's resource
     */
    public void used(String username, String resource) {
        Long before = note(username, resource);
        if (before == null || scheduler.nanos() - before >= TOLD.toNanos()) {
            devices.attended(username, resource, Where.HERE);
        }
    }

    @Override
    public void attended(String username, String resource, Where where) {
        if (where == Where.ELSEWHERE) {
            note(username, resource);
        }
    }

    /** @return when it was used before, or null where that is not known */
    private @Nullable Long note(String username, String resource) {
        Map<String, Long> sessions = users.get(username, each -> new ConcurrentHashMap<>(2));
        if (sessions.size() >= SESSIONS && !sessions.containsKey(resource)) {
            sessions.entrySet().stream().min(Map.Entry.comparingByValue((one, other) -> Long.compare(one - other, 0)))
                .ifPresent(oldest -> sessions.remove(oldest.getKey()));
        }
        return sessions.put(resource, scheduler.nanos());
    }

    /**
     * @param username somebody
     * @return whether that user did something at any session lately; cheap
     */
    public boolean any(String username) {
        return users.getIfPresent(username) != null;
    }

    /**
     * @param registration one of a user's
     * @return how long ago the user did something at a session that is still connected and belongs to another device; null where that is
     *     long ago
     */
    public @Nullable Duration sinceOther(Registration registration) {
        Map<String, Long> sessions = users.getIfPresent(registration.username());
        if (sessions == null) {
            return null;
        }
        List<String> resources = others.of(registration);
        long now = scheduler.nanos();
        long least = Long.MAX_VALUE;
        for (String resource : resources) {
            Long used = sessions.get(resource);
            least = used == null ? least : Math.min(least, Math.max(0, now - used));
        }
        return least > LONGEST.toNanos() ? null : Duration.ofNanos(least);
    }
}
