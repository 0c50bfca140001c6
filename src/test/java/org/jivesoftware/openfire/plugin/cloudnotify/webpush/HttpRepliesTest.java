package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
}
