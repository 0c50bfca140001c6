package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;

/**
 * What an answer to a push means (behaviour §4). Immutable.
 *
 * @param kind what follows from it
 * @param condition "result", "timeout" or one of the conditions of RFC 6120 §8.3.3, never free text of the service's
 * @param undelivered whether the service surely did not deliver the push, so that sending it again cannot double it
 * @param retryAfter when the other side wants to be asked again; null where it names no time
 */
public record Reply(Kind kind, String condition, boolean undelivered, @Nullable Duration retryAfter) {

    /** None came in time. The service may have seen the push all the same. */
    public static final Reply TIMEOUT = new Reply(Kind.TRANSIENT, Answer.TIMEOUT, false);

    /** The service took it. */
    public static final Reply RESULT = new Reply(Kind.RESULT, Answer.RESULT, false);

    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final String UNDEFINED = "undefined-condition";
    private static final Set<String> CONDITIONS = Set.of("bad-request", "conflict", "feature-not-implemented", "forbidden", "gone",
        "internal-server-error", "item-not-found", "jid-malformed", "not-acceptable", "not-allowed", "not-authorized",
        "payment-required", "policy-violation", "recipient-unavailable", "redirect", "registration-required",
        "remote-server-not-found", "remote-server-timeout", "resource-constraint", "service-unavailable", "subscription-required",
        UNDEFINED, "unexpected-request");

    /** What follows from an answer. */
    public enum Kind {
        /** The registration is healthy. */
        RESULT,
        /** Says nothing about the registration: the service is away or silent. */
        TRANSIENT,
        /** The service is in trouble, and says that it did not deliver: it is asked again later. Says nothing about the registration. */
        DEFERRED,
        /** The service did not deliver to this device, and asks to try again later. */
        REFUSED,
        /** An error that counts toward max-errors. */
        COUNTED,
        /** An error that counts, and says that the device is dead. */
        DEAD
    }

    /** Checks. */
    public Reply {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(condition);
    }

    /**
     * An answer that names no time.
     *
     * @param kind as above
     * @param condition as above
     * @param undelivered as above
     */
    public Reply(Kind kind, String condition, boolean undelivered) {
        this(kind, condition, undelivered, null);
    }

    /** @return all conditions that an error can have */
    public static Set<String> conditions() {
        return CONDITIONS;
    }

    /** @return the same as the service's trouble, since as many got it as cannot all have deserved it */
    Reply ofService() {
        return new Reply(Kind.TRANSIENT, condition, true, retryAfter);
    }

    /**
     * Reads an answer. Looks at the error's own children only, so depth and size of what a service sends do not matter.
     *
     * @param answer an IQ of type result or error
     * @param reachable whether the server has a way to the service at all; if not, it was the server itself that answered in the
     *     service's name
     * @return what it means
     */
    public static Reply of(IQ answer, boolean reachable) {
        return answer.getType() == IQ.Type.error ? ofError(answer.getElement(), reachable) : RESULT;
    }

    /**
     * The same of a stanza that is an error, a message too.
     *
     * @param stanza of type error
     * @param reachable as above
     * @return as above
     */
    public static Reply ofError(Element stanza, boolean reachable) {
        Element error = stanza.element("error");
        String condition = error == null ? UNDEFINED : condition(error);
        return switch (condition) {
            // Where nobody was found, nobody got it.
            case "remote-server-not-found" -> new Reply(reachable ? Kind.DEFERRED : Kind.TRANSIENT, condition, true);
            case "remote-server-timeout" -> reachable ? typed(error, Kind.TRANSIENT, Kind.DEFERRED, condition)
                : new Reply(Kind.TRANSIENT, condition, true);
            case "service-unavailable" -> reachable ? typed(error, Kind.COUNTED, Kind.REFUSED, condition)
                : new Reply(Kind.TRANSIENT, condition, true);
            case "item-not-found", "gone" -> typed(error, Kind.DEAD, Kind.REFUSED, condition);
            default -> typed(error, Kind.COUNTED, Kind.REFUSED, condition);
        };
    }

    /** Whatever the condition, "wait" from the service itself says that it did not deliver, and asks to try again later. */
    private static Reply typed(Element error, Kind kind, Kind later, String condition) {
        boolean wait = error != null && "wait".equals(error.attributeValue("type"));
        return new Reply(wait ? later : kind, condition, wait);
    }

    private static String condition(Element error) {
        for (Iterator<?> children = error.elementIterator(); children.hasNext();) {
            Element child = (Element) children.next();
            if (STANZAS.equals(child.getNamespaceURI()) && CONDITIONS.contains(child.getName())) {
                return child.getName();
            }
        }
        return UNDEFINED;
    }
}
