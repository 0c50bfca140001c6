package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * Gathers what is known of a user, once for each occasion. Each source waits for the database only where the calling thread may; else
 * memory must do, and what is not there counts for nothing: rather a push too many. Thread-safe.
 */
final class Knowledge {

    private final Predicate<String> locked;
    private final BlockLists lists;
    private final Filters filters;
    private final Presence presence;

    Knowledge(Predicate<String> locked, BlockLists lists, Filters filters, Presence presence) {
        this.locked = Objects.requireNonNull(locked);
        this.lists = Objects.requireNonNull(lists);
        this.filters = Objects.requireNonNull(filters);
        this.presence = Objects.requireNonNull(presence);
    }

    /**
     * @param due what happened
     * @param all the registrations of the user whom it is about
     * @param woken tells which devices were woken in this absence
     * @return what is known; lists and rosters are asked for only where somebody is concerned
     */
    UserFacts of(Due due, List<Registration> all, Predicate<Registration> woken) {
        Occasion occasion = due.occasion();
        boolean concerned = concerned(occasion, all);
        return new UserFacts(all, locked.test(occasion.username()), concerned && blocked(occasion),
            concerned && filters.stranger(occasion, all), has(due), woken);
    }

    private static boolean concerned(Occasion occasion, List<Registration> all) {
        for (Registration registration : all) {
            if (occasion.audience().test(registration)) {
                return true;
            }
        }
        return false;
    }

    /** What is stored offline, Openfire has asked about itself; IQs are nobody's words. */
    boolean blocked(Occasion occasion) {
        Stanza stanza = occasion.stanza();
        return stanza != null && stanza.kind() != Stanza.Kind.IQ && occasion.trigger() != Trigger.OFFLINE
            && lists.blocks(occasion.username(), stanza);
    }

    private Predicate<Registration> has(Due due) {
        Occasion occasion = due.occasion();
        return registration -> due.returned().test(registration) || occasion.got().test(registration)
            || occasion.trigger().ofOneSession() && presence.inUse(registration.key());
    }
}
