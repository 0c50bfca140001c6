package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Tells errors that a service deserves from those that its devices do (behaviour §4): where within ten minutes at least {@link #LEAST} of
 * its
 * devices, and more than half of those pushed to, got an error that does not name the device, it is the service that has a fault.
 *
 * <p>Begins to look with the first such error. Bounded: {@link #MOST} devices of each kind. Not thread-safe: {@link ServiceLine} is
 * guarded.
 */
final class MassErrors {

    static final Duration WINDOW = Duration.ofMinutes(10);
    /** So few devices may all be dead. */
    static final int LEAST = 10;
    private static final int MOST = 2_000;

    private final Map<RegistrationKey, Counted> failed = new HashMap<>();
    private final Set<RegistrationKey> fine = new HashSet<>();
    private long began;

    /**
     * What one device was charged with.
     *
     * @param push the last one that failed
     * @param sent when it had been sent, in nanoseconds
     * @param errors how many did
     */
    record Counted(Push push, long sent, int errors) {
    }

    /**
     * A device got an error that does not name it.
     *
     * @param push which push
     * @param sent when it had been sent, in nanoseconds
     * @param now the time in nanoseconds
     * @return whether by now it is the service's fault
     */
    boolean failed(Push push, long sent, long now) {
        restart(now);
        RegistrationKey key = push.key();
        if (failed.size() < MOST || failed.containsKey(key)) {
            failed.merge(key, new Counted(push, sent, 1),
                (before, one) -> new Counted(push, sent, before.errors() + 1));
        }
        fine.remove(key);
        return failed.size() >= LEAST && failed.size() > fine.size();
    }

    /**
     * A device got another answer.
     *
     * @param key which
     * @param now the time in nanoseconds
     */
    void fine(RegistrationKey key, long now) {
        restart(now);
        if (!failed.isEmpty() && fine.size() < MOST) {
            failed.remove(key);
            fine.add(key);
        }
    }

    private void restart(long now) {
        if (failed.isEmpty() || now - began > WINDOW.toNanos()) {
            failed.clear();
            fine.clear();
            began = now;
        }
    }

    /** @return what devices were charged with, which is over */
    List<Counted> forgive() {
        List<Counted> all = new ArrayList<>(failed.values());
        failed.clear();
        fine.clear();
        return all;
    }

    /**
     * @param now the time in nanoseconds
     * @return whether it holds nothing that would be missed
     */
    boolean forgettable(long now) {
        return failed.isEmpty() || now - began > WINDOW.toNanos();
    }
}
