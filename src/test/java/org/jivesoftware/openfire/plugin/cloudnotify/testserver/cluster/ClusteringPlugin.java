package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginManagerListener;
import org.xmpp.packet.JID;

/**
 * Makes a test server a node of a cluster, as the plugin does that administrators use for it: starts Openfire's own clustering once all
 * plugins are loaded. Openfire then asks for {@link HazelcastStrategy}.
 */
public final class ClusteringPlugin implements Plugin {
    /** The name by which Openfire looks for a plugin that clusters. */
    public static final String NAME = "clustering";

    @Override
    public void initializePlugin(PluginManager manager, File folder) {
        manager.addPluginManagerListener(new PluginManagerListener() {
            @Override
            public void pluginsMonitored() {
                manager.removePluginManagerListener(this);
                var start = new Thread(ClusterManager::startup, "clustering-start");
                start.setDaemon(true);
                start.start();
            }
        });
    }

    @Override
    public void destroyPlugin() {
        ClusterManager.shutdown();
    }

    /** How many nodes this one sees, itself included; 0 while it is none itself. */
    public String nodes() {
        return Integer.toString(ClusterManager.isClusteringStarted() ? ClusterManager.getNodesInfo().size() : 0);
    }

    /** How many available sessions of a user there are, as far as this node knows. */
    public String routes(String bareJid) {
        return Integer.toString(XMPPServer.getInstance().getRoutingTable().getRoutes(new JID(bareJid), null).size());
    }

    /** Its jar, in a folder: nothing but its description, since its classes are those of the tests. */
    public static Path jar(Path folder) {
        Path jar = folder.resolve(NAME + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("plugin.xml"));
            out.write(("<plugin><class>" + ClusteringPlugin.class.getName() + "</class><name>Clustering</name><version>1.0.0</version>"
                    + "<minServerVersion>4.2.0</minServerVersion></plugin>").getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }
}
