package org.jivesoftware.openfire.plugin.cloudnotify.api;

/**
 * Has a say before a push is published. Calls come one after the other, on a thread that belongs to this reviewer alone; the push waits
 * meanwhile, for at most {@link CloudNotify#TIME_LIMIT_MILLIS}, and so do other pushes of the same user.
 */
@FunctionalInterface
public interface PushReviewer {

    /**
     * Looks at a push, and blocks it, adds to it, or leaves it alone by just returning. If this throws or takes too long, it is as if it
     * had left the push alone.
     *
     * @param draft what is to be published; not null
     */
    void review(PushDraft draft);
}
