package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcTextTest {

    @Test
    void threeDigitsForEachByte() {
        assertEquals("097109", JdbcText.order("am"));
        assertEquals("195169", JdbcText.order("\u00e9"));
        assertEquals("", JdbcText.order(""));
        assertEquals(180, JdbcText.order("\u00e9".repeat(5000)).length());
    }

    @Test
    void aShortOrderIsReadAgain() {
        for (String text : List.of("", "a", "https://push.example.org:8443", "\u00e9\ud83d\ude80", "a".repeat(59))) {
            assertEquals(text, JdbcText.ordered(JdbcText.order(text)));
            assertEquals(text, JdbcText.ordered(JdbcText.order(text) + "  "));
        }
        assertNull(JdbcText.ordered(JdbcText.order("a".repeat(60))));
        assertNull(JdbcText.ordered("abc"));
    }

    @Test
    void sortsByCodePoint() {
        List<String> texts = new ArrayList<>(Samples.HOSTILE);
        texts.addAll(List.of("", "a", "aa", "ab", "b", "\uffff", "\ud83d\ude80", "Z", "_", "~"));
        for (String a : texts) {
            for (String b : texts) {
                int expected = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
                assertEquals(Integer.signum(expected), Integer.signum(JdbcText.order(a).compareTo(JdbcText.order(b))), a + " " + b);
            }
        }
    }

    @Test
    void theRangeHoldsWhatBeginsWithThePrefix() {
        List<String> texts = List.of("a", "ab", "abc", "ab\u007f", "ab\u0080", "ab\ud83d\ude80", "ac", "b", "\u00e9", "\u00e9a", "\u00ea",
            "\ud83d\ude80", "\ud83d\ude80x", "\ud83d\ude81", "\udbff\udfff", "\udbff\udfffx");
        for (String prefix : texts) {
            for (String text : texts) {
                String order = JdbcText.order(text);
                boolean inRange = order.compareTo(JdbcText.order(prefix)) >= 0 && order.compareTo(JdbcText.orderAfter(prefix)) < 0;
                assertEquals(text.startsWith(prefix), inRange, prefix + " " + text);
            }
        }
    }

    @Test
    void timesAsOpenfireWritesThem() {
        assertEquals("001790000000123", JdbcText.millis(Samples.NOON));
        assertEquals("000000000000000", JdbcText.millis(Instant.EPOCH));
        assertEquals(Samples.NOON, JdbcText.time("001790000000123"));
        assertEquals(Samples.NOON, JdbcText.time("1790000000123 "));
        assertNull(JdbcText.millis(null));
        assertNull(JdbcText.time(null));
        assertThrows(NumberFormatException.class, () -> JdbcText.time("yesterday"));
        assertTrue(JdbcText.millis(Samples.NOON).length() == 15);
    }
}
