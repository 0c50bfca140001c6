package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * The registrations of one user to which stanzas were pushed, each at a place by which the stanzas in the window are marked, and what is
 * remembered of what went from there. Not thread-safe: guarded by its {@link PushHistory}.
 */
final class PushedDevices {

    /** How many registrations of one user are told apart: more than max-devices can be, where nodes come and go. */
    static final int MOST = 1_024;

    private final List<PushedStanza> window;
    /** With nothing where one is no more. */
    private final List<Device> devices = new ArrayList<>(1);

    PushedDevices(List<PushedStanza> window) {
        this.window = window;
    }

    int size() {
        return devices.size();
    }

    List<RegistrationKey> keys() {
        return devices.stream().filter(Objects::nonNull).map(device -> device.key).toList();
    }

    /** @return its place, or -1 where nothing is known of it */
    int find(RegistrationKey key) {
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i) != null && devices.get(i).key.equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** @return its place; a new one where nothing was known of it */
    int place(RegistrationKey key) {
        int known = find(key);
        if (known >= 0) {
            return known;
        }
        int free = devices.indexOf(null);
        if (free < 0 && devices.size() == MOST) {
            free = longestWithoutPush();
            unmark(free);
        } else if (free < 0) {
            free = devices.size();
            devices.add(null);
        }
        devices.set(free, new Device(key));
        return free;
    }

    /** @return whether none is left */
    boolean forget(RegistrationKey key) {
        int place = find(key);
        if (place >= 0) {
            unmark(place);
            devices.set(place, null);
        }
        return devices.stream().allMatch(Objects::isNull);
    }

    private void unmark(int place) {
        window.forEach(each -> each.main().unmark(place));
    }

    /** @return whether a stanza is older than what went from the window, so that it counts as pushed */
    boolean pushedBefore(int place, long journey, @Nullable Long stamp, boolean copy) {
        return devices.get(place).pushedBefore(journey, stamp, copy);
    }

    /** A stanza went from the window. */
    void left(PushedStanza gone) {
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i) != null && gone.main().marked(i)) {
                devices.get(i).pushed(gone);
            }
        }
    }

    /** Of so many one is surely gone: another node of the cluster tells of pushes, but not of each registration that is no more. */
    private int longestWithoutPush() {
        long[] last = new long[devices.size()];
        for (int i = 0; i < last.length; i++) {
            last[i] = devices.get(i).until;
            for (PushedStanza each : window) {
                last[i] = each.main().marked(i) ? Math.max(last[i], each.time) : last[i];
            }
        }
        int longest = 0;
        for (int i = 1; i < last.length; i++) {
            longest = last[i] < last[longest] ? i : longest;
        }
        return longest;
    }

    /** One registration, and what is remembered of what went from the window. */
    private static final class Device {

        private final RegistrationKey key;
        private long journeys;
        private long until = Long.MIN_VALUE;

        Device(RegistrationKey key) {
            this.key = key;
        }

        void pushed(PushedStanza gone) {
            // The journey of a copy began long after the stanza: it says nothing about other stanzas.
            journeys = gone.copy ? journeys : Math.max(journeys, gone.journey);
            until = Math.max(until, gone.stamped ? gone.time : gone.time + PushedStanzas.STAMP_AFTER);
        }

        boolean pushedBefore(long journey, @Nullable Long stamp, boolean copy) {
            // Where the number and the time are known, both must be old: a number may have been given late.
            boolean old = journey > 0 && journey <= journeys && (stamp == null || stamp - PushedStanzas.STAMP_AFTER <= until);
            return old || stamp != null && !Journey.traced(journey) && (copy || journey == 0) && stamp <= until;
        }
    }
}
