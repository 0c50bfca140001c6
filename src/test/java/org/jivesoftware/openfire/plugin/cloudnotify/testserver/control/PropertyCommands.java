package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.util.Map;

/** Openfire's system properties. */
public interface PropertyCommands {

    /** Returns the value, or null where the property is not set. */
    String get(String key);

    /** Sets a property, with the events that a change in the admin console would cause. */
    void set(String key, String value);

    /** Deletes a property, with its events. */
    void delete(String key);

    /** Returns the properties whose name starts with {@code prefix}. */
    Map<String, String> startingWith(String prefix);
}
