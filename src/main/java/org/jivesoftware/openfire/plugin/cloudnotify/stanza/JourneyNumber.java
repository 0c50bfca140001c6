package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

/**
 * The number of a stanza's journey through the server says, too, whether the journey was traced from its beginning: then it is the only
 * one of its stanza, and nothing with another number can be the same. What comes out of the store of offline messages carries a number
 * that is not: it is a copy of something, and of what has to be guessed from its content and time.
 */
public final class JourneyNumber {

    private JourneyNumber() {
    }

    /**
     * @param count how many journeys there were, this one included; positive
     * @param traced whether it is followed from its beginning
     * @return its number: positive, and larger than that of every journey counted before
     */
    public static long of(long count, boolean traced) {
        return count * 2 + (traced ? 0 : 1);
    }

    /**
     * @param number the number of a journey of this cluster node, or 0 where none is known
     * @return whether the journey was followed from its beginning
     */
    public static boolean traced(long number) {
        return number > 0 && (number & 1) == 0;
    }
}
