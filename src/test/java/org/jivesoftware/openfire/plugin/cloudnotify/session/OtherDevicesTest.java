package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At which other devices a user may be. */
class OtherDevicesTest {

    private final SessionRoom f = new SessionRoom();

    @Test
    void thoseThatAreConnectedAndNotItsOwn() {
        FakeStream phone = f.phone();
        FakeStream desktop = f.stream("s2", "juliet@example.org/desktop");
        f.tracker.bound(desktop);
        assertEquals(List.of("desktop"), f.tracker.others().of(f.registration("phone")));
        desktop.inactive = true;
        assertEquals(List.of(), f.tracker.others().of(f.registration("phone")));
        desktop.inactive = false;
        desktop.detached = true;
        f.pass(Duration.ofMillis(250));
        assertEquals(List.of(), f.tracker.others().of(f.registration("phone")));
        desktop.detached = false;
        phone.detached = true;
        f.pass(Duration.ofMillis(250));
        assertEquals(List.of("desktop"), f.tracker.others().of(f.registration("phone")));
        f.tracker.ended("s2");
        assertEquals(List.of(), f.tracker.others().of(f.registration("phone")));
    }
}
