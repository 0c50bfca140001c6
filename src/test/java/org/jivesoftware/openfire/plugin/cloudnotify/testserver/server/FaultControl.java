package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterEventListener;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.cluster.NodeID;
import org.jivesoftware.openfire.container.PluginListener;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.FaultCommands;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;

/** Faults by way of {@link Fault}. */
final class FaultControl implements FaultCommands {

    private static final String UNREADABLE = "@";

    @Override
    public void arm(String point, String kind) {
        Fault.arm(point, kind);
    }

    @Override
    public void armTimes(String point, int times) {
        Fault.arm(point, times);
    }

    @Override
    public void spoilComponents(boolean spoilt) {
        Cache<String, HashSet<NodeID>> routes = CacheFactory.createCache("Routing Components Cache");
        if (spoilt) {
            routes.put(UNREADABLE, new HashSet<>());
        } else {
            routes.remove(UNREADABLE);
        }
    }

    @Override
    public void disarm() {
        Fault.disarm();
    }

    @Override
    public int hits(String point) {
        return Fault.hits(point);
    }

    @Override
    public void sampleStatistics() {
        StatisticsManager.getInstance().getAllStatistics().forEach(entry -> {
            if (entry.getKey().startsWith("cloudnotify_")) {
                entry.getValue().getStatType();
                entry.getValue().sample();
            }
        });
    }

    @Override
    public void joinCluster() {
        tellOfCluster(listener -> listener.joinedCluster(new byte[] {1}));
    }

    @Override
    public void leaveCluster() {
        tellOfCluster(listener -> listener.leftCluster(new byte[] {1}));
    }

    private static void tellOfCluster(Consumer<ClusterEventListener> news) {
        for (Object listener : held(ClusterManager.class, "listeners", null)) {
            // With their order since Openfire 5.
            Object each = listener instanceof Map.Entry<?, ?> ordered ? ordered.getValue() : listener;
            if (each.getClass().getName().contains("cloudnotify")) {
                news.accept((ClusterEventListener) each);
            }
        }
    }

    @Override
    public void bringMail() {
        bringMail("ClusterMailTask");
        bringMail("ClusterTaskMail");
    }

    private static void bringMail(String task) {
        try {
            Class<?> type = Class.forName("org.jivesoftware.openfire.plugin.cloudnotify.server." + task, true,
                PluginControl.plugin("cloudnotify").getClass().getClassLoader());
            Constructor<?> constructor = type.getDeclaredConstructor(byte[].class);
            constructor.setAccessible(true);
            ((Runnable) constructor.newInstance((Object) new byte[0])).run();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void destroyPlugin() {
        PluginManager manager = XMPPServer.getInstance().getPluginManager();
        for (Object listener : held(PluginManager.class, "pluginListeners", manager)) {
            ((PluginListener) listener).pluginDestroyed("other", new EmptyAdminPlugin());
        }
    }

    private static Collection<?> held(Class<?> type, String name, Object owner) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return (Collection<?>) field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void userProperty(String username, String name, String value) {
        try {
            UserManager.getInstance().getUser(username).getProperties().put(name, value);
        } catch (UserNotFoundException e) {
            throw new IllegalArgumentException(username, e);
        }
    }

    @Override
    public void exemptFromLogin(String page) {
        AuthCheckFilter.addExclude(page);
    }
}
