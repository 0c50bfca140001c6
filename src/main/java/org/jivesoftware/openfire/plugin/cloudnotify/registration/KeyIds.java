package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The {@linkplain RegistrationKey#id() ids} of registrations that were asked for last: each push asks for its registration's more than
 * once, and making one costs more than most of what is asked it for. Bounded: {@value #PLACES} of them, in the place that the key's hash
 * says; who comes later gives another one way. Thread-safe, without locks.
 */
final class KeyIds {

    private static final int PLACES = 2_048;
    private static final AtomicReferenceArray<@Nullable Known> LAST = new AtomicReferenceArray<>(PLACES);

    private record Known(RegistrationKey key, String id) {
    }

    private KeyIds() {
    }

    /**
     * @param key a registration's
     * @return its id
     */
    static String of(RegistrationKey key) {
        int hash = key.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Known known = LAST.get(place);
        if (known != null && known.key.equals(key)) {
            return known.id;
        }
        String id = key.newId();
        LAST.set(place, new Known(key, id));
        return id;
    }
}
