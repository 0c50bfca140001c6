package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushedElsewhere;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/** What one cluster node tells the others. Immutable; equal ones are told once. */
sealed interface ClusterMessage {

    /** @param username whose registrations changed in any way; not null */
    record Changed(String username) implements ClusterMessage {

        public Changed {
            Objects.requireNonNull(username);
        }
    }

    /** So much changed that it cannot be listed. */
    record EverythingChanged() implements ClusterMessage {
    }

    /** @param key whose device is in use; not null */
    record Online(RegistrationKey key) implements ClusterMessage {

        public Online {
            Objects.requireNonNull(key);
        }
    }

    /** @param key to which an important push went out; not null */
    record Pushed(RegistrationKey key) implements ClusterMessage {

        public Pushed {
            Objects.requireNonNull(key);
        }
    }

    /** @param push what was pushed; not null */
    record Seen(PushedElsewhere push) implements ClusterMessage {

        public Seen {
            Objects.requireNonNull(push);
        }
    }
}
