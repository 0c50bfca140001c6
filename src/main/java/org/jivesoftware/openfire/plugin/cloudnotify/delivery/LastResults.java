package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * Which registrations last had a result, as far as the newest few hundred are remembered: those are the ones to find out with whether a
 * service works. One kilobyte, and next to no time; two registrations are rarely taken for one another. Guarded by its line.
 */
final class LastResults {

    private static final int PLACES = 256;

    private final int[] hashes = new int[PLACES];

    void add(RegistrationKey key) {
        int hash = key.hashCode();
        hashes[place(hash)] = hash;
    }

    void remove(RegistrationKey key) {
        if (contains(key)) {
            hashes[place(key.hashCode())] = 0;
        }
    }

    boolean contains(RegistrationKey key) {
        int hash = key.hashCode();
        return hash != 0 && hashes[place(hash)] == hash;
    }

    private static int place(int hash) {
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
