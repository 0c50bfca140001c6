package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What happens when there are more users than the cache has room for: memory stays as it is, and answers stay right. */
class CacheTest {

    private static final int ROOM = 100;
    private static final int USERS = 50 * ROOM;

    private final RegistrationStore store = mock(RegistrationStore.class);
    private final AtomicInteger loads = new AtomicInteger();
    private final Registrations registrations = TestRegistrations.of(store, new Settings(new FakeProperties()), Clock.systemUTC(), ROOM);

    @BeforeEach
    void everySecondUserHasADevice() throws StoreException {
        when(store.load(anyString())).thenAnswer(call -> {
            loads.incrementAndGet();
            String user = call.getArgument(0);
            return number(user) % 2 == 0 ? List.of(Samples.of(new RegistrationKey(user, new JID("push.example.org"), "n"), null,
                Health.GOOD)) : List.of();
        });
    }

    @Test
    void moreUsersThanThereIsRoomFor() throws StoreException {
        for (int i = 0; i < USERS; i++) {
            assertEquals(i % 2 == 0 ? 1 : 0, registrations.of(user(i)).size());
        }
        assertEquals(USERS, loads.get());
        int known = 0;
        for (int i = 0; i < USERS; i++) {
            List<Registration> present = registrations.known(user(i));
            // Whoever fell out is unknown, not without devices.
            assertTrue(present == null || present.size() == (i % 2 == 0 ? 1 : 0));
            known += present == null ? 0 : 1;
        }
        assertTrue(known <= ROOM, known + " are remembered");
        for (int i = 0; i < USERS; i++) {
            assertEquals(i % 2 == 0 ? 1 : 0, registrations.of(user(i)).size());
        }
    }

    @Test
    void whatChangesIsWrittenForUsersWhoFellOutToo() throws StoreException {
        for (int i = 0; i < USERS; i++) {
            registrations.of(user(i));
        }
        RegistrationKey key = new RegistrationKey(user(0), new JID("push.example.org"), "n");
        AtomicInteger changes = new AtomicInteger();
        registrations.addListener(new RegistrationListener() {
            @Override
            public void changed(String username) {
                changes.incrementAndGet();
            }
        });
        when(store.saveHealth(any(), any(), any())).thenReturn(true);
        Health worse = new Health(1, 0, null, "forbidden");
        assertEquals(worse, registrations.updateHealth(key, health -> worse).health());
        assertEquals(1, changes.get());
        org.mockito.Mockito.verify(store).saveHealth(any(), any(), any());
    }

    /** Names are cheap to make up: whoever asks for many drives out nobody, and for the same one again asks the database no more. */
    @Test
    void namesThatNobodyHasCostOneLookEachAndDriveOutNobody() throws StoreException {
        List<String> holders = IntStream.range(0, ROOM / 4).mapToObj(i -> user(2 * i)).toList();
        for (String holder : holders) {
            registrations.of(holder);
        }
        loads.set(0);
        for (int again = 0; again < 100; again++) {
            registrations.of(user(1));
            registrations.of(user(3));
        }
        assertEquals(2, loads.get());
        for (int i = 0; i < USERS; i++) {
            registrations.of(user(2 * i + 1));
        }
        for (String holder : holders) {
            assertEquals(1, registrations.known(holder).size(), holder);
        }
    }

    @Test
    void anAccountThatIsMadeLaterIsNotTakenForNobody() throws StoreException {
        RegistrationKey key = new RegistrationKey(user(1), new JID("push.example.org"), "n");
        when(store.load(user(1))).thenReturn(List.of(), List.of(Samples.of(key, null, Health.GOOD)));
        assertEquals(List.of(), registrations.of(user(1)));
        registrations.enable(key, null, null, "phone", null);
        assertEquals(1, registrations.known(user(1)).size(), "made here");
        assertEquals(List.of(), registrations.of(user(3)));
        when(store.load(user(3))).thenReturn(List.of(Samples.of(new RegistrationKey(user(3), new JID("push.example.org"), "n"), null,
            Health.GOOD)));
        registrations.forget(user(3));
        assertEquals(1, registrations.of(user(3)).size(), "made at another node");
    }

    private static String user(int number) {
        return "user" + number;
    }

    private static int number(String user) {
        return Integer.parseInt(user.substring(4));
    }
}
