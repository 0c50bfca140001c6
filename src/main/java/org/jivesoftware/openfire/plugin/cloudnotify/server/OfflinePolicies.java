package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import org.jivesoftware.openfire.OfflineMessageStrategy;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.OfflinePolicy;

/** What Openfire does with messages for who is not there. Thread-safe. */
public final class OfflinePolicies {

    private final XMPPServer server;

    /** @param server the server */
    public OfflinePolicies(XMPPServer server) {
        this.server = Objects.requireNonNull(server);
    }

    /**
     * @param username a local part
     * @return what it does with a message for that user. May wait for the database. Never null
     */
    public OfflinePolicy of(String username) {
        OfflineMessageStrategy strategy = server.getOfflineMessageStrategy();
        return switch (strategy.getType().name()) {
            case "store_and_bounce" -> full(strategy, username) ? OfflinePolicy.FULL_BOUNCES : OfflinePolicy.STORES;
            case "store_and_drop" -> full(strategy, username) ? OfflinePolicy.FULL_DROPS : OfflinePolicy.STORES;
            default -> usual();
        };
    }

    /** @return what it does with a message for a user for whom nothing is stored yet; waits for nobody */
    public OfflinePolicy usual() {
        // By name: newer versions may have more of them.
        return switch (server.getOfflineMessageStrategy().getType().name()) {
            case "bounce" -> OfflinePolicy.BOUNCES;
            case "drop" -> OfflinePolicy.DROPS;
            default -> OfflinePolicy.STORES;
        };
    }

    private boolean full(OfflineMessageStrategy strategy, String username) {
        return server.getOfflineMessageStore().getSize(username) >= strategy.getQuota();
    }
}
