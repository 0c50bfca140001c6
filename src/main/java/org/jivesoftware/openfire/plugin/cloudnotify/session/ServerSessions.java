package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The sessions that the server knows. Thread-safe. */
public interface ServerSessions {

    /** @return all clients' sessions on this node */
    Collection<ClientStream> all();

    /**
     * @param username whose
     * @param resources of those that are wanted even where they are not available
     * @return the user's sessions on this node, as far as they are available. Cheap, however many others there are.
     */
    Collection<ClientStream> of(String username, Collection<String> resources);

    /**
     * @param username whose
     * @return the user's sessions on other cluster nodes, as far as the server knows of them
     */
    List<Binding> elsewhere(String username);

    /** @return for how long the server keeps a detached session without activity; negative where for ever */
    Duration detachTime();
}
