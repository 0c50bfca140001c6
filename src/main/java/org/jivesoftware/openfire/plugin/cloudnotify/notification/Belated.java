package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** Decides what was not told when it happened. */
@FunctionalInterface
public interface Belated {

    /**
     * Messages of one user that nobody was told of become one push for each device, with the number of all that wait for it. On the
     * user's lane; may wait for the database.
     *
     * @param username whose
     * @param news the messages, the first one first; what of them was pushed before all the same is passed over in silence
     * @param others what waits besides, and counts
     * @param unseen how many important messages wait besides, which nobody looks at; not negative
     * @throws StoreException if the user's registrations cannot be read
     */
    void due(String username, List<Occasion> news, List<Occasion> others, int unseen) throws StoreException;
}
