package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;

/** System properties in memory, with their events. */
public final class FakeProperties implements PropertySource {

    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public String get(String name) {
        return values.get(name);
    }

    @Override
    public void set(String name, String value) {
        values.put(name, value);
        listeners.forEach(listener -> listener.accept(name));
    }

    /** As an administrator does on Openfire's page of properties, up to 4.7.4: others go along, and nobody is told of them. */
    public void delete(String name) {
        values.keySet().removeIf(each -> each.startsWith(name));
        listeners.forEach(listener -> listener.accept(name));
    }

    @Override
    public AutoCloseable onChange(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** How many listen. */
    public int listeners() {
        return listeners.size();
    }
}
