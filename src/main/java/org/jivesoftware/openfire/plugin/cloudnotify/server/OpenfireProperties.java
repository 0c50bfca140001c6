package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.util.PropertyEventDispatcher;
import org.jivesoftware.util.PropertyEventListener;

/** Openfire's system properties. Its dispatcher also tells of changes that other cluster nodes made. */
public final class OpenfireProperties implements PropertySource {

    private final Part part;

    /** @param part whose listeners are added, and is told what fails */
    public OpenfireProperties(Part part) {
        this.part = Objects.requireNonNull(part);
    }

    @Override
    public String get(String name) {
        return JiveGlobals.getProperty(name);
    }

    @Override
    public void set(String name, String value) {
        // Of all that writes a property, only this has the same descriptor in every version. A null would delete, and see the interface.
        JiveGlobals.setProperties(Map.of(name, value));
    }

    @Override
    public AutoCloseable onChange(Consumer<String> listener) {
        PropertyEventListener adapter = new PropertyEventListener() {
            @Override
            public void propertySet(String property, Map<String, Object> params) {
                if (part.isOff()) {
                    return;
                }
                try {
                    listener.accept(property);
                } catch (Throwable e) {
                    part.failed(e);
                }
            }

            @Override
            public void propertyDeleted(String property, Map<String, Object> params) {
                propertySet(property, params);
            }

            @Override
            public void xmlPropertySet(String property, Map<String, Object> params) {
                // Settings are system properties only.
            }

            @Override
            public void xmlPropertyDeleted(String property, Map<String, Object> params) {
                // Settings are system properties only.
            }
        };
        PropertyEventDispatcher.addListener(adapter);
        return () -> PropertyEventDispatcher.removeListener(adapter);
    }
}
