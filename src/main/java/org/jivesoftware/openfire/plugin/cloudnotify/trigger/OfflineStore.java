package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Downtime;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.xmpp.packet.Message;

/** What Openfire has stored for users who are not there. Blocks; thread-safe. */
public interface OfflineStore {

    /**
     * One message.
     *
     * @param message as it will be fetched, with its delay; not changed
     * @param time when it was stored
     */
    record Stored(Message message, Instant time) {

        /** Checks. */
        public Stored {
            Objects.requireNonNull(message);
            Objects.requireNonNull(time);
        }
    }

    /**
     * @param usernames at most some hundred
     * @param gap a time
     * @return for whom of them something was stored in that time that is there still
     * @throws StoreException if the database fails
     */
    Set<String> waitingSince(Collection<String> usernames, Downtime.Gap gap) throws StoreException;

    /**
     * @param username whose
     * @return all that is stored for that user, the first one first; nothing where the database fails
     */
    List<Stored> of(String username);
}
