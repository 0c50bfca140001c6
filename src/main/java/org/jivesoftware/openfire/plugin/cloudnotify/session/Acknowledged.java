package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener.Waiting;

/**
 * What a client has acknowledged, until listeners are told. They are told of it last: whoever hears that the device is back drops what
 * waits, and makes it news again where nobody has seen it. For the user's lane.
 */
final class Acknowledged {

    private final List<Waiting> stanzas = new ArrayList<>(0);

    void add(Waiting stanza) {
        stanzas.add(stanza);
    }

    /** Tells of all, once. */
    void tell(SessionListener listener) {
        List<Waiting> seen = List.copyOf(stanzas);
        stanzas.clear();
        seen.forEach(listener::seen);
    }
}
