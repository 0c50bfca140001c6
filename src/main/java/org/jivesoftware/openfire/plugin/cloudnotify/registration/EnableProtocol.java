package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.function.Consumer;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/** A way in which clients ask for pushes: XEP-0357, or another one. Thread-safe. */
public interface EnableProtocol {

    /** @return the namespace of its requests */
    String namespace();

    /**
     * Reads a request. Checks all that can be checked without waiting.
     *
     * @param child the child of the IQ-set: hostile until it is read
     * @param from who asks, a user of this server
     * @return the request
     * @throws Refusal if it cannot be granted
     */
    PushRequest read(Element child, JID from) throws Refusal;

    /**
     * Looks at what has to be waited for before a request is carried out.
     *
     * @param request what {@link #read} gave
     * @param from who asks
     * @param then is told once, on any thread, whether there is something against it
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
