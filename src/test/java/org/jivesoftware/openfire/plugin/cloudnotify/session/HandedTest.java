package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;

/** Sessions that acknowledge by their requests alone, and whose clients vanish (docs/behaviour.md §2, "BOSH"). */
class HandedTest {

    private final SessionRoom f = new SessionRoom();

    private FakeStream tab() {
        FakeStream tab = f.stream("s1", "juliet@example.org/tab");
        tab.managed = false;
        tab.request = 10;
        f.tracker.bound(tab);
        f.enable("tab", null);
        f.takeTold();
        return tab;
    }

    private void hand(FakeStream tab, Stanza stanza, long journey) {
        f.tracker.handed(tab.id(), new Travelling(stanza, new Journey(journey, Origin.TRACED)), tab.request);
    }

    @Test
    void whatWasSentAfterTheLastRequestIsLostWithTheSession() {
        FakeStream tab = tab();
        hand(tab, chat("seen"), 1);
        tab.request = 11;
        hand(tab, chat("lost"), 2);
        hand(tab, chat("lost, too"), 3);
        assertEquals(List.of(), f.takeTold());
        tab.answered = List.of();
        f.tracker.ended("s1");
        assertEquals(List.of("lost lost #2 tab", "lost lost, too #3 tab"), f.takeTold());
        assertFalse(f.tracker.inUse(SessionRoom.key("tab")));
    }

    @Test
    void soIsWhatWaitedForTheLastRequestAndWasItsAnswer() {
        FakeStream tab = tab();
        hand(tab, chat("waited"), 1);
        tab.request = 11;
        tab.answered = List.of(chat("waited").fingerprint());
        f.pass(Duration.ofMillis(250));
        f.tracker.ended("s1");
        assertEquals(List.of("lost waited #1 tab"), f.takeTold());
    }

    @Test
    void ofEqualOnesThatWasLostWhichCameLast() {
        FakeStream tab = tab();
        hand(tab, chat("equal"), 1);
        tab.request = 11;
        hand(tab, chat("equal"), 2);
        tab.answered = List.of(chat("equal").fingerprint());
        f.tracker.ended("s1");
        assertEquals(List.of("lost equal #2 tab"), f.takeTold());
    }

    @Test
    void aRequestThatTheServerForgetsAcknowledgesAllTheSame() {
        FakeStream tab = tab();
        hand(tab, chat("seen"), 1);
        tab.request = 11;
        f.pass(Duration.ofMillis(250));
        // The other end of its connection is gone.
        tab.request = 10;
        tab.answered = List.of();
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold());
    }

    @Test
    void whoLogsOutLosesNothing() {
        FakeStream tab = tab();
        hand(tab, chat("seen"), 1);
        f.tracker.ended("s1");
        assertEquals(List.of(), f.takeTold());
    }
}
