package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What the plugin needs to know of a stanza, read on the thread that routes it so that the stanza itself need not be kept or copied.
 * Immutable.
 *
 * @param kind message, presence or IQ
 * @param from who sent the stanza, or null where the server itself did (whether or not the stanza says so)
 * @param to whom it is addressed to, or null
 * @param error whether it is of type error
 * @param important whether it is important (docs/behaviour.md §2)
 * @param encrypted whether it is end-to-end encrypted, so that its body is a fallback
 * @param call the id of the call that it proposes (XEP-0353), cut as a body is, "" where the call has none, or null
 * @param ownCopy whether it is a copy of what the user's own other device sent: a carbon of kind "sent", an event of the user's own
 *     account (XEP-0163), own words that a room reflects
 * @param sender who wrote what it carries: of a carbon or a forward that of the wrapped message, where who wrapped it may say so; null
 *     where unknown
 * @param body the body of what it carries, cut to {@link #MAX_BODY} characters, or null; present only where it is important
 * @param noStore whether it, or what it wraps, carries the hint no-store (XEP-0334)
 * @param noPermanentStore whether it carries the hint no-permanent-store or no-store
 * @param groupchat whether it is of type groupchat
 * @param fingerprint equal for all copies of one stanza
 * @param delayedSince the time that the first delay of the own server states (XEP-0203), or null: copies of what was sent before
 *     have one
 * @param traits what else is said of few stanzas
 */
public record Stanza(Kind kind, @Nullable JID from, @Nullable JID to, boolean error, boolean important, boolean encrypted,
                     @Nullable String call, boolean ownCopy, @Nullable JID sender, @Nullable String body, boolean noStore,
                     boolean noPermanentStore, boolean groupchat, Fingerprint fingerprint, @Nullable Instant delayedSince, Traits traits) {

    /** How many characters of a body are kept: no push network carries more. */
    public static final int MAX_BODY = 1_024;

    /** Checks. */
    public Stanza {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(fingerprint);
        Objects.requireNonNull(traits);
        if (body != null && body.length() > MAX_BODY) {
            throw new IllegalArgumentException("A body is cut before");
        }
    }

    /**
     * A stanza of which nothing else is said.
     *
     * @param kind as above
     * @param from as above
     * @param to as above
     * @param error as above
     * @param important as above
     * @param encrypted as above
     * @param call as above
     * @param ownCopy as above
     * @param sender as above
     * @param body as above
     * @param noStore as above
     * @param noPermanentStore as above
     * @param groupchat as above
     * @param fingerprint as above
     * @param delayedSince as above
     */
    public Stanza(Kind kind, @Nullable JID from, @Nullable JID to, boolean error, boolean important, boolean encrypted,
                  @Nullable String call, boolean ownCopy, @Nullable JID sender, @Nullable String body, boolean noStore,
                  boolean noPermanentStore, boolean groupchat, Fingerprint fingerprint, @Nullable Instant delayedSince) {
        this(kind, from, to, error, important, encrypted, call, ownCopy, sender, body, noStore, noPermanentStore, groupchat, fingerprint,
            delayedSince, Traits.NONE);
    }

    /**
     * @return whether it can be a reason to push, or to count (docs/behaviour.md §2, "Never"): it is no error, and neither what the user's
     *     own other device sent nor what a device asked for itself
     */
    public boolean reason() {
        return !error && !ownCopy && !traits.replay();
    }

    /** The three stanzas of RFC 6120 §8. */
    public enum Kind {
        /** message. */
        MESSAGE,
        /** presence. */
        PRESENCE,
        /** iq. */
        IQ
    }

    /** @return the same without its body, for keeping */
    public Stanza withoutContent() {
        return body == null ? this : new Stanza(kind, from, to, error, important, encrypted, call, ownCopy, sender, null, noStore,
            noPermanentStore, groupchat, fingerprint, delayedSince, traits.withoutContent());
    }

    /** @return the same as if it said nothing of being held up */
    public Stanza withoutDelay() {
        return delayedSince == null ? this : new Stanza(kind, from, to, error, important, encrypted, call, ownCopy, sender, body, noStore,
            noPermanentStore, groupchat, fingerprint, null, traits);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return kind + (important ? " important" : "") + " from " + from;
    }
}
