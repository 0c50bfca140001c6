package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginMetadataHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.Leftovers;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.PluginCommands;

/** Plugins by way of {@link PluginManager}. */
final class PluginControl implements PluginCommands {
    private static final long COLLECT_MILLIS = 10_000;
    private static final long LOAD_MILLIS = 30_000;

    @Override
    public boolean loaded(String name) {
        return manager().isLoaded(name);
    }

    @Override
    public String version(String name) {
        return String.valueOf(PluginMetadataHelper.getVersion(plugin(name)));
    }

    @Override
    public Leftovers unload(String name) {
        // The references to the plugin live in the frame of the called method only, so that none is left here.
        WeakReference<ClassLoader> loader = unloadNow(name);
        boolean collected = awaitCollected(loader);
        ClassLoader left = loader.get();
        return new Leftovers(collected,
                left == null ? Census.threads(null, packageOf(name)) : Census.threads(left, packageOf(name)),
                left == null ? List.of() : Census.keepers(left),
                left == null ? Map.of() : Census.ownedBy(left));
    }

    private WeakReference<ClassLoader> unloadNow(String name) {
        var loader = new WeakReference<ClassLoader>(plugin(name).getClass().getClassLoader());
        Path jar = jar(name);
        try {
            Files.copy(jar, kept(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        manager().deletePlugin(name);
        if (manager().isLoaded(name)) {
            throw new IllegalStateException(name + " is still loaded");
        }
        return loader;
    }

    @Override
    public void load(String name) {
        install(name, kept(name).toString());
    }

    @Override
    public void install(String name, String jarFile) {
        try (InputStream in = Files.newInputStream(Path.of(jarFile))) {
            if (!manager().installPlugin(in, name + ".jar")) {
                throw new IllegalStateException(name + " could not be installed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long deadline = System.nanoTime() + LOAD_MILLIS * 1_000_000;
        while (!manager().isLoaded(name) || manager().isMonitorTaskRunning()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " was not loaded");
            }
            pause();
        }
    }

    @Override
    public Map<String, Integer> registrations() {
        return Census.sizes();
    }

    @Override
    public List<String> threads(String name) {
        return Census.threads(plugin(name).getClass().getClassLoader(), packageOf(name));
    }

    @Override
    public String call(String method, String... arguments) {
        return callOf("cloudnotify", method, arguments);
    }

    @Override
    public String callOf(String pluginName, String method, String... arguments) {
        Plugin plugin = plugin(pluginName);
        for (Class<?> type = plugin.getClass(); type != null; type = type.getSuperclass()) {
            for (Method candidate : type.getDeclaredMethods()) {
                if (candidate.getName().equals(method) && takesTexts(candidate, arguments.length)) {
                    return invoke(plugin, candidate, arguments);
                }
            }
        }
        throw new IllegalArgumentException("No method " + method + " with " + arguments.length + " texts in " + plugin.getClass());
    }

    private static boolean takesTexts(Method method, int count) {
        return method.getParameterCount() == count
                && Arrays.stream(method.getParameterTypes()).allMatch(type -> type == String.class);
    }

    private static String invoke(Plugin plugin, Method method, String[] arguments) {
        try {
            method.setAccessible(true);
            Object result = method.invoke(plugin, (Object[]) arguments);
            return result == null ? null : result.toString();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean awaitCollected(WeakReference<ClassLoader> loader) {
        long deadline = System.nanoTime() + COLLECT_MILLIS * 1_000_000;
        while (loader.get() != null && System.nanoTime() < deadline) {
            System.gc();
            pause();
        }
        return loader.get() == null;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Plugin plugin(String name) {
        // The method that finds one by its name has another name in each version.
        return manager().getPlugins().stream().filter(plugin -> name.equals(PluginMetadataHelper.getCanonicalName(plugin))).findAny()
                .orElseThrow(() -> new IllegalArgumentException("No plugin " + name + " is loaded"));
    }

    /** Where the code of a plugin lives, for telling its threads by their stacks. */
    private static String packageOf(String name) {
        return "org.jivesoftware.openfire.plugin." + name + ".";
    }

    private static Path jar(String name) {
        return manager().getPluginsDirectory().resolve(name + ".jar");
    }

    private static Path kept(String name) {
        return manager().getPluginsDirectory().resolveSibling(name + ".jar.kept");
    }

    private static PluginManager manager() {
        return XMPPServer.getInstance().getPluginManager();
    }
}
