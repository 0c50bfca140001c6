package org.jivesoftware.openfire.plugin.cloudnotify.packaging;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Builds caches by reflection, with every combination of what a builder can be told, and uses each. */
final class CacheOptions {
    private static final List<List<String>> CHOICES = List.of(
        List.of("", "maximumSize", "maximumWeight"),
        List.of("", "expireAfterAccess", "expireAfterWrite", "expireAfter"),
        List.of("", "weakKeys"),
        List.of("", "weakValues", "softValues"),
        List.of("", "removalListener"),
        List.of("", "evictionListener"),
        List.of("", "recordStats"),
        List.of("", "refreshAfterWrite"));

    private final Class<?> builder;
    private final ClassLoader loader;
    private final String caffeine;

    CacheOptions(ClassLoader loader, String caffeine) throws ClassNotFoundException {
        this.loader = loader;
        this.caffeine = caffeine;
        this.builder = type("Caffeine");
    }

    /** Returns how many caches were built and used. */
    int buildAll() throws ReflectiveOperationException {
        int built = 0;
        for (List<String> options : combinations(0)) {
            Object cache = build(options);
            Method put = type("Cache").getMethod("put", Object.class, Object.class);
            Method get = type("Cache").getMethod("getIfPresent", Object.class);
            String key = "key";
            put.invoke(cache, key, key);
            if (get.invoke(cache, key) != key) {
                throw new IllegalStateException("Nothing in a cache with " + options);
            }
            Object policy = type("Cache").getMethod("policy").invoke(cache);
            if (type("Policy").getMethod("getIfPresentQuietly", Object.class).invoke(policy, key) != key) {
                throw new IllegalStateException("Nothing to be seen in a cache with " + options);
            }
            type("Cache").getMethod("invalidateAll").invoke(cache);
            built++;
        }
        return built;
    }

    private Object build(List<String> options) throws ReflectiveOperationException {
        Object caffeine = builder.getMethod("newBuilder").invoke(null);
        builder.getMethod("executor", Executor.class).invoke(caffeine, (Executor) Runnable::run);
        builder.getMethod("ticker", type("Ticker")).invoke(caffeine, answering("Ticker", 0L));
        for (String option : options) {
            switch (option) {
                case "maximumSize" -> builder.getMethod(option, long.class).invoke(caffeine, 10L);
                case "maximumWeight" -> {
                    builder.getMethod(option, long.class).invoke(caffeine, 10L);
                    builder.getMethod("weigher", type("Weigher")).invoke(caffeine, answering("Weigher", 1));
                }
                case "expireAfter" -> builder.getMethod(option, type("Expiry")).invoke(caffeine, answering("Expiry", Long.MAX_VALUE >> 1));
                case "expireAfterAccess", "expireAfterWrite", "refreshAfterWrite" ->
                    builder.getMethod(option, Duration.class).invoke(caffeine, Duration.ofHours(1));
                case "removalListener", "evictionListener" ->
                    builder.getMethod(option, type("RemovalListener")).invoke(caffeine, answering("RemovalListener", null));
                default -> builder.getMethod(option).invoke(caffeine);
            }
        }
        return options.contains("refreshAfterWrite")
            ? builder.getMethod("build", type("CacheLoader")).invoke(caffeine, answering("CacheLoader", null))
            : builder.getMethod("build").invoke(caffeine);
    }

    private Object answering(String type, Object answer) throws ClassNotFoundException {
        return Proxy.newProxyInstance(loader, new Class<?>[] {type(type)}, (proxy, method, arguments) -> switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type;
            default -> answer;
        });
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return loader.loadClass(caffeine + ".cache." + name);
    }

    private static List<List<String>> combinations(int from) {
        if (from == CHOICES.size()) {
            return List.of(List.of());
        }
        List<List<String>> all = new ArrayList<>();
        for (List<String> rest : combinations(from + 1)) {
            for (String choice : CHOICES.get(from)) {
                List<String> options = new ArrayList<>(rest);
                if (!choice.isEmpty()) {
                    options.add(choice);
                }
                all.add(options);
            }
        }
        return all;
    }
}
