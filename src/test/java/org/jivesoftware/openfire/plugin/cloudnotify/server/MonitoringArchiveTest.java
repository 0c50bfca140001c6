package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the Monitoring plugin archives where nobody has decided: it is asked, whatever its version. */
class MonitoringArchiveTest {

    /** As the plugin's own, from 2.2.1 on. */
    public record Conversations(boolean isMessageArchivingEnabled) {
    }

    /** As the plugin, from 2.2.1 on. */
    public record Monitoring(Conversations getConversationManager) {
    }

    /** One that says nothing. */
    public record Older() {
    }

    @Test
    void whatThePluginSaysHolds() {
        assertTrue(MonitoringArchive.keepsMessages(new Monitoring(new Conversations(true))));
        assertFalse(MonitoringArchive.keepsMessages(new Monitoring(new Conversations(false))));
    }

    @Test
    void oneThatSaysNothingArchivesNothing() {
        assertFalse(MonitoringArchive.keepsMessages(new Older()));
        assertFalse(MonitoringArchive.keepsMessages(new Monitoring(null)));
        assertFalse(MonitoringArchive.keepsMessages(new Conversations(true)));
    }
}
