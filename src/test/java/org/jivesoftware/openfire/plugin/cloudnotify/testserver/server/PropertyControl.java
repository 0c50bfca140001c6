package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.util.Map;
import java.util.TreeMap;
import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.PropertyCommands;

/** Properties by way of {@link JiveGlobals}. */
final class PropertyControl implements PropertyCommands {

    @Override
    public String get(String key) {
        return JiveGlobals.getProperty(key);
    }

    @Override
    public void set(String key, String value) {
        JiveGlobals.setProperty(key, value);
    }

    @Override
    public void delete(String key) {
        JiveGlobals.deleteProperty(key);
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
