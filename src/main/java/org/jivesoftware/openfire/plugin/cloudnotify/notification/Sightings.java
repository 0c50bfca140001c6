package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.JourneyNumber;

/**
 * The stanzas of one user that were pushed, and to which of the user's registrations.
 *
 * <p>Two occasions are about one stanza if
 * <ul>
 * <li>they have the same arrival: one journey through the server; or
 * <li>both propose the same call of the same caller; or
 * <li>the later one is a copy whose journey could not be traced (it comes from the store of offline messages), has the same content,
 * and states the time that is known of the earlier one – or, where that is not known, though the earlier one was stored, a time close to
 * when that happened, which is then taken for its time. Where several fit, the closest does; or
 * <li>the later one is a copy, has the same content and time, and the earlier one was pushed by another cluster node, whose numbers
 * say nothing here.
 * </ul>
 * So two messages with equal content, with or without ids, are two stanzas: they have two arrivals, and their copies two times.
 *
 * <p>Each session that queues a stanza does so at a time of its own, and the copies of all of them may come back to every device: one
 * stanza may therefore have several times, and they are kept for the user and not for each registration.
 *
 * <p>When the window is full, the oldest sighting goes, and the registrations that it was pushed to remember its arrival and its time:
 * what is older than that counts as pushed. Pushes to one device happen in the order of the stanzas but for races of a few, so that is
 * the same answer; and where it were not, the device was woken by {@value #WINDOW} later stanzas.
 *
 * <p>Not thread-safe: guarded by its {@link SeenStanzas}.
 */
final class Sightings {

    /** How many sightings are kept for one user. */
    static final int WINDOW = 256;
    /** How long storing a message may take: its delay is from before, the occasion from after. */
    private static final long STAMP_BEFORE = 5_000;
    /** How long routing may take until a session queues what was seen before. */
    private static final long STAMP_AFTER = 1_000;

    private final List<Sighting> window = new ArrayList<>(4);
    private final List<Device> devices = new ArrayList<>(1);
    /** The last journey that is known of. */
    private long newest;

    int size() {
        return window.size();
    }

    /**
     * @param key which registration; not null
     * @param occasion about a stanza; not null
     * @param due when the occasion arose, in milliseconds
     * @return whether the stanza was not pushed to the registration before; it counts as pushed from now on
     */
    boolean first(RegistrationKey key, Occasion occasion, long due) {
        int device = device(key);
        Fingerprint fingerprint = occasion.stanza().fingerprint();
        Instant delay = occasion.stanza().delayedSince();
        boolean copy = delay != null;
        Long stamp = millis(copy ? delay : occasion.stamp());
        Sighting found = find(occasion, fingerprint, stamp, copy);
        Sighting look = new Sighting(fingerprint, occasion.arrival(), found == null ? null : found.main(), copy, stamp, due,
            occasion.trigger() == Trigger.OFFLINE);
        if (found != null) {
            addTo(found.main(), look);
            return found.main().mark(device);
        }
        if (devices.get(device).pushedBefore(occasion.arrival(), stamp, copy)) {
            return false;
        }
        look.mark(device);
        add(look);
        return true;
    }

    /**
     * Counts a stanza as pushed, because another cluster node pushed it.
     *
     * @param sighted what it told; not null
     */
    void mark(Sighted sighted) {
        int device = device(sighted.key());
        Sighting same = null;
        long distance = Long.MAX_VALUE;
        for (Sighting each : window) {
            if (each.arrival == sighted.journey()) {
                each.main().mark(device);
                return;
            }
            if (each.looksLike(sighted.fingerprint())) {
                long away = sighted.call() ? 0 : sighted.stamp() == null ? Long.MAX_VALUE : distance(each, sighted.stamp());
                if (away < distance) {
                    same = each.main();
                    distance = away;
                }
            }
        }
        Sighting added = new Sighting(sighted.fingerprint(), sighted.journey(), same, sighted.copy(), sighted.stamp(), sighted.seen(),
            false);
        added.main().mark(device);
        add(added);
    }

    /**
     * @param key a registration
     * @param occasion about a stanza that was not pushed to it after all
     */
    void undo(RegistrationKey key, Occasion occasion) {
        Instant delay = occasion.stanza().delayedSince();
        Sighting found = find(occasion, occasion.stanza().fingerprint(), millis(delay != null ? delay : occasion.stamp()), delay != null);
        if (found != null) {
            found.main().unmark(device(key));
        }
    }

