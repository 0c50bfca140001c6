package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.Test;

/** What one push of two says. */
class CauseTest {

    private static final Cause IMPORTANT = cause(Trigger.OFFLINE, true, 3, 0, null);
    private static final Cause WAKE_UP = cause(Trigger.HIBERNATED, false, 0, 0, null);
    private static final Cause REQUEST = cause(Trigger.SUBSCRIPTION, false, 0, 2, null);

    @Test
    void whatIsToBeCountedAddsUpAndTheLastOneLeads() {
        assertEquals(cause(Trigger.ARCHIVED, true, 7, 0, null), IMPORTANT.and(cause(Trigger.ARCHIVED, true, 4, 0, null)));
        assertEquals(Integer.MAX_VALUE, IMPORTANT.and(cause(Trigger.OFFLINE, true, Integer.MAX_VALUE, 0, null)).uncounted());
    }

    @Test
    void importantAndUnimportantAreImportantInEitherOrder() {
        assertEquals(IMPORTANT, WAKE_UP.and(IMPORTANT));
        assertEquals(IMPORTANT, IMPORTANT.and(WAKE_UP));
        assertFalse(WAKE_UP.and(WAKE_UP).important());
    }

    @Test
    void nothingThatEitherSaysIsLost() {
        assertEquals(2, REQUEST.and(IMPORTANT).pendingSubscriptions());
        assertEquals(2, IMPORTANT.and(REQUEST).pendingSubscriptions());
        assertEquals(3, IMPORTANT.and(REQUEST).uncounted());
        assertTrue(IMPORTANT.and(REQUEST).mergeable());
    }

    @Test
    void twoContentsAreNobodysAndOneStaysWhereTheOtherOnlyWakes() {
        Cause shown = cause(Trigger.OFFLINE, true, 1, 0, new Content("a@b", "secret"));
        assertNull(shown.and(shown).content());
        assertNull(shown.and(IMPORTANT).content());
        assertEquals(shown.content(), shown.and(WAKE_UP).content());
        assertEquals(shown.content(), WAKE_UP.and(shown).content());
        assertFalse(shown.toString().contains("secret"));
    }

    @Test
    void whatOtherPluginsAddedIsKept() {
        Cause amended = IMPORTANT.with(List.of(DocumentHelper.createElement("priority")));
        assertFalse(amended.mergeable());
        assertEquals(1, amended.and(IMPORTANT).extensions().size());
        assertEquals(1, IMPORTANT.and(amended).extensions().size());
    }

    @Test
    void whatWakesEachTimeIsNotMergedWithAnything() {
        Travelling brought = new Travelling(new StanzaReader("example.org").read(Xml.iq("<iq type='set' id='1'"
            + " from='up.example.org' to='juliet@example.org/phone'><push xmlns='http://gultsch.de/xmpp/drafts/unified-push'"
            + " application='a' instance='b'/></iq>")), null);
        Cause wakes = new Cause(Trigger.HIBERNATED, false, false, 0, 0, null, List.of(), List.of(brought), null);
        assertTrue(WAKE_UP.mergeable());
        assertFalse(wakes.mergeable());
        assertFalse(wakes.waiting(true).mergeable(), "also after it had to wait");
    }

    @Test
    void onlyTheLastStanzasAreKeptAndNoBodies() {
        StanzaReader reader = new StanzaReader("example.org");
        List<Travelling> many = IntStream.range(0, Cause.MAX_STANZAS)
            .mapToObj(i -> new Travelling(reader.read(Xml.chat("<body>secret " + i + "</body>")), null)).toList();
        Cause one = new Cause(Trigger.OFFLINE, false, true, 1, 0, null, List.of(), many, null);
        Cause waiting = one.and(new Cause(Trigger.OFFLINE, false, true, 1, 0, null, List.of(), many.subList(0, 1), null)).waiting(true);
        assertEquals(Cause.MAX_STANZAS, waiting.stanzas().size());
        waiting.stanzas().forEach(each -> assertNull(each.stanza().body()));
        assertEquals(many.get(0).stanza().fingerprint(), waiting.stanzas().get(Cause.MAX_STANZAS - 1).stanza().fingerprint());
    }

    private static Cause cause(Trigger trigger, boolean important, int uncounted, int subscriptions, Content content) {
        return new Cause(trigger, false, important, uncounted, subscriptions, content, List.of(), List.of(), null);
    }
}
