package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is shortened is still text. */
class ShortenedTest {

    private static final String ROCKETS = "\ud83d\ude80".repeat(40);

    @Test
    void nothingIsCutInsideACharacter() {
        for (int shift = 0; shift < 2; shift++) {
            for (int length = 8; length < 30; length++) {
                String text = "a".repeat(shift) + ROCKETS + "b".repeat(shift);
                for (String shortened : new String[] {Shortened.atEnd(text, length), Shortened.inTheMiddle(text, length)}) {
                    byte[] bytes = shortened.getBytes(StandardCharsets.UTF_8);
                    assertEquals(shortened, new String(bytes, StandardCharsets.UTF_8), "no half became a question mark");
                }
            }
        }
    }

    @Test
    void whatFitsStaysAndWhatDoesNotKeepsItsEnds() {
        assertNull(Shortened.inTheMiddle(null, 10));
        assertNull(Shortened.atEnd(null, 10));
        assertEquals("short", Shortened.inTheMiddle("short", 10));
        assertEquals("abcd…wxyz", Shortened.inTheMiddle("abcdefghijklmnopqrstuvwxyz", 9));
        assertEquals("abcdefgh…", Shortened.atEnd("abcdefghijklmnopqrstuvwxyz", 9));
    }
}
