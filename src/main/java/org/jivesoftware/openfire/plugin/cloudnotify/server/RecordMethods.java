package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the JDK forget the plugin's classes that it remembers on behalf of records. The method handles in {@link ObjectMethods}
 * with which the equals, hashCode and toString of all records are made keep the type for which they were adapted last. When
 * that is a class of the plugin, its class loader stays after the plugin was unloaded (seen with Java 17).
 */
public final class RecordMethods {
    private static final Logger LOG = LoggerFactory.getLogger(RecordMethods.class);

    private RecordMethods() {
    }

    /** Has the handles adapted for a class of the JDK. To be called when the plugin has ended everything else. */
    public static void forget() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle component = lookup.findVirtual(String.class, "toString", MethodType.methodType(String.class));
            adapt(lookup, "equals", MethodType.methodType(boolean.class, String.class, Object.class), component);
            adapt(lookup, "hashCode", MethodType.methodType(int.class, String.class), component);
            adapt(lookup, "toString", MethodType.methodType(String.class, String.class), component);
        } catch (Throwable e) {
            // Some memory is all that this costs.
            LOG.debug("The JDK may keep classes of the unloaded plugin", e);
        }
    }

    /** Makes a record's method for a String instead of a record; it is never called. */
    private static void adapt(MethodHandles.Lookup lookup, String method, MethodType type, MethodHandle component) throws Throwable {
        ObjectMethods.bootstrap(lookup, method, type, String.class, "text", component);
    }
}
