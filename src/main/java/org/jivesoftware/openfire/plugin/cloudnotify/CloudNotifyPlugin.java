package org.jivesoftware.openfire.plugin.cloudnotify;

import java.io.File;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginMetadataHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RecordMethods;
import org.jivesoftware.util.Version;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin. It and its builders are the only ones that know all rooms: {@link Core}, {@link Pushing}, {@link Reacting} and
 * {@link Administering} build what there is, each on those before it, and {@link Intake} begins to listen to Openfire. All is stopped in
 * reverse order.
 */
public final class CloudNotifyPlugin implements Plugin {

    private static final Logger LOG = LoggerFactory.getLogger(CloudNotifyPlugin.class);

    /** Whoever has its turn at the beginning. */
    private final Running running = new Running();
    private @Nullable Beginning beginning;
    private volatile @Nullable CloudNotify api;
    private volatile @Nullable OpenfireCluster mailbox;

    @Override
    public synchronized void initializePlugin(PluginManager manager, File pluginDirectory) {
        Version version = PluginMetadataHelper.getVersion(pluginDirectory.toPath());
        Beginning fresh = new Beginning(step -> start(XMPPServer.getInstance(), pluginDirectory, version, step), running::close);
        beginning = fresh;
        if (ClusterManager.isClusteringStarted() || ClusterManager.isClusteringStarting()) {
            fresh.aside();
        } else {
            fresh.here();
        }
    }

    @Override
    public synchronized void destroyPlugin() {
        Beginning present = beginning;
        if (present != null) {
            present.end();
        }
    }

    /**
     * What other plugins may use; they call this by reflection, see the package {@code api}.
     *
     * @return the API, or null where the plugin is not running
     */
    public @Nullable CloudNotify api() {
        return api;
    }

    /**
     * Takes mail of another cluster node, which Openfire's clustering brings; called by its name.
     *
     * @param mail what that wrote
     */
    public void receiveMail(byte[] mail) {
        try {
            take(mail, false);
        } catch (Throwable e) {
            lost(e);
        }
    }

    /**
     * The same for what comes the way of version 1.0.
     *
     * @param mail what another node wrote
     */
    public void receive(byte[] mail) {
        try {
            take(mail, true);
        } catch (Throwable e) {
            lost(e);
        }
    }

    private void take(byte[] mail, boolean old) {
        OpenfireCluster present = mailbox;
        if (present != null) {
            present.receive(mail, old);
        }
    }

    private void start(XMPPServer server, File folder, Version version, Runnable step) {
        running.started(RecordMethods::forget);
        Core core = new Core(server, folder, running);
        step.run();
        Pushing pushing = new Pushing(core, running, version == null ? "?" : version.getVersionString());
        step.run();
        Reacting reacting = new Reacting(core, pushing, running);
        step.run();
        Administering administering = new Administering(core, pushing, reacting, running);
        step.run();
        new Intake(core, pushing, reacting, administering.commands, running);
        api = reacting.api;
        running.started(() -> api = null);
        mailbox = pushing.nodes;
        running.started(() -> mailbox = null);
        LOG.info("Cloud Notify is running");
    }

    /** The plugin's parts keep their failures to themselves: what fails here is finding it. */
    private static void lost(Throwable problem) {
        try {
            LOG.debug("The mail of another node could not be handed over", problem);
        } catch (Throwable e) {
            // It cannot be said, then.
            return;
        }
    }
}
