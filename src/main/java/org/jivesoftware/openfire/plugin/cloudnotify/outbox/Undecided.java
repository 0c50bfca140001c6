package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/** Something about which nobody could decide yet, since it is not known which registrations the user has. */
public interface Undecided {

    /** @return whose registrations are concerned; never null */
    String username();

    /**
     * @param devices some of the user's; not null
     * @return the same for which these are in use, or no more; never null
     */
    Undecided without(Predicate<Registration> devices);

    /**
     * @param later what came after this, for the same user; not null
     * @return both, for when there was no time to look at each; never null
     */
    Undecided and(Undecided later);
}
