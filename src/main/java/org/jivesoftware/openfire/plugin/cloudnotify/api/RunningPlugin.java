package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Optional;
import org.jivesoftware.openfire.container.Plugin;

/**
 * Finds the running plugin by the name of its class, which no administrator can change, unlike the name of its jar. Calls it by
 * reflection, since the class may come from another class loader.
 */
final class RunningPlugin {

    /** The plugin's class; not referred to, so that this package can be compiled against and bundled alone. */
    static final String PLUGIN = "org.jivesoftware.openfire.plugin.cloudnotify.CloudNotifyPlugin";

    private RunningPlugin() {
    }

    static Optional<CloudNotify> find(Collection<Plugin> plugins) {
        for (Plugin plugin : plugins) {
            if (plugin.getClass().getName().equals(PLUGIN)) {
                return Optional.ofNullable(api(plugin)).map(api ->
                    api instanceof CloudNotify same ? same : ClassLoaderBridge.to(CloudNotify.class, api));
            }
        }
        return Optional.empty();
    }

    private static Object api(Plugin plugin) {
        try {
            return plugin.getClass().getMethod("api").invoke(plugin);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Cloud Notify does not give its API", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Cloud Notify has no API", e);
        }
    }
}
