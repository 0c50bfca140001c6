package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.delayed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of sessions that were there before the plugin was. */
class AdoptionTest {

    private final SessionRoom f = new SessionRoom();

    @Test
    void whatWaitedBeforeThePluginStartedIsNotToldAgain() {
        FakeStream detached = f.stream("s1", "juliet@example.org/phone");
        detached.queued(chat("long ago"));
        detached.detached = true;
        FakeStream connected = f.stream("s2", "juliet@example.org/tablet");
        connected.queued(chat("too late"));
        f.now = f.now.plusSeconds(31);
        connected.queued(chat("just now"));
        f.now = f.now.plusSeconds(1);
        f.laneHeld = true;
        f.enable("phone", null);
        f.enable("tablet", null);
        f.lane.clear();
        f.runLane();
        f.tracker = f.tracker();
        f.tracker.adopt(null);
        f.pass(TICK);
        f.send(detached, chat("new"), 3);
        connected.detached = true;
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("online tablet", "hibernated new #3 phone", "hibernated just now #503 tablet"), f.takeTold());
    }

    @Test
    void norIsItWhereAStanzaComesBeforeTheSessionIsTakenOver() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("before"), 1);
        f.takeTold();
        f.now = f.now.plusSeconds(1);
        f.tracker.close();
        f.tracker = f.tracker();
        f.send(phone, chat("after"), 2);
        f.tracker.adopt(null);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated after #2 phone"), f.takeTold());
    }

    @Test
    void whatCameWhileNoPluginRanIsTold() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("before"), 1);
        f.takeTold();
        f.now = f.now.plusSeconds(1);
        f.tracker.close();
        Instant ended = f.now;
        f.now = f.now.plusSeconds(60);
        phone.queued(chat("meanwhile"));
        f.now = f.now.plusSeconds(60);
        f.tracker = f.tracker();
        f.tracker.adopt(ended);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated meanwhile #502 phone"), f.takeTold());
    }

    /** The plugin that ran before has pushed it. */
    @Test
    void whatWaitedBeforeThePluginStartedCountsAsSeenAlsoWhenItIsRoutedAgain() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        Instant sent = f.now;
        f.tracker.close();
        f.now = f.now.plusSeconds(1);
        f.tracker = f.tracker();
        f.tracker.adopt(null);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(1, f.seen.size());
        long again = f.again(phone.original(0), delayed("one", sent));
        assertEquals(List.of("one #" + again + " phone"), f.seen);
    }
}
