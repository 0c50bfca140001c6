package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.time.Clock;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.AccountAges;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** Registrations over any store, of accounts that were there for ever, and that were of use only when they were enabled. */
public final class TestRegistrations {

    private TestRegistrations() {
    }

    /**
     * @param store where they live; not null
     * @param settings for max-devices; not null
     * @param clock the time; not null
     * @param cachedUsers how many users memory knows
     * @return never null
     */
    public static Registrations of(RegistrationStore store, Settings settings, Clock clock, long cachedUsers) {
        return new Registrations(store, settings, clock, username -> AccountAges.NOBODY_KNOWS, registrations -> Map.of(), cachedUsers);
    }
}
