package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Hears what happens to devices; see {@link DeviceEvents}. Called on any thread; must be quick and not block. */
public interface DeviceListener {

    /** Where something happened. */
    enum Where {
        /** At this node of the cluster, or there is none. */
        HERE,
        /** At another node of the cluster, which told it. */
        ELSEWHERE
    }

    /**
     * A device is in use: it logged in, resumed its session, or acknowledges again. What waits to be pushed to it is dropped, its count of
     * messages starts again, and it may be woken anew in its next absence.
     *
     * @param key its registration
     * @param where at which node
     */
    default void returned(RegistrationKey key, Where where) {
    }

    /**
     * A device is in use, and only the database knows which registrations are its own: what waits for the database is not for them.
     *
     * @param username whose device
     * @param device accepts the device's registrations; equal to others of the same device
     */
    default void returned(String username, Predicate<Registration> device) {
    }

    /**
     * One of several devices is in use, nobody knows which: each may be woken anew, and begins to count again, but what waits goes out.
     *
     * @param key the registration of one of them
     */
    default void perhapsReturned(RegistrationKey key) {
    }

    /**
     * A push went out, merged or not; a test is none.
     *
     * @param key to which registration
     * @param important whether for something important
     * @param where from which node. Of others, only important ones are heard of.
     */
    default void pushed(RegistrationKey key, boolean important, Where where) {
    }

    /**
     * A device was told of more stanzas.
     *
     * @param key its registration
     * @param more how many important ones came to those that it had been told of; not negative
     * @param total how many there were since it was last in use, as far as the node knows that pushed; not negative
     * @param where from which node
     */
    default void counted(RegistrationKey key, int more, int total, Where where) {
    }

    /**
     * A user did something at a session, so that what it shows need not be pushed to other devices at once.
     *
     * @param username who
     * @param resource the session's resource
     * @param where at which node
     */
    default void attended(String username, String resource, Where where) {
    }

    /**
     * A user has read a chat, so that what is up to there counts no longer.
     *
     * @param username who
     * @param chat with whom, or in which room: a bare address
     * @param upTo an id of the last message that was read, or null for all of that chat
     * @param where at which node
     */
    default void read(String username, String chat, @Nullable String upTo, Where where) {
    }

    /**
     * A device is no longer told of what was read on another one.
     *
     * @param key its registration
     * @param less of how many important stanzas; not negative
     * @param where by which node
     */
    default void uncounted(RegistrationKey key, int less, Where where) {
    }

    /** @param key a registration that another node removed */
    default void removedElsewhere(RegistrationKey key) {
    }

    /** Other nodes were out of hearing for a while: which devices were back meanwhile, nobody knows. */
    default void uncertain() {
    }
}
