package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.io.File;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;

/** Stands where the admin console's plugin would be: Openfire insists on one. */
public final class EmptyAdminPlugin implements Plugin {

    @Override
    public void initializePlugin(PluginManager manager, File pluginDirectory) {
        // No console here.
    }

    @Override
    public void destroyPlugin() {
        // Nothing to end.
    }
}
