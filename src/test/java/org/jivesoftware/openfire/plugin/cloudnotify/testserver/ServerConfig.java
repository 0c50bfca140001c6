package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a {@link TestServer} is set up. Immutable; each method returns a changed copy.
 *
 * @param name        names the log file
 * @param properties  Openfire system properties set before the start, over those that the test server needs
 * @param plugins     plugin jars by plugin name; the Cloud Notify jar is among them unless it was left out
 * @param jvmArguments arguments of the server's JVM
 * @param adminPlugin class name of the plugin in place of the admin console's; null for the usual one
 * @param console     whether the server has an admin console; one that was unpacked has its own in any case
 * @param durable     whether each commit is on disk before it returns, for tests that kill the server
 * @param sharedDatabase JDBC address of the PostgreSQL database that several servers use; null for one of its own
 */
public record ServerConfig(String name, Map<String, String> properties, Map<String, Path> plugins,
                           List<String> jvmArguments, String adminPlugin, boolean console, boolean durable,
                           String sharedDatabase) {
    /** The server's domain, unless the property xmpp.domain says otherwise. */
    public static final String DOMAIN = "chat.example";
    /** Secret of every external component. */
    public static final String COMPONENT_SECRET = "component-secret";
    /** System property with the path of the plugin's jar. */
    public static final String JAR_PROPERTY = "cloudnotify.jar";

    public ServerConfig {
        Objects.requireNonNull(name);
        properties = Map.copyOf(properties);
        plugins = Map.copyOf(plugins);
        jvmArguments = List.copyOf(jvmArguments);
    }

    /** The usual server: Cloud Notify loaded, started fast rather than running fast. */
    public static ServerConfig usual() {
        return new ServerConfig("server", Map.of(), Map.of("cloudnotify", pluginJar()),
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                null, false, false, null);
    }

    /** The server's domain. */
    public String domain() {
        return properties.getOrDefault("xmpp.domain", DOMAIN);
    }

    /** Where the plugin's jar is. */
    public static Path pluginJar() {
        return Path.of(System.getProperty(JAR_PROPERTY, "target/cloudnotify.jar")).toAbsolutePath();
    }

    /** Names the server's log file. */
    public ServerConfig named(String newName) {
        return new ServerConfig(newName, properties, plugins, jvmArguments, adminPlugin, console, durable, sharedDatabase);
    }

    /** Adds a system property. */
    public ServerConfig property(String key, String value) {
        var more = new LinkedHashMap<>(properties);
        more.put(key, value);
        return new ServerConfig(name, more, plugins, jvmArguments, adminPlugin, console, durable, sharedDatabase);
    }

    /** Adds a plugin. */
    public ServerConfig plugin(String pluginName, Path jar) {
        var more = new LinkedHashMap<>(plugins);
        more.put(pluginName, jar.toAbsolutePath());
        return new ServerConfig(name, properties, more, jvmArguments, adminPlugin, console, durable, sharedDatabase);
    }

    /** Leaves Cloud Notify out; it can be installed later. */
    public ServerConfig withoutCloudNotify() {
        var fewer = new LinkedHashMap<>(plugins);
        fewer.remove("cloudnotify");
        return new ServerConfig(name, properties, fewer, jvmArguments, adminPlugin, console, durable, sharedDatabase);
    }

    /** Adds JVM arguments. */
    public ServerConfig jvm(String... arguments) {
        var more = new ArrayList<>(jvmArguments);
        more.addAll(List.of(arguments));
        return new ServerConfig(name, properties, plugins, more, adminPlugin, console, durable, sharedDatabase);
    }

    /** Replaces the JVM arguments, for example for measuring with the full compiler. */
    public ServerConfig onlyJvm(String... arguments) {
        return new ServerConfig(name, properties, plugins, List.of(arguments), adminPlugin, console, durable, sharedDatabase);
    }

    /** The server has an admin console, at {@link TestServer#console()}. */
    public ServerConfig withConsole() {
        return new ServerConfig(name, properties, plugins, jvmArguments, adminPlugin, true, durable, sharedDatabase);
    }

    /** Names the class of a plugin to load in place of the admin console's. */
    public ServerConfig adminPlugin(String className) {
        return new ServerConfig(name, properties, plugins, jvmArguments, className, console, durable, sharedDatabase);
    }

    /** Each commit is on disk before it returns. */
    public ServerConfig onDisk() {
        return new ServerConfig(name, properties, plugins, jvmArguments, adminPlugin, console, true, sharedDatabase);
    }

    /** The server uses a PostgreSQL database that others use as well. */
    public ServerConfig database(String address) {
        return new ServerConfig(name, properties, plugins, jvmArguments, adminPlugin, console, durable, address);
    }
}
