package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/** Something about which nobody could decide yet, since it is not known which registrations the user has. */
public interface Undecided {

    /** @return whose registrations are concerned */
    String username();

    /**
     * @param devices some of the user's
     * @return the same for which these are in use, or no more
     */
    Undecided without(Predicate<Registration> devices);

    /**
     * @param later what came after this, for the same user
     * @return both, for when there was no time to look at each
     */
    Undecided and(Undecided later);
}
