package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP answers mean (RFC 8030 §5, behaviour §13), in the conditions that XMPP has for the same, so that all that is built on them need
 * not know of HTTP. Stateless.
 */
final class HttpReplies {

    /** The longest time that anybody is believed to want to be left alone. */
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LONGEST_NUMBER = 9;

    static final Reply NO_SUCH_NAME = new Reply(Reply.Kind.TRANSIENT, "remote-server-not-found", true);
    static final Reply NO_CONNECTION = new Reply(Reply.Kind.TRANSIENT, "service-unavailable", true);
    static final Reply BUSY = new Reply(Reply.Kind.TRANSIENT, "resource-constraint", true);
    static final Reply FORBIDDEN_ADDRESS = new Reply(Reply.Kind.COUNTED, "policy-violation", false);
    static final Reply NOT_OURS = new Reply(Reply.Kind.DEAD, "item-not-found", false);

    private HttpReplies() {
    }

    /**
     * @param result what the look-up of a server found
     * @return what it means for a push, or null where nothing is against it
     */
    static @Nullable Reply against(AddressCheck.Result result) {
        return switch (result) {
            case FINE -> null;
            case FORBIDDEN -> FORBIDDEN_ADDRESS;
            case UNKNOWN -> NO_SUCH_NAME;
        };
    }

    /**
     * @param status the status of an answer
     * @param retryAfter its header Retry-After, or null
     * @param clock the time
     * @return what it means
     */
    static Reply of(int status, @Nullable String retryAfter, Clock clock) {
        return switch (status) {
            case 400 -> counted("bad-request");
            case 401 -> counted("not-authorized");
            case 403 -> counted("forbidden");
            case 404 -> new Reply(Reply.Kind.DEAD, "item-not-found", false);
            case 410 -> new Reply(Reply.Kind.DEAD, "gone", false);
            case 413 -> counted("not-acceptable");
            case 429 -> waits("resource-constraint", retryAfter, clock);
            case 503 -> waits("service-unavailable", retryAfter, clock);
            default -> other(status, retryAfter, clock);
        };
    }

    /** Who does not know one takes it for the first of its hundred (RFC 9110 §15). */
    private static Reply other(int status, @Nullable String retryAfter, Clock clock) {
        return switch (status / 100) {
            case 2 -> Reply.RESULT;
            // Whoever follows goes where nobody looked whether it may.
            case 3 -> counted("redirect");
            case 4 -> counted("undefined-condition");
            default -> status >= 500 ? waits("internal-server-error", retryAfter, clock) : counted("undefined-condition");
        };
    }

    private static Reply counted(String condition) {
        return new Reply(Reply.Kind.COUNTED, condition, false);
    }

    private static Reply waits(String condition, @Nullable String retryAfter, Clock clock) {
        return new Reply(Reply.Kind.REFUSED, condition, true, retryAfter == null ? null : duration(retryAfter.strip(), clock));
    }

    /** A number of seconds, or a date (RFC 9110 §10.2.3). */
    private static @Nullable Duration duration(String text, Clock clock) {
        if (!text.isEmpty() && text.chars().allMatch(character -> character >= '0' && character <= '9')) {
            return text.length() > LONGEST_NUMBER ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return bounded(Duration.between(clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration bounded(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }
}
