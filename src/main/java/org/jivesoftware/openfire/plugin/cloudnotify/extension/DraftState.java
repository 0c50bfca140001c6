package org.jivesoftware.openfire.plugin.cloudnotify.extension;

/** Until when a draft may be changed: whoever was left out must not change it afterwards. Thread-safe. */
abstract class DraftState {

    private boolean open = true;

    /**
     * Changes the draft, if that is still allowed.
     *
     * @throws IllegalStateException if it is too late
     */
    final synchronized void change(Runnable change) {
        if (!open) {
            throw new IllegalStateException("It is too late: the review is over");
        }
        change.run();
    }

    /** Ends changes; what was changed is seen by the thread that calls this. */
    final synchronized void end() {
        open = false;
    }
}
