package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Stage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Step;
import org.junit.jupiter.api.Test;

class ServerProbeTest {

    private final ServerProbe probe = new ServerProbe("example.org", Duration.ofSeconds(2));

    @Test
    void aNameThatLeadsNowhereIsTheEnd() {
        for (String domain : List.of("does-not-exist.invalid", "", "a..b", "x".repeat(300))) {
            List<Step> steps = probe.look(domain);
            assertFalse(steps.get(steps.size() - 1).good(), domain);
        }
        assertEquals(List.of(new Step(Stage.NAME, false, null)), probe.look("does-not-exist.invalid"));
    }

    @Test
    void whereNobodyListensThereIsNoConnection() {
        List<Step> steps = probe.look("127.0.0.1");
        assertEquals(new Step(Stage.NAME, true, "127.0.0.1:5269"), steps.get(0));
        // Some other server of this machine may have that port.
        assertTrue(steps.get(1).stage() == Stage.CONNECTION && steps.get(1).good() == (steps.size() == 3), steps.toString());
    }
}
