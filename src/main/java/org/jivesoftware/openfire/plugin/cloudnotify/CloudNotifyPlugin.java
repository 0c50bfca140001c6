package org.jivesoftware.openfire.plugin.cloudnotify;

import java.io.File;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify;
import org.jivesoftware.openfire.plugin.cloudnotify.server.ClusterTaskMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin. It and its builders are the only ones that know all rooms: {@link Core}, {@link Pushing}, {@link Reacting} and
 * {@link Administering} build what there is, each on those before it, and {@link Intake} begins to listen to Openfire. All is stopped in
 * reverse order.
 */
public final class CloudNotifyPlugin implements Plugin, ClusterTaskMail.Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(CloudNotifyPlugin.class);

    private final Running running = new Running();
    private volatile CloudNotify api;
    private volatile ClusterTaskMail.Mailbox mailbox;

    @Override
    public synchronized void initializePlugin(PluginManager manager, File pluginDirectory) {
        try {
            start(XMPPServer.getInstance());
        } catch (RuntimeException | Error e) {
            // Openfire tries again: nothing of this attempt may be left.
            running.close();
            throw e;
        }
    }

    @Override
    public synchronized void destroyPlugin() {
        running.close();
    }

    /**
     * What other plugins may use; they call this by reflection, see the package {@code api}.
     *
     * @return the API, or null where the plugin is not running
     */
    public CloudNotify api() {
        return api;
    }

    /** {@inheritDoc} Openfire's clustering brings it. */
    @Override
    public void receive(byte[] mail) {
        ClusterTaskMail.Mailbox present = mailbox;
        if (present != null) {
            present.receive(mail);
        }
    }

    private void start(XMPPServer server) {
        running.started(RecordMethods::forget);
        Core core = new Core(server, running);
        Pushing pushing = new Pushing(core, running);
        Reacting reacting = new Reacting(core, pushing, running);
        Administering administering = new Administering(core, pushing, reacting, running);
        new Intake(core, pushing, reacting, administering.commands, running);
        api = reacting.api;
        running.started(() -> api = null);
        mailbox = pushing.nodes;
        running.started(() -> mailbox = null);
        LOG.info("Cloud Notify is running");
    }
}
