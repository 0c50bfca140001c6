package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.Objects;

/**
 * What a message says of a call (XEP-0353). Who says so is the stanza's {@link Stanza#sender()}.
 *
 * @param kind what it says; not null
 * @param id the call's id, cut as a body is, "" where the message has none; not null
 */
public record CallSignal(Kind kind, String id) {

    /** Checks. */
    public CallSignal {
        Objects.requireNonNull(kind);
        if (id.length() > Stanza.MAX_BODY) {
            throw new IllegalArgumentException("An id is cut before");
        }
    }

    /** What can be said of a call. */
    public enum Kind {
        /** Somebody calls. */
        PROPOSE,
        /** Who called does so no longer. */
        RETRACT,
        /** A device of who is called took it. */
        ACCEPT,
        /** A device of who is called declined. */
        REJECT,
        /** A device of who is called is about to take it. */
        PROCEED,
        /** It is over. */
        FINISH
    }

    /** @return what an element of this name says; never null */
    static CallSignal of(String name, String id) {
        Kind kind = switch (name) {
            case "propose" -> Kind.PROPOSE;
            case "retract" -> Kind.RETRACT;
            case "accept" -> Kind.ACCEPT;
            case "reject" -> Kind.REJECT;
            case "proceed" -> Kind.PROCEED;
            case "finish" -> Kind.FINISH;
            default -> throw new IllegalArgumentException(name);
        };
        return new CallSignal(kind, Payload.cut(id));
    }
}
