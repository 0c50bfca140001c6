package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a registration as one array, which weighs a third of what single texts do: the node and the resource in UTF-8, each
 * after its length; how many milliseconds passed from the first enabling to the last; then the publish-options, if there are any.
 */
final class PackedTexts {

    private static final int SEVEN_BITS = 0x7F;
    private static final int MORE = 0x80;

    private PackedTexts() {
    }

    /**
     * @param node in UTF-8, empty for none
     * @param resource in UTF-8
     * @param age milliseconds from the first enabling to the last, negative where a clock was set back
     * @param options or null
     * @return all of it
     */
    static byte[] pack(byte[] node, byte[] resource, long age, @Nullable PublishOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        number(out, node.length);
        out.writeBytes(node);
        number(out, resource.length);
        out.writeBytes(resource);
        // The sign goes last, so that a small number is short in both directions.
        number(out, age << 1 ^ age >> Long.SIZE - 1);
        if (options != null) {
            options.writeTo(out);
        }
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~SEVEN_BITS) != 0) {
            out.write((int) (rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** @return the number at a place, if it is no larger than an int: a length */
    static int number(byte[] packed, int at) {
        return (int) longNumber(packed, at);
    }

    private static long longNumber(byte[] packed, int at) {
        long number = 0;
        for (int i = at, shift = 0;; i++, shift += 7) {
            number |= (long) (packed[i] & SEVEN_BITS) << shift;
            if (packed[i] >= 0) {
                return number;
            }
        }
    }

    /** @return the place after the number at a place */
    static int start(byte[] packed, int at) {
        int end = at;
        while (packed[end] < 0) {
            end++;
        }
        return end + 1;
    }

    /** @return where the resource's length is */
    static int resourceAt(byte[] packed) {
        return start(packed, 0) + number(packed, 0);
    }

    private static int ageAt(byte[] packed) {
        int at = resourceAt(packed);
        return start(packed, at) + number(packed, at);
    }

    /** @return milliseconds from the first enabling to the last */
    static long age(byte[] packed) {
        long number = longNumber(packed, ageAt(packed));
        return number >>> 1 ^ -(number & 1);
    }

    /** @return where the publish-options begin; the end where there are none */
    static int optionsAt(byte[] packed) {
        return start(packed, ageAt(packed));
    }

    /** @return whether the resource is this one; makes no text of it where both are ASCII, as nearly all are */
    static boolean equalsResource(byte[] packed, String resource) {
        int at = resourceAt(packed);
        int length = number(packed, at);
        int from = start(packed, at);
        if (length < resource.length()) {
            return false;
        }
        for (int i = 0; i < resource.length(); i++) {
            char c = resource.charAt(i);
            if (c > SEVEN_BITS) {
                return resource.equals(new String(packed, from, length, StandardCharsets.UTF_8));
            }
            if (packed[from + i] != c) {
                return false;
            }
        }
        return length == resource.length();
    }
}
