package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids for pushes that nobody can guess, who might answer in a service's name: 128 random bits each. Thread-safe. */
final class PushIds {

    private static final int BYTES = 16;
    private static final int AT_ONCE = 64;
    private static final HexFormat HEX = HexFormat.of();

    private final SecureRandom random = new SecureRandom();
    /** Asking for a few bytes costs nearly as much as asking for many. */
    private final byte[] drawn = new byte[BYTES * AT_ONCE];
    private int used = drawn.length;

    /** @return 32 lower-case hexadecimal digits, never the same again */
    synchronized String next() {
        if (used == drawn.length) {
            random.nextBytes(drawn);
            used = 0;
        }
        used += BYTES;
        return HEX.formatHex(drawn, used - BYTES, used);
    }
}
