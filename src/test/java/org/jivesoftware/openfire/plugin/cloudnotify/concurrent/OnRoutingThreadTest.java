package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** When the thread that routes a stanza does the work itself: only where it waits for nothing. */
class OnRoutingThreadTest {

    private static final JID NEARBY = new JID("push.example.org");
    private static final JID REMOTE = new JID("push.elsewhere.example");

    private final FakeStore store = new FakeStore();
    private final Registrations registrations = TestRegistrations.of(store, new Settings(new FakeProperties()), Clock.systemUTC(), 100);
    private final List<String> done = new ArrayList<>();
    private final Set<String> notReady = new HashSet<>();
    private boolean full;
    private boolean busy;
    private final Lanes lanes = new Lanes() {
        @Override
        public boolean execute(String username, Runnable work) {
            if (!full) {
                done.clear();
                done.add("lane");
                work.run();
            }
            return !full;
        }

        @Override
        public boolean perform(String username, Runnable work) {
            if (!busy) {
                done.add("at once");
                work.run();
            }
            return !busy;
        }
    };
    private final OnRoutingThread shortcut = new OnRoutingThread(lanes, journey -> journey == 7, username -> !notReady.contains(username),
        (username, work) -> registrations.keeping(username, registration -> registration.key().service().equals(NEARBY), work));

    @BeforeEach
    void juliet() throws StoreException {
        enable("phone", NEARBY);
    }

    private void enable(String node, JID service) throws StoreException {
        registrations.enable(new RegistrationKey("juliet", service, node), null, null, "balcony", null);
    }

    private String way(long journey) {
        done.clear();
        assertTrue(shortcut.execute("juliet", journey, () -> done.add("work")));
        assertEquals("work", done.get(1));
        assertEquals(2, done.size());
        return done.get(0);
    }

    @Test
    void atOnceWhereNothingIsWaitedFor() {
        assertEquals("at once", way(7));
    }

    @Test
    void notWhileTheThreadDoesAnythingElse() {
        assertEquals("lane", way(8));
    }

    @Test
    void notWhereAnythingElseMayHaveToBeWaitedFor() {
        notReady.add("juliet");
        assertEquals("lane", way(7));
    }

    @Test
    void notWhereOneOfTheServicesIsNotNearby() throws StoreException {
        enable("tablet", REMOTE);
        assertEquals("lane", way(7));
    }

    @Test
    void notWhereOnlyTheDatabaseKnowsTheUser() {
        registrations.forget("juliet");
        assertEquals("lane", way(7));
    }

    @Test
    void notWhileTheLaneIsBusy() {
        busy = true;
        assertEquals("lane", way(7));
    }

    @Test
    void whatFailsIsNotDoneAgain() {
        assertThrows(IllegalStateException.class, () -> shortcut.execute("juliet", 7, () -> {
            done.add("work");
            throw new IllegalStateException("as a test");
        }));
        assertEquals(List.of("at once", "work"), done);
    }

    @Test
    void noRoomIsSaid() {
        full = true;
        busy = true;
        assertFalse(shortcut.execute("juliet", 7, () -> done.add("work")));
        assertEquals(List.of(), done);
    }

    @Test
    void whatIsEvictedMeanwhileIsNotReadFromTheDatabase() throws StoreException {
        store.down = true;
        List<Object> found = new ArrayList<>();
        shortcut.execute("juliet", 7, () -> {
            registrations.forget("juliet");
            try {
                found.addAll(registrations.of("juliet"));
                found.add(registrations.get(new RegistrationKey("juliet", NEARBY, "phone")));
            } catch (StoreException e) {
                found.add(e);
            }
        });
        assertEquals(2, found.size());
        assertEquals(found.get(0), found.get(1));
        // Only meanwhile.
        boolean asked = false;
        try {
            registrations.of("juliet");
        } catch (StoreException e) {
            asked = true;
        }
        assertTrue(asked);
    }
}
