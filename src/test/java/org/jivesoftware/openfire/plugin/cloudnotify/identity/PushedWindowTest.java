package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.junit.jupiter.api.Test;

/** The oldest goes first, in whatever order they come, and what is gone looks like nothing any more. */
class PushedWindowTest {

    private final PushedWindow window = new PushedWindow();

    private static Fingerprint look(int number) {
        return new Fingerprint(0, number);
    }

    private static PushedStanza stanza(int look, long journey, long time) {
        return new PushedStanza(look(look), journey, null, false, time, 0, false, false);
    }

    @Test
    void theOldestGoesFirst() {
        Random random = new Random(4);
        List<PushedStanza> model = new ArrayList<>();
        for (int i = 1; i <= 4 * PushedStanzas.WINDOW; i++) {
            PushedStanza added = stanza(i, i, random.nextInt(500));
            model.add(added);
            PushedStanza gone = window.add(added);
            if (model.size() <= PushedStanzas.WINDOW) {
                assertNull(gone);
                continue;
            }
            PushedStanza oldest = model.stream().min(Comparator.<PushedStanza>comparingLong(each -> each.time)
                .thenComparingLong(each -> each.journey)).orElseThrow();
            assertSame(oldest, gone);
            model.remove(oldest);
            assertEquals(gone == added, !window.mayHave(look(i)));
            assertTrue(model.stream().allMatch(each -> window.mayHave(look(each.look()))));
        }
        assertEquals(PushedStanzas.WINDOW, window.size());
    }

    @Test
    void whatIsGoneLooksLikeNothing() {
        for (int i = 0; i <= PushedStanzas.WINDOW; i++) {
            window.add(stanza(i, i, i));
        }
        assertFalse(window.mayHave(look(0)));
        assertTrue(window.mayHave(look(1)));
    }

    @Test
    void ofTwoThatLookAlikeOneIsLeft() {
        window.add(stanza(7, 1, 1));
        for (int i = 2; i <= PushedStanzas.WINDOW; i++) {
            window.add(stanza(100 + i, i, i));
        }
        window.add(stanza(7, 1_000, 1_000));
        assertTrue(window.mayHave(look(7)));
        assertEquals(1_000, window.stanzas().get(PushedStanzas.WINDOW - 1).time);
    }

    @Test
    void whatTurnsOutToBeOlderGoesEarlier() {
        PushedStanza late = stanza(1, 1, 1_000);
        window.add(stanza(2, 2, 500));
        window.add(late);
        late.time = 400;
        window.moved(late);
        assertSame(late, window.stanzas().get(0));
        assertEquals(2, window.size());
    }
}
