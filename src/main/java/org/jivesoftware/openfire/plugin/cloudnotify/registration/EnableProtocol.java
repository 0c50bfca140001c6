package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.function.Consumer;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** A way in which clients ask for pushes: XEP-0357, or another one. Thread-safe. */
public interface EnableProtocol {

    /** @return the namespace of its requests; never null */
    String namespace();

    /**
     * Reads a request. Checks all that can be checked without waiting.
     *
     * @param child the child of the IQ-set: hostile until it is read; not null
     * @param from who asks, a user of this server; not null
     * @return the request; never null
     * @throws Refusal if it cannot be granted
     */
    PushRequest read(Element child, JID from) throws Refusal;

    /**
     * Looks at what has to be waited for before a request is carried out.
     *
     * @param request what {@link #read} gave; not null
     * @param from who asks; not null
     * @param then is told once, on any thread, whether there is something against it; not null
     * @return false where that cannot be done now, so that {@code then} is told nothing
     */
    default boolean look(PushRequest request, JID from, Consumer<@Nullable Refusal> then) {
        then.accept(null);
        return true;
    }

    /** @return whether there is something to look at, so that a request is not carried out at once */
    default boolean looks() {
        return false;
    }
}
