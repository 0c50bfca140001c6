package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.session.SessionRoom.TICK;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.stanza;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.junit.jupiter.api.Test;

/**
 * What a session has not acknowledged is told of when it is detached, and what comes while it is, at once: each stanza once, whether it is
 * first found in the queue or seen on its way.
 */
class UnackedStanzasTest {

    private final SessionRoom f = new SessionRoom();

    @Test
    void whatWasNotAcknowledgedIsToldAtTheDetachAndWhatComesWhileDetachedAtOnce() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        assertEquals(List.of(), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated one #1 phone", "hibernated two #2 phone"), f.takeTold());
        f.send(phone, chat("three"), 3);
        assertEquals(List.of("hibernated three #3 phone"), f.takeTold());
        f.passPolling(Duration.ofMinutes(5));
        assertEquals(List.of(), f.takeTold());
        assertEquals(f.now.minus(Duration.ofMinutes(5)).minus(TICK).getEpochSecond(),
            f.waitings.get(0).travelling().stamp().getEpochSecond());
    }

    @Test
    void whatWasAcknowledgedBeforeTheDetachIsNotTold() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.send(phone, chat("two"), 2);
        phone.acknowledge(1);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("acked one #1 after 250", "hibernated two #2 phone"), f.takeTold());
    }

    @Test
    void whatIsNotAcknowledgedAfterAResumptionEitherIsToldAgain() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
        phone.detached = false;
        f.passRound(TICK);
        assertEquals(List.of("online phone"), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        // Its push may have been dropped at the resumption; whether it was is known to the notification room.
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
        f.send(phone, chat("two"), 2);
        assertEquals(List.of("hibernated two #2 phone"), f.takeTold());
        phone.detached = false;
        phone.acknowledge(2);
        f.passRound(TICK);
        assertEquals(List.of("online phone"), f.takeTold());
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of(), f.takeTold());
    }

    @Test
    void numbersThatStartAgainHideNothing() {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        phone.acknowledge(1);
        phone.detached = true;
        f.pass(TICK);
        f.takeTold();
        f.send(phone, chat("two"), 2);
        phone.detached = false;
        f.pass(TICK);
        phone.acknowledge(1);
        f.send(phone, chat("three"), 3);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated two #2 phone", "online phone", "hibernated three #3 phone"), f.takeTold());
    }

    @Test
    void stanzasThatAreHeldBackAreFollowedWhenTheyAreFlushed() {
        FakeStream phone = f.phone();
        phone.holdsBack = true;
        Stanza composing = chat("held back");
        f.seen(phone, composing, 1);
        f.passPolling(Duration.ofMinutes(2));
        assertEquals(0, phone.asked);
        phone.queued(composing);
        f.send(phone, chat("flushes"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated held back #1 phone", "hibernated flushes #2 phone"), f.takeTold());
    }

    @Test
    void aStanzaThatIsHeldBackWhileDetachedIsToldOnceAndNotAgainWhenItIsFlushed() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        phone.holdsBack = true;
        Stanza held = chat("held back");
        f.seen(phone, held, 1);
        assertEquals(List.of("hibernated held back #1 phone"), f.takeTold());
        phone.queued(held);
        f.send(phone, chat("flushes"), 2);
        assertEquals(List.of("hibernated flushes #2 phone"), f.takeTold());
    }

    @Test
    void whatIsAcknowledgedBeforeAnybodyLooksIsNotTakenForAnEqualOneThatComesLater() {
        FakeStream phone = f.phone();
        f.laneHeld = true;
        f.send(phone, chat("same"), 1);
        phone.acknowledge(1);
        f.runLane();
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("same"), 2);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated same #2 phone"), f.takeTold());
    }

    @Test
    void whatWasHeldBackAndSentAndAcknowledgedIsNotTakenForAnEqualOneEither() {
        FakeStream phone = f.phone();
        phone.holdsBack = true;
        f.seen(phone, chat("same"), 1);
        phone.holdsBack = false;
        f.passPolling(Duration.ofSeconds(8));
        f.send(phone, chat("same"), 2);
        phone.detached = true;
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated same #2 phone"), f.takeTold());
    }

    @Test
    void anEntryThatIsFoundBeforeItIsSeenOnItsWayKeepsTheNumberOfItsJourney() {
        FakeStream phone = f.phone();
        Stanza stanza = chat("one");
        phone.queued(stanza);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of(), f.takeTold());
        f.seen(phone, stanza, 7);
        assertEquals(List.of("hibernated one #7 phone"), f.takeTold());
    }

    @Test
    void anEntryThatIsNeverSeenOnItsWayGetsANumberOfItsOwn() {
        FakeStream phone = f.phone();
        phone.queued(chat("one"));
        phone.detached = true;
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated one #501 phone"), f.takeTold());
    }

    @Test
    void equalStanzasAreTwo() {
        FakeStream phone = f.phone();
        f.send(phone, chat("same"), 1);
        f.send(phone, chat("same"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated same #1 phone", "hibernated same #2 phone"), f.takeTold());
    }

    @Test
    void whatIsSeenLateOnItsWayIsToldOnce() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        phone.queued(chat("one"));
        f.tracker.changed("juliet");
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated one #501 phone"), f.takeTold());
        f.seen(phone, chat("one"), 7);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of(), f.takeTold());
        f.send(phone, chat("one"), 8);
        f.passPolling(Duration.ofSeconds(1));
        assertEquals(List.of("hibernated one #8 phone"), f.takeTold());
    }

    @Test
    void whereTheQueueCannotBeReadWhatComesWhileDetachedIsTold() {
        FakeStream phone = f.phone();
        phone.readable = false;
        f.send(phone, chat("before"), 1);
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("while"), 2);
        phone.detached = false;
        f.passRound(TICK);
        assertEquals(List.of("hibernated while #2 phone", "online phone"), f.takeTold());
        assertEquals(0, phone.asked);
        assertNull(f.waitings.get(0).travelling().stamp());
    }

    @Test
    void whatIsImportantIsToldFirst() {
        FakeStream phone = f.phone();
        f.send(phone, stanza("<message type='chat' from='romeo@example.org/orchard'><composing "
            + "xmlns='http://jabber.org/protocol/chatstates'/></message>"), 1);
        f.send(phone, chat("important"), 2);
        phone.detached = true;
        f.pass(TICK);
        assertEquals(List.of("hibernated important #2 phone", "hibernated MESSAGE #1 phone"), f.takeTold());
    }
}
