package org.jivesoftware.openfire.plugin.cloudnotify.api;

/**
 * Has a say before a registration is stored. Calls come one after the other, on a thread that belongs to this reviewer alone; the client
 * waits meanwhile, for at most {@link CloudNotify#TIME_LIMIT_MILLIS}.
 */
@FunctionalInterface
public interface RegistrationReviewer {

    /**
     * Looks at a registration, and refuses it, amends it, or leaves it alone by just returning. If this throws or takes too long, it is
     * as if it had left the registration alone.
     *
     * @param draft what is to be stored; not null
     */
    void review(RegistrationDraft draft);
}
