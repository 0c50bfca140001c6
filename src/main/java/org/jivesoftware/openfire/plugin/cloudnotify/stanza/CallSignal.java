package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.dom4j.Element;

/**
 * What a message says of a call (XEP-0353). Who says so is the stanza's {@link Stanza#sender()}.
 *
 * @param kind what it says
 * @param id the call's id, cut as a body is, "" where the message has none
 * @param media what a proposed call is by, audio and video for example; empty for all other signals
 */
public record CallSignal(Kind kind, String id, List<String> media) {

    /** As many as a call has, and no more. */
    private static final int MOST_MEDIA = 4;
    private static final int LONGEST_MEDIUM = 32;

    /**
     * A signal that names no media.
     *
     * @param kind as above
     * @param id as above
     */
    public CallSignal(Kind kind, String id) {
        this(kind, id, List.of());
    }

    /** Checks. */
    public CallSignal {
        Objects.requireNonNull(kind);
        media = List.copyOf(media);
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

    /** @return what an element of this name says */
    static CallSignal of(String name, Element element) {
        Kind kind = switch (name) {
            case "propose" -> Kind.PROPOSE;
            case "retract" -> Kind.RETRACT;
            case "accept" -> Kind.ACCEPT;
            case "reject" -> Kind.REJECT;
            case "proceed" -> Kind.PROCEED;
            case "finish" -> Kind.FINISH;
            default -> throw new IllegalArgumentException(name);
        };
        return new CallSignal(kind, Payload.cut(element.attributeValue("id", "")), kind == Kind.PROPOSE ? media(element) : List.of());
    }

    private static List<String> media(Element propose) {
        List<String> media = new ArrayList<>(2);
        for (Iterator<?> children = propose.elementIterator(); children.hasNext() && media.size() < MOST_MEDIA;) {
            Element child = (Element) children.next();
            String medium = child.getName().equals("description") ? child.attributeValue("media", "") : "";
            if (!medium.isEmpty() && medium.length() <= LONGEST_MEDIUM && !media.contains(medium)) {
                media.add(medium);
            }
        }
        return media;
    }
}
