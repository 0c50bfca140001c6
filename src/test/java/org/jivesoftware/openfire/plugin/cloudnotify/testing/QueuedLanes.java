package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;

/** Lanes on the test's own thread: what is given is done at once, or, from within other work, after it. Can be told to be full. */
public final class QueuedLanes implements Lanes {

    /** While true, all work is refused. */
    public boolean full;

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private boolean working;
    private boolean held;
    private int given;
    private boolean inHurry;

    @Override
    public boolean execute(String username, Runnable work) {
        if (full) {
            return false;
        }
        queue.add(work);
        given++;
        run();
        return true;
    }

    private void run() {
        if (!working && !held) {
            working = true;
            try {
                for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                    next.run();
                }
            } finally {
                working = false;
            }
        }
    }

    @Override
    public void withoutWaiting(Runnable work) {
        inHurry = true;
        try {
            work.run();
        } finally {
            inHurry = false;
        }
    }

    @Override
    public boolean mayWait() {
        return !inHurry;
    }

    /** From now on what is given waits. */
    public void hold() {
        held = true;
    }

    /** Does what waits, and what comes from now on. */
    public void release() {
        held = false;
        run();
    }

    /** @return how many pieces of work were given */
    public int given() {
        return given;
    }
}
