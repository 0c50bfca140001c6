package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginManagerListener;

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
