package org.jivesoftware.openfire.plugin.cloudnotify;

import java.io.File;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.DebugLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notifier;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushIqHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Accounts;
import org.jivesoftware.openfire.plugin.cloudnotify.server.DiscoFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Replies;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The plugin: the only place that knows all rooms. Builds them, starts them, and stops them in reverse order.
 */
public final class CloudNotifyPlugin implements Plugin {

    private static final Logger LOG = LoggerFactory.getLogger(CloudNotifyPlugin.class);
    private static final int CACHED_USERS = 100_000;
    private static final int LANES = 4;
    private static final int LANE_CAPACITY = 10_000;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    @Override
    public synchronized void initializePlugin(PluginManager manager, File pluginDirectory) {
        try {
            start(XMPPServer.getInstance());
        } catch (RuntimeException | Error e) {
            // Openfire tries again: nothing of this attempt may be left.
            stop();
            throw e;
        }
    }

    @Override
    public synchronized void destroyPlugin() {
        stop();
    }

    private void start(XMPPServer server) {
        Clock clock = Clock.systemUTC();
        String domain = server.getServerInfo().getXMPPDomain();
        Settings settings = started(new Settings(new OpenfireProperties()));
        Journal journal = new DebugLog();
        JdbcRegistrationStore store = new JdbcRegistrationStore(DbConnectionManager::getConnection);
        Registrations registrations = new Registrations(store, settings, clock, CACHED_USERS);
        UserExecutor executor = started(new UserExecutor(LANES, LANE_CAPACITY));
        OpenfireRouter router = new OpenfireRouter(server.getPacketRouter(), server.getIQRouter());
        Courier courier = new Courier(new JID(domain), registrations, router, journal, clock);
        Notifier notifier = new Notifier(registrations, settings, executor, journal, clock, courier::send);
        Accounts accounts = started(new Accounts(server, username -> executor.execute(username, () -> removeUser(registrations, username))));
        PushIqHandler handler = new PushIqHandler(domain, registrations, settings, executor, accounts::sender,
            (key, options) -> options, new Replies(server.getPacketDeliverer()));
        server.getIQRouter().addHandler(handler);
        started(() -> server.getIQRouter().removeHandler(handler));
        started(new Watch(server, settings, registrations, executor, clock, journal, notifier::due, key -> { }));
        started(new DiscoFeatures(server.getIQDiscoInfoHandler(), PushRequest.NAMESPACE));
        LOG.info("Cloud Notify is running");
    }

    private static void removeUser(Registrations registrations, String username) {
        try {
            registrations.removeUser(username);
        } catch (StoreException e) {
            LOG.warn("The registrations of the deleted user {} could not be removed", username, e);
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    private void stop() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("A part of Cloud Notify did not stop cleanly", e);
            }
        }
    }
}
