package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what became of pushes and registrations, on this cluster node, shortly after it happened. Calls come one after the other and
 * in order, on a thread that belongs to this listener alone; nobody waits for them. A listener that is more than
 * {@link CloudNotify#MAX_WAITING} events behind misses what comes until it has caught up.
 */
public interface PushListener {

    /**
     * A push was published.
     *
     * @param registration where to; not null
     * @param reason why; not null
     * @param pushId names this push in {@link #answered}; not null
     */
    default void pushed(PushRegistration registration, PushReason reason, String pushId) {
    }

    /**
     * A service answered a push, or did not in time.
     *
     * @param registration where the push had gone; not null
     * @param pushId which push; not null
     * @param condition "result" where all is well, else the stanza error's condition, for example "item-not-found", or "timeout" where no
     *     answer came; not null
     * @param latency from publishing to the answer, or to the end of the wait; not null
     */
    default void answered(PushRegistration registration, String pushId, String condition, Duration latency) {
    }

    /**
     * A registration was disabled: it is kept, but nothing is published to it.
     *
     * @param registration which; not null
     * @param condition the condition of the last error, or null where there was none, as when an administrator did it
     */
    default void disabled(PushRegistration registration, @Nullable String condition) {
    }

    /**
     * A client enabled pushes, for the first time or again.
     *
     * @param registration as it was stored; not null
     */
    default void added(PushRegistration registration) {
    }

    /**
     * A registration is no more, for whatever reason.
     *
     * @param registration as it was; not null
     */
    default void removed(PushRegistration registration) {
    }
}
