package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What registrations need to know of the server's accounts. May wait for the database or a directory. Thread-safe. */
@FunctionalInterface
public interface AccountAges {

    /** Of an account of which the server does not know when it was made. */
    Instant NOBODY_KNOWS = Instant.EPOCH;

    /**
     * @param username a local part
     * @return when the present account of that name was made, {@link #NOBODY_KNOWS} where nobody does, or null where there is no such
     *     account, or it cannot be found at the moment
     */
    @Nullable Instant made(String username);
}
