package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;

/**
 * What rooms said to a session that ended, and that was not acknowledged, the server keeps nowhere: it is told of, once. Letters it stores.
 */
class LostWithSessionTest {

    private final SessionRoom f = new SessionRoom();

    private static Stanza said(String words) {
        return stanza("<message type='groupchat' from='tea@rooms.example.org/Romeo' to='juliet@example.org/phone'>" + words + "</message>");
    }

    private void ends(FakeStream stream) {
        stream.closed = true;
        stream.managed = false;
        f.streams.remove(stream);
        f.tracker.ended(stream.id);
    }

    @Test
    void whatARoomSaidIsToldOfAndLettersAreNot() {
        FakeStream phone = f.phone();
        f.send(phone, said("<body>seen</body>"), 1);
        f.send(phone, chat("a letter"), 2);
        f.send(phone, said("<body>lost</body>"), 3);
        f.send(phone, said("<body>this, too</body>"), 4);
        phone.acknowledge(1);
        ends(phone);
        assertEquals(List.of("hibernated lost #3 phone", "hibernated this, too #4 phone"),
            f.takeTold().stream().filter(each -> each.startsWith("hibernated")).toList());
        f.passPolling(TICK.multipliedBy(20));
        assertEquals(List.of(), f.takeTold());
    }

    @Test
    void whatWasToldOfWhenItSleptIsNotToldOfAgain() {
        FakeStream phone = f.phone();
        f.send(phone, said("<body>one</body>"), 1);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
        phone.detached = false;
        ends(phone);
        assertEquals(List.of(), f.takeTold());
    }

    @Test
    void whatSaysNothingIsNotWorthIt() {
        FakeStream phone = f.phone();
        f.send(phone, said("<composing xmlns='http://jabber.org/protocol/chatstates'/>"), 1);
        f.send(phone, said("<subject>tea</subject>"), 2);
        f.send(phone, said("<body>lost</body>"), 3);
        ends(phone);
        assertEquals(List.of("hibernated lost #3 phone"), f.takeTold());
    }

    @Test
    void whatWasNotSeenOnItsWayYetIsToldOf() {
        FakeStream phone = f.phone();
        phone.queued(said("<body>in the queue</body>"));
        ends(phone);
        assertEquals(1, f.takeTold().size());
        assertEquals("in the queue", f.waitings.get(0).stanza().body());
    }

    @Test
    void aDeviceThatIsBackNeedsNoPush() {
        FakeStream phone = f.phone();
        f.send(phone, said("<body>old</body>"), 1);
        FakeStream again = f.stream("s2", "juliet@example.org/phone");
        f.streams.remove(phone);
        f.tracker.bound(again);
        assertEquals(List.of("online phone"), f.takeTold());
        f.send(again, said("<body>new</body>"), 2);
        ends(again);
        assertEquals(List.of("hibernated new #2 phone"), f.takeTold());
    }

    @Test
    void whatAnotherTabOfTheSameBrowserHasIsNotLost() {
        FakeStream open = f.stream("s1", "juliet@example.org/tab1");
        f.tracker.bound(open);
        f.enable("browser", "tab1", null);
        FakeStream closed = f.stream("s2", "juliet@example.org/tab2");
        f.tracker.bound(closed);
        f.enable("browser", "tab2", null);
        f.takeTold();
        f.send(closed, said("<body>to both</body>"), 1);
        f.send(open, said("<body>to both</body>"), 1);
        ends(closed);
        assertEquals(List.of(), f.takeTold());
        ends(open);
        assertEquals(List.of("hibernated to both #1 tab1"), f.takeTold());
    }

    @Test
    void whoNeverRegisteredIsNotPushed() {
        f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        f.tracker.bound(desktop);
        f.takeTold();
        f.send(desktop, said("<body>lost</body>"), 1);
        ends(desktop);
        assertEquals(List.of(), f.takeTold());
    }
}
