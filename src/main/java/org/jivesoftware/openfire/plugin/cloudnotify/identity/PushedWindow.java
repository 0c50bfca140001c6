package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The last stanzas of one user that were pushed, in the order of their times: the first one is the oldest and goes first. A part of each
 * look is kept beside them, since nearly every stanza that is asked about looks like none of them: going through all of them for that
 * answer would fetch each from another place in memory. Not thread-safe: guarded by its {@link PushHistory}.
 */
final class PushedWindow {

    private final List<PushedStanza> stanzas = new ArrayList<>(4);
    /** As many as there are stanzas, in no order. */
    private int[] looks = new int[4];

    /** @return all of them, by time; changes with this; not to be changed */
    List<PushedStanza> stanzas() {
        return stanzas;
    }

    int size() {
        return stanzas.size();
    }

    /** @return false where none looks like this; true says nothing */
    boolean mayHave(Fingerprint fingerprint) {
        return place((int) fingerprint.low(), stanzas.size()) >= 0;
    }

    private int place(int look, int size) {
        for (int i = 0; i < size; i++) {
            if (looks[i] == look) {
                return i;
            }
        }
        return -1;
    }

    /** @return the oldest, where it had to go for another one; else null */
    @Nullable PushedStanza add(PushedStanza added) {
        int size = stanzas.size();
        if (size == looks.length) {
            looks = Arrays.copyOf(looks, Math.min(2 * size, PushedStanzas.WINDOW + 1));
        }
        looks[size] = added.look();
        insert(added);
        return stanzas.size() > PushedStanzas.WINDOW ? removeOldest() : null;
    }

    private PushedStanza removeOldest() {
        int last = stanzas.size() - 1;
        PushedStanza oldest = stanzas.remove(0);
        looks[place(oldest.look(), last + 1)] = looks[last];
        return oldest;
    }

    /** @param stanza one of them, of which another time is known now */
    void moved(PushedStanza stanza) {
        stanzas.remove(stanza);
        insert(stanza);
    }

    private void insert(PushedStanza added) {
        int place = stanzas.size();
        // Nearly all are the newest.
        while (place > 0 && added.before(stanzas.get(place - 1))) {
            place--;
        }
        stanzas.add(place, added);
    }
}