    /**
     * @param key a registration that is no more
     * @return whether nothing is left
     */
    boolean forget(RegistrationKey key) {
        boolean empty = true;
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i) != null && devices.get(i).key.equals(key)) {
                int device = i;
                window.forEach(sighting -> sighting.main().unmark(device));
                devices.set(i, null);
            }
            empty &= devices.get(i) == null;
        }
        return empty;
    }

    private Sighting find(Occasion occasion, Fingerprint fingerprint, Long stamp, boolean delayed) {
        String call = occasion.stanza().call();
        boolean sameCall = call != null && !call.isEmpty();
        boolean copy = stamp != null && (delayed || occasion.arrival() == 0);
        boolean traced = JourneyNumber.traced(occasion.arrival());
        if (occasion.arrival() > newest && !sameCall && !copy) {
            // As nearly all are: it began after everything that is known.
            return null;
        }
        Sighting best = null;
        long distance = Long.MAX_VALUE;
        for (Sighting each : window) {
            if (occasion.arrival() > 0 && each.arrival == occasion.arrival() || sameCall && each.looksLike(fingerprint)) {
                return each;
            }
            if (copy && each.looksLike(fingerprint) && (!traced || each.elsewhere())) {
                long away = each.stamped || each.stored || each.elsewhere() ? distance(each, stamp) : Long.MAX_VALUE;
                if (away < distance) {
                    best = each;
                    distance = away;
                }
            }
        }
        return best;
    }

    /** How far a stamp is from that of a sighting; a known stamp is closer than any guess. */
    private static long distance(Sighting sighting, long stamp) {
        if (sighting.stamped) {
            // Stamps may have lost their fraction on the way.
            return sighting.time == stamp ? 0 : stamp % 1_000 == 0 && sighting.time / 1_000 == stamp / 1_000 ? 1 : Long.MAX_VALUE;
        }
        long away = stamp - sighting.time;
        return away >= -STAMP_BEFORE && away <= STAMP_AFTER ? 2 + Math.abs(away) : Long.MAX_VALUE;
    }

    private static Long millis(Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    /** Keeps what is new about a stanza that is known. */
    private void addTo(Sighting main, Sighting look) {
        for (Sighting each : window) {
            if (each.main() == main && each.looksLike(look) && tells(each, look)) {
                return;
            }
        }
        add(look);
    }

    /** Whether a sighting tells all that another one of the same stanza would, maybe because it does from now on. */
    private static boolean tells(Sighting each, Sighting look) {
        if (!look.stamped && (!look.stored || each.stored)) {
            return true;
        }
        if (each.stamped) {
            // A queue's own time has not lost its fraction.
            return look.stamped && (look.copy ? distance(each, look.time) < 2 : each.time == look.time);
        }
        // The times of the store and of a queue are two.
        boolean one = !each.stored || look.stored || !JourneyNumber.traced(look.arrival);
        if (one && distance(each, look.time) < Long.MAX_VALUE) {
            each.time = look.time;
            each.stamped = look.stamped;
            each.stored |= look.stored;
            return true;
        }
        return false;
    }

    private void add(Sighting sighting) {
        newest = Math.max(newest, sighting.arrival);
        window.add(sighting);
        if (window.size() > WINDOW) {
            int oldest = 0;
            for (int i = 1; i < window.size(); i++) {
                Sighting one = window.get(i);
                Sighting other = window.get(oldest);
                if (one.time < other.time || one.time == other.time && one.arrival < other.arrival) {
                    oldest = i;
                }
            }
            Sighting gone = window.remove(oldest);
            for (int i = 0; i < devices.size(); i++) {
                if (devices.get(i) != null && gone.main().marked(i)) {
                    devices.get(i).pushed(gone);
                }
            }
        }
    }

    private int device(RegistrationKey key) {
        int free = devices.size();
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i) == null) {
                free = Math.min(free, i);
            } else if (devices.get(i).key.equals(key)) {
                return i;
            }
        }
        if (free == devices.size()) {
            devices.add(null);
        }
        devices.set(free, new Device(key));
        return free;
    }

    /** One registration, and what is remembered of the sightings that went. */
    private static final class Device {

        private final RegistrationKey key;
        private long arrivals;
        private long until = Long.MIN_VALUE;

        Device(RegistrationKey key) {
            this.key = key;
        }

        void pushed(Sighting gone) {
            // The journey of a copy began long after the stanza: it says nothing about other stanzas.
            arrivals = gone.copy ? arrivals : Math.max(arrivals, gone.arrival);
            until = Math.max(until, gone.stamped ? gone.time : gone.time + STAMP_AFTER);
        }

        boolean pushedBefore(long arrival, Long stamp, boolean copy) {
            // Where the number and the time are known, both must be old: a number may have been given late.
            boolean old = arrival > 0 && arrival <= arrivals && (stamp == null || stamp - STAMP_AFTER <= until);
            return old || stamp != null && !JourneyNumber.traced(arrival) && (copy || arrival == 0) && stamp <= until;
        }
    }
}
