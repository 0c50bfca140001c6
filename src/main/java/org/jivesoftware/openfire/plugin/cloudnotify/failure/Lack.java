package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import java.util.Objects;

/**
 * Something that a part of the plugin needs and that this version of Openfire does not have. Immutable.
 *
 * @param part which part
 * @param missing what is missing, as the JVM names it: a class or a member
 */
public record Lack(PartName part, String missing) {

    private static final int LONGEST = 300;

    /** Checks, and shortens what is missing. */
    public Lack {
        Objects.requireNonNull(part);
        missing = missing.length() <= LONGEST ? missing : missing.substring(0, LONGEST) + "…";
    }

    static Lack of(PartName part, LinkageError error) {
        Throwable root = error;
        while (root.getCause() instanceof LinkageError || root instanceof ExceptionInInitializerError && root.getCause() != null) {
            root = root.getCause();
        }
        return new Lack(part, root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage()));
    }

    /** @return whether the part is switched off; if not, it goes on as well as it can */
    public boolean switchedOff() {
        return !part.indispensable();
    }
}
