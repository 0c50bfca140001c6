package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushedPages;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What one run of the plugin pushed, the next one knows (behaviour §2, "Exactly once"). */
class KeptHistoryTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final RegistrationKey PHONE = key("juliet", "phone");
    private static final RegistrationKey TABLET = key("juliet", "tablet");

    private final FakePages pages = new FakePages();
    private long journeys;
    private PushHistory history;
    private KeptHistory kept;

    /** Pages with the time when each was written. */
    private static final class FakePages implements PushedPages {

        private final Map<String, Page> all = new HashMap<>();
        private final Map<String, Instant> times = new HashMap<>();
        private int saved;
        private boolean down;

        private void answer() throws StoreException {
            if (down) {
                throw new StoreException("down", null);
            }
        }

        @Override
        public void save(Page page, Instant now) throws StoreException {
            answer();
            saved++;
            all.put(page.id(), page);
            times.put(page.id(), now);
        }

        @Override
        public List<Page> load(Instant after, int limit) throws StoreException {
            answer();
            return all.values().stream().filter(page -> !times.get(page.id()).isBefore(after))
                .sorted(Comparator.comparing((Page page) -> times.get(page.id())).reversed()).limit(limit).toList();
        }

        @Override
        public void remove(Collection<String> ids, Instant before) throws StoreException {
            answer();
            all.keySet().removeIf(id -> ids.contains(id) || times.get(id).isBefore(before));
        }
    }

    private static RegistrationKey key(String username, String node) {
        return new RegistrationKey(username, new JID("push.example.com"), node);
    }

    @BeforeEach
    void begin() {
        next(NOW);
    }

    /** Another run of the plugin. */
    private void next(Instant now) {
        history = new PushHistory(1_000_000, System::nanoTime, Runnable::run);
        kept = new KeptHistory(pages, history, Clock.fixed(now, ZoneOffset.UTC));
        kept.keep();
    }

    private void restart() {
        kept.close();
        next(NOW.plusSeconds(60));
    }

    private boolean pushes(RegistrationKey key, Stanza stanza, boolean stored) {
        return history.first(key, new Travelling(stanza, new Journey(++journeys, Journey.Origin.TRACED)), NOW, stored);
    }

    private boolean pushesCopy(RegistrationKey key, String body) {
        Stanza copy = TestStanzas.delayed(body, NOW.minusMillis(5));
        return history.first(key, new Travelling(copy, new Journey(++journeys, Journey.Origin.STORED)), NOW.plusSeconds(90), false);
    }

    @Test
    void whatWasPushedBeforeIsNotPushedAgain() {
        assertTrue(pushes(PHONE, TestStanzas.chat("one"), true));
        restart();
        assertFalse(pushesCopy(PHONE, "one"));
        assertTrue(pushesCopy(TABLET, "one"), "nobody told the tablet");
        assertTrue(pushesCopy(PHONE, "two"));
        restart();
        assertFalse(pushesCopy(PHONE, "one"), "also a restart later");
    }

    @Test
    void whatCameToNothingIsPushed() {
        Travelling one = new Travelling(TestStanzas.chat("one"), new Journey(++journeys, Journey.Origin.TRACED));
        assertTrue(history.first(PHONE, one, NOW, true));
        assertTrue(pushes(PHONE, TestStanzas.chat("two"), true));
        kept.keep();
        history.undo(PHONE, one);
        restart();
        assertTrue(pushesCopy(PHONE, "one"));
        assertFalse(pushesCopy(PHONE, "two"));
    }

    @Test
    void whatIsRegisteredAnewBeginsAnew() {
        pushes(PHONE, TestStanzas.chat("one"), true);
        pushes(TABLET, TestStanzas.chat("one"), true);
        kept.keep();
        history.forget(PHONE);
        restart();
        assertTrue(pushesCopy(PHONE, "one"));
        history.forget(TABLET);
        assertTrue(pushesCopy(TABLET, "one"), "nor does what nobody has asked for yet");
    }

    @Test
    void whatADeviceHasSeenOrWhoAskedForASubscriptionIsNotWritten() {
        history.seen(PHONE, new Travelling(TestStanzas.chat("one"), new Journey(++journeys, Journey.Origin.TRACED)), NOW);
        Stanza request = TestStanzas.stanza("<presence type='subscribe' from='romeo@example.org' to='juliet@example.org'/>");
        assertTrue(pushes(PHONE, request, false));
        kept.keep();
        assertEquals(Map.of(), pages.all);
        assertTrue(pushes(PHONE, TestStanzas.chat("two"), true));
        kept.keep();
        assertEquals(1, pages.all.size(), "but pushes are");
        assertFalse(pages.all.toString().contains("juliet"), "without saying to whom");
    }

    @Test
    void aPageIsWrittenAnewUntilItIsFullAndNothingIsWrittenForNothing() {
        for (int i = 0; i < KeptHistory.LINES; i++) {
            pushes(key("user" + i, "n"), TestStanzas.chat("m" + i), true);
            if (i % 100 == 0) {
                kept.keep();
                kept.keep();
            }
        }
        assertEquals(1, pages.all.size());
        assertEquals(4, pages.saved);
        pushes(PHONE, TestStanzas.chat("one"), true);
        restart();
        assertEquals(2, pages.all.size());
        assertTrue(pages.all.values().stream().allMatch(page -> page.text().length() < 60_000));
        assertFalse(pushesCopy(key("user399", "n"), "m399"));
        assertFalse(pushesCopy(PHONE, "one"));
    }

    @Test
    void whatIsOldOrTooMuchGoes() {
        pushes(PHONE, TestStanzas.chat("one"), true);
        kept.close();
        next(NOW.plus(PushHistory.RETENTION).plus(Duration.ofMinutes(1)));
        assertEquals(Map.of(), pages.all);
        assertTrue(pushesCopy(PHONE, "one"));
        Fingerprint look = TestStanzas.chat("x").fingerprint();
        for (int i = 0; i <= KeptHistory.PAGES + 3; i++) {
            for (int j = 0; j < KeptHistory.LINES; j++) {
                kept.undone(PHONE, look);
            }
            kept.keep();
        }
        assertEquals(KeptHistory.PAGES + 1, pages.all.size(), "and the one that is not full");
    }

    @Test
    void aDatabaseThatIsDownIsToldLaterAndWhatIsDamagedIsPassedOver() {
        pushes(PHONE, TestStanzas.chat("one"), true);
        kept.close();
        List<String> damaged = new ArrayList<>(List.of("", "+", "+a", "+a b", "-a b", "?a b c", "+a 1 2 3 4 5 6 7", "-a ! !"));
        pages.all.put("damaged", new PushedPages.Page("damaged", String.join("\n", damaged)));
        pages.times.put("damaged", NOW);
        pages.down = true;
        next(NOW.plusSeconds(60));
        pushes(PHONE, TestStanzas.chat("two"), true);
        kept.keep();
        pages.down = false;
        kept.keep();
        assertFalse(pushesCopy(PHONE, "one"));
        restart();
        assertFalse(pushesCopy(PHONE, "two"));
    }
}
