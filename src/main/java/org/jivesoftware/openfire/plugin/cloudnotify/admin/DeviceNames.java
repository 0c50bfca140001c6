package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.HashMap;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the devices of one page are called: each user is looked up once, and none any more where the database fails. One thread. */
final class DeviceNames {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceNames.class);

    private final UserStanding users;
    private final Map<String, Map<String, String>> known = new HashMap<>();
    private boolean failed;

    DeviceNames(UserStanding users) {
        this.users = users;
    }

    /**
     * @param username whose
     * @param registration the id of the registration
     * @return its resource, or null where there is none, or nobody knows
     */
    @Nullable String of(String username, String registration) {
        return known.computeIfAbsent(username, this::look).get(registration);
    }

    private Map<String, String> look(String username) {
        if (!failed) {
            try {
                return users.resources(username);
            } catch (StoreException e) {
                LOG.warn("The console could not look for the names of devices", e);
                failed = true;
            }
        }
        return Map.of();
    }
}
