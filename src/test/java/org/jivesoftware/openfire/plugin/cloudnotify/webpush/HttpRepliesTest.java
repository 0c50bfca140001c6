package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a push service wants to be asked again, as it may say so (RFC 9110 §10.2.3). */
class HttpRepliesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | PT0S", "120 | PT2M", " 7 | PT7S", "999999999 | PT24H", "99999999999999999999 | PT24H",
        "Mon, 23 Nov 2026 10:01:30 GMT | PT1M30S", "Mon, 23 Nov 2026 09:00:00 GMT | PT0S", "Fri, 31 Dec 9999 23:59:59 GMT | PT24H"})
    void times_are_read_and_bounded(String text, Duration time) {
        assertEquals(time, HttpReplies.of(503, text, CLOCK).retryAfter());
        assertEquals(time, HttpReplies.of(429, text, CLOCK).retryAfter());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-1", "soon", "1.5", "Mon, 32 Nov 2026 10:01:30 GMT", "\u0661"})
    void what_is_no_time_is_none(String text) {
        assertNull(HttpReplies.of(503, text, CLOCK).retryAfter());
    }

    /** Who does not know one takes it for the first of its hundred (RFC 9110 §15). */
    @ParameterizedTest
    @CsvSource({"200, RESULT", "201, RESULT", "202, RESULT", "204, RESULT", "205, RESULT", "299, RESULT", "199, COUNTED", "307, COUNTED",
        "418, COUNTED", "499, COUNTED", "500, REFUSED", "599, REFUSED"})
    void what_an_answer_means(int status, Reply.Kind kind) {
        assertEquals(kind, HttpReplies.of(status, null, CLOCK).kind());
    }
}
