package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * A client's session on this server, from its resource binding over all resumptions to its end. Thread-safe.
 */
public interface ClientStream {

    /** @return the stream's id, which no other session has, and which it keeps when it is resumed */
    String id();

    /** @return its full JID */
    JID address();

    /** @return its XEP-0388 user-agent id, or null where the server does not know it */
    @Nullable String userAgent();

    /** @return whether it has no connection at the moment, while it can be resumed. Cheap. */
    boolean detached();

    /**
     * @return whether the server, which has not noticed that it has no connection, stores offline what it puts into its queue, too. Cheap.
     */
    default boolean storesToo() {
        return false;
    }

    /** @return whether it has ended, or is about to. Cheap. */
    default boolean closed() {
        return false;
    }

    /** @return whether stream management is enabled on it. Cheap. */
    boolean managed();

    /** @return whether the server may hold stanzas back at the moment, to send them later (XEP-0352). Cheap. */
    boolean holdsBack();

    /** @return whether the client says that nobody is at it (XEP-0352); false where the server does not know. Cheap. */
    default boolean inactive() {
        return false;
    }

    /**
     * Looks at what it has not acknowledged.
     *
     * @param newest the mark of the newest entry that the caller knows, or null
     * @return the entries after that one, or all of them where it is no longer there; null where this version of the server does not
     *     show them
     */
    @Nullable Unacked unacked(@Nullable Object newest);

    /**
     * @return the number of the client's last request, where a request says that the answer to the one before arrived (XEP-0124); else -1
     */
    default long request() {
        return -1;
    }

    /**
     * @param request the number of a request
     * @return how that looks which was in the answers to that request and later ones; null where the stream did not end because nothing
     *     more was heard of the client
     */
    default @Nullable List<Fingerprint> answered(long request) {
        return null;
    }

    /** Asks the client to acknowledge what it got (XEP-0198 §4). Does nothing while detached. */
    void requestAck();

    /**
     * @return for how long there has been nothing to do for it, which is what the server's time for detached sessions counts; by the wall
     *     clock, and so negative where that was set back. Never null
     */
    Duration idle();

    /** Makes that zero. */
    void touch();

    /** @param text what to keep with the session as long as the server has it, plugin or not. Not in every version. */
    void remember(String text);

    /** @return what was kept last, also by a plugin that ran before this one; null where nothing was */
    @Nullable String remembered();

    /**
     * Takes over from the server the decision when it ends while detached.
     *
     * @param mayEnd is asked with the server's own time for detached sessions; must be quick and not throw
     * @return false where this version of the server does not give that decision away
     */
    boolean decideEnd(Predicate<Duration> mayEnd);

    /** Gives that decision back. */
    void leaveEnd();
}
