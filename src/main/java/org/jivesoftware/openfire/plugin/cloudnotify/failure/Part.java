package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * A part of the plugin that may fail, and does so alone. A {@link LinkageError}, which says that this version of Openfire lacks something,
 * switches it off for as long as the plugin is loaded; everything else is logged, at most once a minute. Thread-safe.
 */
public final class Part {

    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final PartName name;
    private final Parts parts;
    private final LongSupplier nanoTime;
    private final Logger log;
    private volatile boolean off;
    private boolean said;
    private long saidAt;
    private long unsaid;

    Part(PartName name, Parts parts, LongSupplier nanoTime, Logger log) {
        this.name = Objects.requireNonNull(name);
        this.parts = Objects.requireNonNull(parts);
        this.nanoTime = Objects.requireNonNull(nanoTime);
        this.log = Objects.requireNonNull(log);
    }

    /** @return which part it is */
    public PartName name() {
        return name;
    }

    /** @return whether nothing is to be done any more */
    public boolean isOff() {
        return off;
    }

    /** Switches it off. */
    void end() {
        off = true;
    }

    /**
     * It threw something. Says so in the log, and switches itself off where something is missing. Throws nothing itself, not even where
     * memory or the stack is at its end.
     *
     * @param problem what it threw
     */
    public void failed(Throwable problem) {
        try {
            Throwable unwrapped = unwrap(problem);
            if (!(unwrapped instanceof LinkageError missing) || !parts.lacks(this, missing)) {
                sometimes(unwrapped);
            }
        } catch (Throwable e) {
            // Nothing can be said, and nothing more be done.
            return;
        }
    }

    /** What was called by reflection or on another thread comes wrapped. */
    private static Throwable unwrap(Throwable problem) {
        Throwable inner = problem;
        while (inner.getCause() != null && (inner instanceof InvocationTargetException || inner instanceof UndeclaredThrowableException
            || inner instanceof CompletionException || inner instanceof ExecutionException)) {
            inner = inner.getCause();
        }
        return inner;
    }

    private void sometimes(Throwable problem) {
        long kept;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (said && now - saidAt < PAUSE_NANOS) {
                unsaid++;
                return;
            }
            said = true;
            saidAt = now;
            kept = unsaid;
            unsaid = 0;
        }
        if (kept == 0) {
            log.warn("Cloud Notify failed at: {}. The server goes on without it.", name.words(), problem);
        } else {
            log.warn("Cloud Notify failed at: {}. The server goes on without it. That happened {} times more since it was last said.",
                new Object[] {name.words(), kept, problem});
        }
    }

    @Override
    public String toString() {
        return name.words();
    }
}
