package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.util.cache.ExternalizableUtilStrategy;

/** Objects as they travel between nodes: in Java's own form, with the classes of Openfire and of every plugin. */
final class Bytes {

    private Bytes() {
    }

    static byte[] of(Object object) {
        try {
            var bytes = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(bytes)) {
                out.writeObject(object);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(object == null ? null : object.getClass()), e);
        }
    }

    static Object object(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        try (var in = new PluginObjects(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How Openfire's own classes write and read their fields: every method's name says which of both it does. */
    static ExternalizableUtilStrategy fields() {
        return (ExternalizableUtilStrategy) Proxy.newProxyInstance(Bytes.class.getClassLoader(),
                new Class<?>[] {ExternalizableUtilStrategy.class}, (self, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(Bytes.class, arguments);
                    }
                    if (method.getName().startsWith("write")) {
                        byte[] bytes = of(arguments[1]);
                        ((DataOutput) arguments[0]).writeInt(bytes.length);
                        ((DataOutput) arguments[0]).write(bytes);
                        return null;
                    }
                    var in = (DataInput) arguments[0];
                    byte[] bytes = new byte[in.readInt()];
                    in.readFully(bytes);
                    return arguments.length == 1 ? object(bytes) : fill(arguments[1], object(bytes));
                });
    }

    @SuppressWarnings("unchecked")
    private static int fill(Object target, Object content) {
        if (target instanceof Map<?, ?> map) {
            ((Map<Object, Object>) map).putAll((Map<Object, Object>) content);
            return map.size();
        }
        ((Collection<Object>) target).addAll((Collection<Object>) content);
        return ((Collection<Object>) target).size();
    }

    private static final class PluginObjects extends ObjectInputStream {

        PluginObjects(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return super.resolveClass(described);
            } catch (ClassNotFoundException e) {
                PluginManager manager = XMPPServer.getInstance().getPluginManager();
                for (Plugin plugin : manager.getPlugins()) {
                    try {
                        return Class.forName(described.getName(), false, manager.getPluginClassloader(plugin));
                    } catch (ClassNotFoundException other) {
                        // The next may have it.
                    }
                }
                throw e;
            }
        }
    }
}
