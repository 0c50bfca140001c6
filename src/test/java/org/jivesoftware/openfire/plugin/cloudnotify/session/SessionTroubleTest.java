package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas.chat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that do not answer, lanes that are full, clocks that are set, plugins that are reloaded, and sessions that nobody followed. */
class SessionTroubleTest {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration OWN = Duration.ofMinutes(10);

    private final SessionRoom f = new SessionRoom();

    @Test
    void whatWaitsWhileTheDatabaseIsDownIsToldWhenItIsBackWithoutAnotherStanza() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        f.enable("phone", null);
        f.tracker.close();
        f.tracker = f.tracker();
        f.databaseDown();
        f.tracker.bound(phone);
        phone.detached = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        f.takeTold();
        f.passPolling(Duration.ofMinutes(1));
        assertEquals(List.of(), f.takeTold());
        f.databaseBack();
        f.passPolling(Duration.ofSeconds(5));
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
    }

    @Test
    void aSessionWhoseUserIsNoLongerInMemoryIsToldOfAllTheSame() {
        FakeStream phone = f.phone();
        phone.detached = true;
        f.pass(TICK);
        f.databaseDown();
        f.send(phone, chat("one"), 1);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold(), "who decides waits for the database");
    }

    @Test
    void whoHasNoRegistrationsIsLetGoOfWhenTheDatabaseSaysSo() {
        f.databaseDown();
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.tracker.bound(phone);
        assertTrue(f.tracker.tracks("s1"));
        f.databaseBack();
        f.passPolling(Duration.ofSeconds(5));
        assertFalse(f.tracker.tracks("s1"));
        assertNull(phone.mayEnd);
    }

    @Test
    void aSessionThatWasBoundWhileTheDatabaseWasDownIsOnlineWhenItIsBack() {
        f.enable("phone", null);
        f.databaseDown();
        f.tracker.bound(f.stream("s1", "juliet@example.org/phone"));
        assertEquals(List.of(), f.takeTold());
        f.databaseBack();
        f.passPolling(Duration.ofSeconds(5));
        assertEquals(List.of("online phone"), f.takeTold());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bound", "enabled", "ended"})
    void aFullLaneLosesNoEventOfASession(String event) {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        if (event.equals("ended")) {
            f.tracker.bound(phone);
            f.enable("phone", null);
        } else if (event.equals("bound")) {
            f.enable("other", null);
        }
        f.laneFull = true;
        switch (event) {
            case "bound" -> f.tracker.bound(phone);
            case "enabled" -> f.enable("phone", null);
            default -> f.tracker.ended("s1");
        }
        f.pass(TICK);
        f.laneFull = false;
        f.pass(TICK);
        assertEquals(!event.equals("ended"), f.tracker.tracks("s1"));
    }

    @Test
    void aSessionThatNobodyFollowsIsASessionAllTheSame() throws StoreException {
        FakeStream laptop = f.stream("s1", "juliet@example.org/laptop");
        f.tracker.bound(laptop);
        f.laneHeld = true;
        f.enable("laptop", null);
        f.enable("phone", null);
        f.lane.clear();
        f.runLane();
        assertFalse(f.tracker.tracks("s1"), "as where another node, or an import, stored the registration");
        List<Binding> sessions = f.tracker.sessions("juliet");
        assertTrue(sessions.stream().anyMatch(session -> session.test(f.registration("laptop"))));
        assertTrue(sessions.stream().noneMatch(session -> session.test(f.registration("phone"))));
        f.pass(TICK);
        assertTrue(f.tracker.tracks("s1"), "from now on");
    }

    /** The wall clock jumps; what is measured does not. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aClockThatIsSetChangesNoDelay(long seconds) {
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofSeconds(20));
        f.setClock(Duration.ofSeconds(seconds));
        f.passPolling(Duration.ofSeconds(9));
        assertEquals(List.of(), f.takeTold());
        f.passPolling(Duration.ofSeconds(2));
        assertEquals(List.of("late one #1 phone"), f.takeTold());
    }

    @Test
    void aClockThatIsSetBackDelaysNeitherTheDetachNorTheEnd() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        f.setClock(Duration.ofHours(-1));
        phone.detached = true;
        f.pass(TICK);
        f.takeTold();
        f.send(phone, chat("one"), 1);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold());
        f.tracker.pushed(SessionRoom.key("phone"), true, Where.HERE);
        f.pass(OWN.minusSeconds(1));
        f.setClock(Duration.ofHours(-2));
        assertFalse(phone.mayEnd.test(OWN));
        f.pass(Duration.ofSeconds(1));
        assertTrue(phone.mayEnd.test(OWN));
    }

    @Test
    void aReloadDoesNotBeginAnewForHowLongASessionIsKept() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        f.pass(Duration.ofHours(71));
        f.tracker.close();
        f.tracker = f.tracker();
        f.tracker.adopt(null);
        f.pass(TICK);
        f.pass(TICK);
        f.pass(Duration.ofMinutes(59));
        assertFalse(phone.mayEnd.test(OWN));
        f.pass(Duration.ofMinutes(1));
        assertTrue(phone.mayEnd.test(OWN));
    }

    @Test
    void norThatItWasPushedTo() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pushing = true;
        f.pass(TICK);
        f.send(phone, chat("one"), 1);
        f.tracker.close();
        f.tracker = f.tracker();
        f.tracker.adopt(null);
        f.pass(TICK);
        f.pass(OWN);
        assertTrue(phone.mayEnd.test(OWN));
    }

    @Test
    void whoWasBackMeanwhileIsKeptAnew() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        f.pass(TICK);
        f.pass(Duration.ofHours(71));
        phone.detached = false;
        f.passRound(TICK);
        f.tracker.close();
        f.tracker = f.tracker();
        f.tracker.adopt(null);
        phone.detached = true;
        f.pass(TICK);
        f.pass(Duration.ofHours(71));
        assertFalse(phone.mayEnd.test(OWN));
    }

    @Test
    void sessionsOfDisabledRegistrationsEndAsTheServerWouldHaveIt() throws StoreException {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        Instant disabled = f.now;
        f.registrations.updateHealth(SessionRoom.key("phone"), health -> new Health(16, 0, disabled, "item-not-found"));
        phone.detached = true;
        f.pass(TICK);
        f.takeTold();
        assertFalse(phone.mayEnd.test(OWN));
        f.pass(OWN);
        assertTrue(phone.mayEnd.test(OWN));
        f.send(phone, chat("one"), 1);
        assertEquals(List.of("hibernated one #1 phone"), f.takeTold(), "it is for others to say that nothing is pushed, and why");
        f.enable("phone", null);
        assertFalse(phone.mayEnd.test(OWN));
    }

    @Test
    void withoutMaxAckDelayNobodyIsAsked() {
        f.properties.put("cloudnotify.max-ack-delay", "0");
        FakeStream phone = f.phone();
        f.send(phone, chat("one"), 1);
        f.passPolling(Duration.ofMinutes(1));
        assertEquals(0, phone.asked);
        SessionRoom usual = new SessionRoom();
        FakeStream other = usual.phone();
        usual.send(other, chat("one"), 1);
        assertEquals(1, other.asked);
    }

    @Test
    void aLookThatFailsLeavesNoSessionThatNeverEnds() {
        FakeStream phone = f.stream("s1", "juliet@example.org/phone");
        phone.delegates = true;
        f.enable("phone", null);
        phone.detached = true;
        phone.broken = new NoSuchMethodError("unacked");
        f.passFailing(TICK);
        phone.broken = null;
        f.pass(Duration.ofHours(72));
        assertTrue(phone.mayEnd.test(OWN));
    }
}
