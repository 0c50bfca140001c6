package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.security.AccessControlContext;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jivesoftware.admin.AdminConsole;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.OfflineMessageStrategy;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.commands.AdHocCommandHandler;
import org.jivesoftware.openfire.commands.AdHocCommandManager;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginServlet;
import org.jivesoftware.openfire.disco.IQDiscoInfoHandler;
import org.jivesoftware.openfire.event.GroupEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.muc.MUCEventDispatcher;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.jivesoftware.util.PropertyEventDispatcher;
import org.jivesoftware.util.TaskEngine;
import org.jivesoftware.util.cache.CacheFactory;

/** Counts what is registered with the server: everything a plugin has to take back when it is unloaded. */
final class Census {
    private static final String OWN_PACKAGE = "org.jivesoftware.openfire.plugin.cloudnotify.testserver.";

    private record Place(String name, Class<?> type, String field, Supplier<Object> owner) {
    }

    private static final List<Place> PLACES = List.of(
            new Place("interceptors", InterceptorManager.class, "globalInterceptors", InterceptorManager::getInstance),
            new Place("user interceptors", InterceptorManager.class, "usersInterceptors", InterceptorManager::getInstance),
            new Place("offline listeners", OfflineMessageStrategy.class, "listeners", () -> null),
            new Place("session listeners", SessionEventDispatcher.class, "listeners", () -> null),
            new Place("user listeners", UserEventDispatcher.class, "listeners", () -> null),
            new Place("group listeners", GroupEventDispatcher.class, "listeners", () -> null),
            new Place("room listeners", MUCEventDispatcher.class, "listeners", () -> null),
            new Place("property listeners", PropertyEventDispatcher.class, "listeners", () -> null),
            new Place("cluster listeners", ClusterManager.class, "listeners", () -> null),
            new Place("server listeners", XMPPServer.class, "listeners", XMPPServer::getInstance),
            new Place("IQ handlers", IQRouter.class, "iqHandlers", Census::iqRouter),
            new Place("IQ namespaces", IQRouter.class, "namespace2Handlers", Census::iqRouter),
            new Place("IQ answers awaited", IQRouter.class, "resultListeners", Census::iqRouter),
            new Place("server features", IQDiscoInfoHandler.class, "localServerFeatures", Census::discoInfo),
            new Place("server nodes", IQDiscoInfoHandler.class, "serverNodeProviders", Census::discoInfo),
            new Place("entities", IQDiscoInfoHandler.class, "entities", Census::discoInfo),
            new Place("commands", AdHocCommandManager.class, "commands", Census::commands),
            new Place("statistics", StatisticsManager.class, "statistics", StatisticsManager::getInstance),
            new Place("plugin listeners", PluginManager.class, "pluginListeners", Census::plugins),
            new Place("plugin manager listeners", PluginManager.class, "pluginManagerListeners", Census::plugins),
            new Place("servlets", PluginServlet.class, "servlets", () -> null),
            new Place("console models", AdminConsole.class, "overrideModels", () -> null),
            new Place("timer tasks", TaskEngine.class, "wrappedTasks", TaskEngine::getInstance),
            new Place("caches", CacheFactory.class, "caches", () -> null));

    private Census() {
    }

    /** Number of entries in each place. */
    static Map<String, Integer> sizes() {
        var sizes = new TreeMap<String, Integer>();
        for (Place place : PLACES) {
            sizes.put(place.name(), entries(place).size());
        }
        return sizes;
    }

    /** The places that hold objects of classes of this loader, and how many. */
    static Map<String, Integer> ownedBy(ClassLoader loader) {
        var owned = new TreeMap<String, Integer>();
        for (Place place : PLACES) {
            int count = (int) entries(place).stream()
                    .filter(entry -> entry != null && entry.getClass().getClassLoader() == loader).count();
            if (count > 0) {
                owned.put(place.name(), count);
            }
        }
        return owned;
    }

    /** Threads that have the loader, or run code of the package. */
    static List<String> threads(ClassLoader loader, String codePackage) {
        var names = new ArrayList<String>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            boolean owned = loader != null
                    && (thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader);
            boolean running = false;
            for (StackTraceElement frame : stack) {
                running |= frame.getClassName().startsWith(codePackage) && !frame.getClassName().startsWith(OWN_PACKAGE);
            }
            if (owned || running) {
                names.add(thread.getName());
            }
        });
        names.sort(null);
        return names;
    }

    /**
     * Threads that keep a loader alive without running its code: one that was started while the plugin's code was on the
     * stack remembers that code's protection domain, and one that ran it may keep its thread-locals.
     */
    static List<String> keepers(ClassLoader loader) {
        var names = new ArrayList<String>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            for (Object domain : domains(thread)) {
                if (domain instanceof ProtectionDomain protection && protection.getClassLoader() == loader) {
                    names.add(thread.getName() + " (started by its code)");
                    break;
                }
            }
            for (Object value : threadLocals(thread)) {
                if (value != null && value.getClass().getClassLoader() == loader) {
                    names.add(thread.getName() + " (thread-local " + value.getClass().getName() + ")");
                }
            }
        }
        return names;
    }

    private static Object[] domains(Thread thread) {
        Object context = read(Thread.class, "inheritedAccessControlContext", thread);
        Object domains = context == null ? null : read(AccessControlContext.class, "context", context);
        return domains == null ? new Object[0] : (Object[]) domains;
    }

    private static List<Object> threadLocals(Thread thread) {
        var values = new ArrayList<>();
        Object map = read(Thread.class, "threadLocals", thread);
        if (map != null) {
            for (Object entry : (Object[]) read(map.getClass(), "table", map)) {
                if (entry != null) {
                    values.add(((Reference<?>) entry).get());
                    values.add(read(entry.getClass(), "value", entry));
                }
            }
        }
        return values;
    }

    private static Object read(Class<?> type, String name, Object owner) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Collection<?> entries(Place place) {
        try {
            Field field = place.type().getDeclaredField(place.field());
            field.setAccessible(true);
            Object value = field.get(place.owner().get());
            if (value == null) {
                return List.of();
            }
            return value instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : new ArrayList<>((Collection<?>) value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Openfire has no " + place, e);
        }
    }

    private static Object iqRouter() {
        return XMPPServer.getInstance().getIQRouter();
    }

    private static Object discoInfo() {
        return XMPPServer.getInstance().getIQDiscoInfoHandler();
    }

    private static Object plugins() {
        return XMPPServer.getInstance().getPluginManager();
    }

    private static Object commands() {
        try {
            Field field = AdHocCommandHandler.class.getDeclaredField("manager");
            field.setAccessible(true);
            return field.get(XMPPServer.getInstance().getAdHocCommandHandler());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
