package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginListener;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jspecify.annotations.Nullable;

/** Notices that another plugin was unloaded, so that nothing of it is kept. */
public final class OtherPlugins implements PluginListener, AutoCloseable {

    private final PluginManager plugins;
    private final Consumer<ClassLoader> unloaded;
    private final Part part;

    /**
     * Starts to listen.
     *
     * @param plugins the plugins of the server
     * @param unloaded is called with the class loader of each plugin that is unloaded
     * @param part is told what fails
     */
    public OtherPlugins(PluginManager plugins, Consumer<ClassLoader> unloaded, Part part) {
        this.plugins = Objects.requireNonNull(plugins);
        this.unloaded = Objects.requireNonNull(unloaded);
        this.part = Objects.requireNonNull(part);
        plugins.addPluginListener(this);
    }

    /**
     * @param plugins the plugins of the server
     * @param loader a class loader
     * @return the name of the plugin whose it is, or null where it is none's
     */
    public static @Nullable String name(PluginManager plugins, ClassLoader loader) {
        for (Plugin plugin : plugins.getPlugins()) {
            if (plugin.getClass().getClassLoader() == loader) {
                return plugins.getCanonicalName(plugin);
            }
        }
        return null;
    }

    @Override
    public void pluginCreated(String pluginName, Plugin plugin) {
        // It will come to us.
    }

    @Override
    public void pluginDestroyed(String pluginName, Plugin plugin) {
        if (part.isOff()) {
            return;
        }
        try {
            ClassLoader loader = plugin.getClass().getClassLoader();
            // A plugin that names this one as its parent shares its class loader; such plugins are unloaded together.
            if (loader != getClass().getClassLoader()) {
                unloaded.accept(loader);
            }
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void close() {
        plugins.removePluginListener(this);
    }
}
