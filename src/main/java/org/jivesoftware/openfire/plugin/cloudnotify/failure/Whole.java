package org.jivesoftware.openfire.plugin.cloudnotify.failure;

/** What is begun in several steps, as a whole or not at all: where one of them fails, nothing of it stays with Openfire. */
public final class Whole {

    private Whole() {
    }

    /**
     * @param steps begins it. What it throws goes on to the caller.
     * @param end ends as much of it as was begun
     */
    public static void begin(Runnable steps, AutoCloseable end) {
        try {
            steps.run();
        } catch (RuntimeException | Error e) {
            try {
                end.close();
            } catch (Exception | Error other) {
                e.addSuppressed(other);
            }
            throw e;
        }
    }
}
