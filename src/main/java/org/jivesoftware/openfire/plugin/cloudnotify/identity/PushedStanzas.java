package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The stanzas of one user that were pushed, and to which of the user's registrations.
 *
 * <p>When two are one is said on the package's page. What is compared, in this order:
 * <ul>
 * <li>the journey;
 * <li>for a call and for a request for a subscription, its look;
 * <li>for a copy whose journey could not be traced, or of which another node pushed the original: its look, and the time that it states,
 * against the time that is known of the earlier one – or, where that is not known, though the earlier one was stored, a time close to
 * when that happened, which is then taken for its time. Where several fit, the closest does;
 * <li>for a message with an id, copy or not, and for what is stored by a thread of its own: its look, within minutes.
 * </ul>
 *
 * <p>Each session that queues a stanza does so at a time of its own, and the copies of all of them may come back to every device: one
 * stanza may therefore have several times, and they are kept for the user and not for each registration.
 *
 * <p>When the window is full, the oldest goes, and the registrations that it was pushed to remember its journey and its time:
 * what is older than that counts as pushed. Pushes to one device happen in the order of the stanzas but for races of a few, so that is
 * the same answer; and where it were not, the device was woken by {@value #WINDOW} later stanzas.
 *
 * <p>Not thread-safe: guarded by its {@link PushHistory}.
 */
final class PushedStanzas {

    /** How many are kept for one user. */
    static final int WINDOW = 256;
    /** How long storing a message may take: its delay is from before, the occasion from after. */
    private static final long STAMP_BEFORE = 5_000;
    /** How long a client may go on sending again what it has sent, and Openfire keep what a session does not fetch. */
    static final long AGAIN = 15 * 60_000;
    /** How long routing may take until a session queues what was seen before. */
    static final long STAMP_AFTER = 1_000;

    private final PushedWindow window = new PushedWindow();
    private final PushedDevices devices = new PushedDevices(window.stanzas());
    /** The last journey that is known of, packed. */
    private long newest;

    int size() {
        return window.size();
    }

    int devices() {
        return devices.size();
    }

    /**
     * @param key which registration
     * @param travelling a stanza that is due to it
     * @param due since when, in milliseconds
     * @param stored whether it is due because it was stored offline
     * @return whether the stanza was not pushed to the registration before; it counts as pushed from now on
     */
    boolean first(RegistrationKey key, Travelling travelling, long due, boolean stored) {
        int device = devices.place(key);
        Fingerprint fingerprint = travelling.stanza().fingerprint();
        long journey = Journey.packed(travelling.journey());
        boolean copy = travelling.copy();
        Long stamp = travelling.time();
        PushedStanza found = find(travelling, journey, stamp, due);
        PushedStanza look = new PushedStanza(fingerprint, journey, found == null ? null : found.main(), copy, stamp, due, stored,
            travelling.request());
        if (found != null) {
            addTo(found.main(), look, !copy);
            return found.main().mark(device);
        }
        if (devices.pushedBefore(device, journey, stamp, copy)) {
            return false;
        }
        look.mark(device);
        add(look);
        return true;
    }

    /** @return whether something that looks like this was pushed to a registration */
    boolean knows(RegistrationKey key, Fingerprint fingerprint) {
        int device = devices.find(key);
        return device >= 0 && window.stanzas().stream().anyMatch(each -> each.looksLike(fingerprint) && each.main().marked(device));
    }

    /**
     * Counts a stanza as pushed, because another cluster node pushed it.
     *
     * @param pushed what it told
     */
    void mark(PushedElsewhere pushed) {
        int device = devices.place(pushed.key());
        long journey = Journey.packed(pushed.journey());
        PushedStanza same = null;
        long distance = Long.MAX_VALUE;
        for (PushedStanza each : window.stanzas()) {
            if (each.journey == journey) {
                each.main().mark(device);
                return;
            }
            if (each.looksLike(pushed.fingerprint())) {
                long away = pushed.unique() ? 0 : pushed.stamp() == null ? Long.MAX_VALUE : distance(each, pushed.stamp());
                if (away < distance) {
                    same = each.main();
                    distance = away;
                }
            }
        }
        PushedStanza added = new PushedStanza(pushed.fingerprint(), journey, same, pushed.copy(), pushed.stamp(), pushed.seen(), false,
            pushed.request());
        added.main().mark(device);
        add(added);
    }

    /**
     * @param key a registration
     * @param travelling a stanza that was not pushed to it after all
     */
    void undo(RegistrationKey key, Travelling travelling) {
        PushedStanza found = find(travelling, Journey.packed(travelling.journey()), travelling.time(), Long.MIN_VALUE);
        if (found != null) {
            found.main().unmark(devices.place(key));
        }
    }

    /** Each device may be back. */
    void returned() {
        devices.keys().forEach(this::returned);
    }

    /** @param key a registration whose device is back: requests that were told to it are news from now on */
    void returned(RegistrationKey key) {
        int device = devices.find(key);
        if (device >= 0) {
            window.stanzas().stream().filter(each -> each.request).forEach(each -> each.main().unmark(device));
        }
    }

    /**
     * @param key a registration that is no more
     * @return whether nothing is left
     */
    boolean forget(RegistrationKey key) {
        return devices.forget(key);
    }

    private @Nullable PushedStanza find(Travelling travelling, long journey, @Nullable Long stamp, long due) {
        Fingerprint fingerprint = travelling.stanza().fingerprint();
        boolean unique = travelling.unique();
        boolean again = travelling.again() && due != Long.MIN_VALUE;
        // By its time, where it may be a copy.
        Long copied = travelling.copy() || journey == 0 ? stamp : null;
        boolean traced = Journey.traced(journey);
        boolean began = journey > 0 && journey <= newest;
        if (!began && (!unique && copied == null && !again || !window.mayHave(fingerprint))) {
            // As nearly all are: neither its journey nor its look is known.
            return null;
        }
        PushedStanza best = null;
        long distance = Long.MAX_VALUE;
        for (PushedStanza each : window.stanzas()) {
            if (journey > 0 && each.journey == journey || unique && each.looksLike(fingerprint)) {
                return each;
            }
            if (copied != null && each.looksLike(fingerprint) && (!traced || each.elsewhere())) {
                long away = each.stamped || each.stored || each.elsewhere() ? distance(each, copied) : Long.MAX_VALUE;
                if (away == Long.MAX_VALUE && fingerprint.identified() && !traced && due != Long.MIN_VALUE) {
                    away = minutes(each, copied);
                }
                if (away < distance) {
                    best = each;
                    distance = away;
                }
            }
            if (again && each.looksLike(fingerprint) && Math.abs(due - each.time) <= Math.min(AGAIN, distance)) {
                best = each;
                distance = Math.abs(due - each.time);
            }
        }
        return best;
    }

    /** How far a stamp is from that of a stanza that was pushed; a known stamp is closer than any guess. */
    private static long distance(PushedStanza pushed, long stamp) {
        if (pushed.stamped) {
            // Stamps may have lost their fraction on the way.
            return pushed.time == stamp ? 0 : stamp % 1_000 == 0 && pushed.time / 1_000 == stamp / 1_000 ? 1 : Long.MAX_VALUE;
        }
        long away = stamp - pushed.time;
        return away >= -STAMP_BEFORE && away <= STAMP_AFTER ? 2 + Math.abs(away) : Long.MAX_VALUE;
    }

    /**
     * How far a copy that has an id is from a stanza with the same id: one that was stored since its connection was closed, and queued all
     * the same, in a session that then ended before anybody looked. Farther than whatever a stamp tells.
     */
    private static long minutes(PushedStanza pushed, long stamp) {
        long away = Math.abs(stamp - pushed.time);
        return away <= AGAIN ? 3 + STAMP_BEFORE + away : Long.MAX_VALUE;
    }

    /** Keeps what is new about a stanza that is known. */
    private void addTo(PushedStanza main, PushedStanza look, boolean original) {
        boolean known = !original || look.journey <= 0;
        for (PushedStanza each : window.stanzas()) {
            // What was sent again has journeys of its own, by which its copies are known.
            known |= each.journey == look.journey;
        }
        for (PushedStanza each : window.stanzas()) {
            if (known && each.main() == main && each.looksLike(look) && tells(each, look)) {
                return;
            }
        }
        add(look);
    }

    /** Whether an entry tells all that another one of the same stanza would, maybe because it does from now on. */
    private boolean tells(PushedStanza each, PushedStanza look) {
        if (!look.stamped && (!look.stored || each.stored)) {
            return true;
        }
        if (each.stamped) {
            // A queue's own time has not lost its fraction.
            return look.stamped && (look.copy ? distance(each, look.time) < 2 : each.time == look.time);
        }
        // The times of the store and of a queue are two.
        boolean one = !each.stored || look.stored || !Journey.traced(look.journey);
        if (one && distance(each, look.time) < Long.MAX_VALUE) {
            each.time = look.time;
            each.stamped = look.stamped;
            each.stored |= look.stored;
            window.moved(each);
            return true;
        }
        return false;
    }

    private void add(PushedStanza pushed) {
        newest = Math.max(newest, pushed.journey);
        PushedStanza gone = window.add(pushed);
        if (gone != null) {
            devices.left(gone);
        }
    }
}
