package org.jivesoftware.openfire.plugin.cloudnotify.settings;

import java.util.function.Consumer;

/**
 * The system properties of the server, as far as the settings need them.
 */
public interface PropertySource {

    /**
     * @param name the property's name; not null
     * @return its value, or null where it is not set
     */
    String get(String name);

    /**
     * Stores a property for all cluster nodes.
     *
     * @param name the property's name; not null
     * @param value its new value, or null to delete it
     */
    void set(String name, String value);

    /**
     * Asks to be told of changes from anywhere: this plugin, the console's property page, another cluster node.
     *
     * @param listener called with the name of a property after it was set or deleted; must be quick
     * @return closes the subscription; never null
     */
    AutoCloseable onChange(Consumer<String> listener);
}
