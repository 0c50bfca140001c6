package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.time.Instant;
import java.util.Objects;
import org.xmpp.packet.JID;

/**
 * What the plugin needs to know of a stanza, read on the thread that routes it so that the stanza itself need not be kept or copied.
 * Immutable.
 *
 * @param kind message, presence or IQ; not null
 * @param from who sent the stanza, or null where the server itself did (whether or not the stanza says so)
 * @param to whom it is addressed to, or null
 * @param error whether it is of type error
 * @param important whether it is important (spec §2)
 * @param encrypted whether it is end-to-end encrypted, so that its body is a fallback
 * @param call the id of the call that it proposes (XEP-0353), cut as a body is, "" where the call has none, or null
 * @param ownCopy whether it is a copy of what the user's own other device sent (carbon of kind "sent")
 * @param sender who wrote what it carries: of a carbon or a forward that of the wrapped message, where who wrapped it may say so; null
 *     where unknown
 * @param body the body of what it carries, cut to {@link #MAX_BODY} characters, or null; present only where it is important
 * @param noStore whether it, or what it wraps, carries the hint no-store (XEP-0334)
 * @param noPermanentStore whether it carries the hint no-permanent-store or no-store
 * @param groupchat whether it is of type groupchat
 * @param fingerprint equal for all copies of one stanza; not null
 * @param delayedSince the time that the first delay of the own server states (XEP-0203), or null: copies of what was sent before
 *     have one
 */
public record Stanza(Kind kind, JID from, JID to, boolean error, boolean important, boolean encrypted, String call, boolean ownCopy,
                     JID sender, String body, boolean noStore, boolean noPermanentStore, boolean groupchat, Fingerprint fingerprint,
                     Instant delayedSince) {

    /** How many characters of a body are kept: no push network carries more. */
    public static final int MAX_BODY = 1_024;

    /** Checks. */
    public Stanza {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(fingerprint);
        if (body != null && body.length() > MAX_BODY) {
            throw new IllegalArgumentException("A body is cut before");
        }
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

    /** Shows no content. */
    @Override
    public String toString() {
        return kind + (important ? " important" : "") + " from " + from;
    }
}
