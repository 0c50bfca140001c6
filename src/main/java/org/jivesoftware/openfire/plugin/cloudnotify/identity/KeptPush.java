package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A stanza that was pushed to a registration before the plugin started, as a line of text: what {@link PushedElsewhere} tells another
 * cluster node, without the registration. Immutable.
 *
 * @param fingerprint what the stanza looks like
 * @param unique as there
 * @param request as there
 * @param journey the number of its journey
 * @param stamp as there; may be null
 * @param copy as there
 * @param seen as there
 */
record KeptPush(Fingerprint fingerprint, boolean unique, boolean request, long journey, @Nullable Long stamp, boolean copy, long seen) {

    private static final int WORDS = 6;
    private static final int UNIQUE = 1;
    private static final int REQUEST = 2;
    private static final int COPY = 4;
    private static final String NONE = "-";
    private static final int RADIX = 36;

    static void line(PushedElsewhere push, StringBuilder to) {
        int flags = (push.unique() ? UNIQUE : 0) | (push.request() ? REQUEST : 0) | (push.copy() ? COPY : 0);
        number(push.fingerprint().high(), to);
        number(push.fingerprint().low(), to.append(' '));
        number(push.journey().number(), to.append(' ').append(flags).append(' '));
        to.append(' ');
        Long stamp = push.stamp();
        if (stamp == null) {
            to.append(NONE);
        } else {
            number(stamp, to);
        }
        number(push.seen(), to.append(' '));
    }

    /**
     * @param line as {@link #line} wrote it
     * @return it
     * @throws IllegalArgumentException if it is something else
     */
    static KeptPush read(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS) {
            throw new IllegalArgumentException("Not a push that was kept");
        }
        int flags = Integer.parseInt(words[2]);
        return new KeptPush(new Fingerprint(number(words[0]), number(words[1])), (flags & UNIQUE) != 0, (flags & REQUEST) != 0,
            number(words[3]), words[4].equals(NONE) ? null : Long.valueOf(number(words[4])), (flags & COPY) != 0, number(words[5]));
    }

    /** @return the same for the registration that it was */
    PushedElsewhere to(RegistrationKey key) {
        return new PushedElsewhere(key, fingerprint, unique, request, new Journey(journey, Journey.Origin.ELSEWHERE), stamp, copy, seen);
    }

    /** Adds a number to a text, of which none is made for each. */
    static void number(long number, StringBuilder to) {
        if (number < 0) {
            to.append('-');
        }
        int first = to.length();
        // Below zero there is one more.
        long rest = number < 0 ? number : -number;
        do {
            to.append(Character.forDigit((int) -(rest % RADIX), RADIX));
            rest /= RADIX;
        } while (rest != 0);
        for (int i = first, j = to.length() - 1; i < j; i++, j--) {
            char digit = to.charAt(i);
            to.setCharAt(i, to.charAt(j));
            to.setCharAt(j, digit);
        }
    }

    static long number(String text) {
        return Long.parseLong(text, RADIX);
    }
}
