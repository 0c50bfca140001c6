package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/** Takes what was read on another device out of what waits and what counts. On the user's lane. */
final class ReadElsewhere {

    private final MessageCounts absences;
    private final Shelf shelf;
    private final Courier courier;
    private final Departure departure;

    ReadElsewhere(MessageCounts absences, Shelf shelf, Courier courier, Departure departure) {
        this.absences = Objects.requireNonNull(absences);
        this.shelf = Objects.requireNonNull(shelf);
        this.courier = Objects.requireNonNull(courier);
        this.departure = Objects.requireNonNull(departure);
    }

    /**
     * @param key which device
     * @param read what was read on another one
     * @return of how many important stanzas of it the device was told
     */
    int read(RegistrationKey key, Read read) {
        boolean[] waits = new boolean[1];
        Slot before = shelf.change(key, cause -> {
            if (cause.call()) {
                return cause;
            }
            int last = read.last(cause.stanzas());
            waits[0] = last >= 0;
            return last < 0 ? cause : without(cause, read, last);
        });
        if (before != null) {
            // It is not undone in the history: what was read is no reason any more, whichever way a copy comes.
            if (before.pending().waitsFor() == WaitsFor.SERVICE) {
                courier.leaves(key);
            }
            departure.decided(key, before.pending().cause(), Outcome.READ_ELSEWHERE);
        }
        // What waits came later than what went out.
        return absences.read(key, waits[0] ? new Read(read.chat(), null) : read);
    }

    private static @Nullable Cause without(Cause cause, Read read, int last) {
        List<Travelling> left = new ArrayList<>();
        for (int i = 0; i < cause.stanzas().size(); i++) {
            Travelling stanza = cause.stanzas().get(i);
            if (i > last || !read.of(stanza)) {
                left.add(stanza);
            }
        }
        return cause.with(left, last < cause.stanzas().size() - 1);
    }
}
