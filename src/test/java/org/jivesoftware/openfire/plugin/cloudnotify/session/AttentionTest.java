package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** When users were last at which device. */
class AttentionTest {

    private static final Registration PHONE = new Registration(new RegistrationKey("alice", new JID("push.example"), "n"), null, "phone",
        null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);

    private final FakeScheduler time = new FakeScheduler();
    private final DeviceEvents devices = new DeviceEvents();
    private final OtherDevices others = mock(OtherDevices.class);
    private final Attention attention = new Attention(others, time, devices);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void twoOthers() {
        when(others.of(PHONE)).thenReturn(List.of("desktop", "tablet"));
        devices.addListener(attention);
        devices.addListener(new DeviceListener() {
            @Override
            public void attended(String username, String resource, Where where) {
                told.add(username + " " + resource + " " + where);
            }
        });
    }

    @Test
    void theLatestOfTheOthersCounts() {
        assertFalse(attention.any("alice"));
        assertNull(attention.sinceOther(PHONE));
        attention.used("alice", "desktop");
        time.pass(Duration.ofSeconds(5));
        attention.used("alice", "tablet");
        attention.used("alice", "phone");
        time.pass(Duration.ofSeconds(2));
        assertTrue(attention.any("alice"));
        assertEquals(Duration.ofSeconds(2), attention.sinceOther(PHONE));
        when(others.of(PHONE)).thenReturn(List.of("desktop"));
        assertEquals(Duration.ofSeconds(7), attention.sinceOther(PHONE));
        when(others.of(PHONE)).thenReturn(List.of());
        assertNull(attention.sinceOther(PHONE), "whose others are gone");
    }

    @Test
    void itsOwnUseIsNoReason() {
        attention.used("alice", "phone");
        assertNull(attention.sinceOther(PHONE));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        attention.used("alice", "desktop");
        time.pass(Attention.LONGEST);
        assertEquals(Attention.LONGEST, attention.sinceOther(PHONE) == null ? Attention.LONGEST : attention.sinceOther(PHONE));
        time.pass(Duration.ofSeconds(1));
        assertNull(attention.sinceOther(PHONE));
    }

    @Test
    void othersAreToldOncePerSecondAndTellAsMuch() {
        attention.used("alice", "desktop");
        attention.used("alice", "desktop");
        time.pass(Duration.ofSeconds(1));
        attention.used("alice", "desktop");
        assertEquals(List.of("alice desktop HERE", "alice desktop HERE"), told);
        time.pass(Duration.ofSeconds(10));
        devices.attended("alice", "tablet", Where.ELSEWHERE);
        assertEquals(Duration.ZERO, attention.sinceOther(PHONE));
        assertEquals(3, told.size(), "which is not told on");
    }

    @Test
    void aClientThatChangesItsResourceAgainAndAgainTakesNoRoom() {
        for (int i = 0; i < 10_000; i++) {
            attention.used("alice", "r" + i);
            time.pass(Duration.ofMillis(1));
        }
        time.pass(Duration.ofSeconds(1));
        attention.used("alice", "desktop");
        assertEquals(Duration.ZERO, attention.sinceOther(PHONE));
        when(others.of(PHONE)).thenReturn(List.of("r0", "r9000"));
        assertNull(attention.sinceOther(PHONE));
    }
}
