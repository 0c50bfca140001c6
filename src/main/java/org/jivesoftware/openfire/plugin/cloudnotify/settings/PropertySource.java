package org.jivesoftware.openfire.plugin.cloudnotify.settings;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The system properties of the server, as far as the settings need them.
 */
public interface PropertySource {

    /**
     * @param name the property's name
     * @return its value, or null where it is not set
     */
    @Nullable String get(String name);

    /**
     * Stores a property for all cluster nodes. None can be deleted: up to Openfire 4.7.4 that also deletes every property whose name begins
     * with the deleted one's. To have a default, it is written.
     *
     * @param name the property's name
     * @param value its new value
     */
    void set(String name, String value);

    /**
     * Asks to be told of changes from anywhere: this plugin, the console's property page, another cluster node.
     *
     * @param listener called with the name of a property after it was set or deleted, with the older Openfires not with those that were
     *     deleted
     *     along; must be quick
     * @return closes the subscription
     */
    AutoCloseable onChange(Consumer<String> listener);
}
