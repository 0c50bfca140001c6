package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stanza's way through the server, from where it came in to where it is acknowledged. Everything that is seen of one stanza belongs to
 * one journey where that can be known; see the package for where it cannot. Immutable.
 *
 * @param number counts the journeys of this node: a later journey has a larger one. Positive, or of any sign where it began elsewhere
 * @param origin where it began, which tells what else may be the same stanza
 */
public record Journey(long number, Origin origin) {

    /** Where a journey began. */
    public enum Origin {
        /** The stanza came in, and was followed from there: it is the only journey of its stanza on this node. */
        TRACED,
        /** The stanza came out of a store, or of the queue of a session that nobody looked at: it is a copy of something. */
        STORED,
        /** On another cluster node, whose numbers say nothing here. */
        ELSEWHERE
    }

    /** Checks. */
    public Journey {
        Objects.requireNonNull(origin);
        if (origin == Origin.ELSEWHERE) {
            // The sign is where the packed form keeps the origin.
            number |= Long.MIN_VALUE;
        } else if (number <= 0) {
            throw new IllegalArgumentException("Journeys are counted from 1: " + number);
        }
    }

    /** @return whether it was followed from its beginning, so that no other journey of this node is of the same stanza */
    public boolean traced() {
        return origin == Origin.TRACED;
    }

    /**
     * As it is kept where there are many. Numbers of this node keep their order; 0 stands for a journey that is not known.
     *
     * @param journey which, or null
     * @return 0 for null, a negative number for one from elsewhere, an even one for one that was traced, an odd one for the others
     */
    static long packed(@Nullable Journey journey) {
        if (journey == null) {
            return 0;
        }
        return switch (journey.origin) {
            case ELSEWHERE -> journey.number;
            case TRACED -> journey.number * 2;
            case STORED -> journey.number * 2 + 1;
        };
    }

    /** @return the journey that was {@link #packed}, or null for 0 */
    static @Nullable Journey unpacked(long packed) {
        if (packed == 0) {
            return null;
        }
        return packed < 0 ? new Journey(packed, Origin.ELSEWHERE)
            : new Journey(packed >> 1, traced(packed) ? Origin.TRACED : Origin.STORED);
    }

    /** @return whether a packed journey is one of this node that was followed from its beginning */
    static boolean traced(long packed) {
        return packed > 0 && (packed & 1) == 0;
    }

    /** @return the packed form of a journey */
    static long packed(long number, boolean traced) {
        return number * 2 + (traced ? 0 : 1);
    }
}
