package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Arrays;
import java.util.HexFormat;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * Which resources enabled a registration before the present one did (behaviour §1): several browser tabs share one registration, and each
 * is
 * its device. The last {@value #MOST} of them, as fingerprints of eight bytes, since a resource may be long and need only be recognised.
 * Immutable.
 */
public final class RecentResources {

    /** So many are remembered. */
    static final int MOST = 8;

    private static final int DIGITS = 16;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The latest first. */
    private final long[] fingerprints;

    private RecentResources(long[] fingerprints) {
        this.fingerprints = fingerprints;
    }

    /**
     * @param before what was remembered until now, or null for nothing
     * @param last the resource that enabled it until now; empty where that was none
     * @param present the resource that enables the registration now, which is not among those before it
     * @return what is to be remembered beside the present one, or null for nothing
     */
    static @Nullable RecentResources after(@Nullable RecentResources before, String last, String present) {
        long now = fingerprint(present);
        long[] others = Arrays.stream(before == null ? new long[0] : before.fingerprints)
            .filter(each -> each != now && each != fingerprint(last)).toArray();
        boolean another = !last.isEmpty() && !last.equals(present);
        if (!another && others.length == 0) {
            return null;
        }
        long[] all = new long[Math.min(MOST, others.length + (another ? 1 : 0))];
        if (another) {
            all[0] = fingerprint(last);
        }
        System.arraycopy(others, 0, all, another ? 1 : 0, all.length - (another ? 1 : 0));
        return new RecentResources(all);
    }

    /**
     * @param resource of a session
     * @return whether it is one of them
     */
    boolean contains(String resource) {
        long wanted = fingerprint(resource);
        for (long each : fingerprints) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }

    /** @return the form that is stored */
    String text() {
        StringBuilder text = new StringBuilder(fingerprints.length * DIGITS);
        for (long each : fingerprints) {
            text.append(HexFormat.of().toHexDigits(each));
        }
        return text.toString();
    }

    /**
     * @param text what {@link #text()} gave, or null
     * @return the resources, or null for none
     * @throws IllegalArgumentException if it is no such text
     */
    static @Nullable RecentResources read(@Nullable String text) {
        if (StringUtils.isEmpty(text)) {
            return null;
        }
        if (text.length() % DIGITS != 0) {
            throw new IllegalArgumentException("Not a list of resources");
        }
        long[] fingerprints = new long[Math.min(MOST, text.length() / DIGITS)];
        for (int i = 0; i < fingerprints.length; i++) {
            fingerprints[i] = HexFormat.fromHexDigitsToLong(text, i * DIGITS, (i + 1) * DIGITS);
        }
        return new RecentResources(fingerprints);
    }

    /** FNV-1a over the characters: the same on every node and after every restart, and far cheaper than a digest. */
    private static long fingerprint(String resource) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < resource.length(); i++) {
            hash = (hash ^ resource.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentResources resources && Arrays.equals(fingerprints, resources.fingerprints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprints);
    }

    @Override
    public String toString() {
        return "RecentResources[" + fingerprints.length + "]";
    }
}
