package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.PropertyCommands;
import org.jivesoftware.util.JiveGlobals;

/** Properties by way of {@link JiveGlobals}. */
final class PropertyControl implements PropertyCommands {

    @Override
    public String get(String key) {
        return JiveGlobals.getProperty(key);
    }

    @Override
    public void set(String key, String value) {
        write(key, value);
    }

    @Override
    public void delete(String key) {
        write(key, null);
    }

    /** Sets a property, or deletes it where the value is null. The methods for one of them return something else in each version. */
    static void write(String key, String value) {
        JiveGlobals.setProperties(Collections.singletonMap(key, value));
    }

    @Override
    public Map<String, String> startingWith(String prefix) {
        var found = new TreeMap<String, String>();
        for (String name : JiveGlobals.getPropertyNames()) {
            if (name.startsWith(prefix)) {
                found.put(name, JiveGlobals.getProperty(name));
            }
        }
        return found;
    }
}
