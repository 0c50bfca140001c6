package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java 17 remembers for which class it last made a record's {@code equals}, {@code hashCode} or {@code toString} (JDK-8078641), and so
 * keeps the class loader of an unloaded plugin until the next one uses records. Making them once more, for a class of the JDK, lets go.
 */
public final class RecordCaches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordCaches.class);

    /** To be called when no record of this plugin is used any more. */
    @Override
    public void close() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            // Any class of the JDK with something to read will do: this one stands for a record with one component.
            Class<?> type = Map.Entry.class;
            MethodHandle getter = lookup.findVirtual(type, "getKey", MethodType.methodType(Object.class))
                .asType(MethodType.methodType(String.class, type));
            make("equals", MethodType.methodType(boolean.class, type, Object.class), type, getter);
            make("hashCode", MethodType.methodType(int.class, type), type, getter);
            make("toString", MethodType.methodType(String.class, type), type, getter);
        } catch (Throwable e) {
            LOG.debug("The caches of the JDK for records could not be cleaned", e);
        }
    }

    private static void make(String name, MethodType method, Class<?> type, MethodHandle getter) throws Throwable {
        ObjectMethods.bootstrap(MethodHandles.lookup(), name, method, type, "key", getter);
    }
}
