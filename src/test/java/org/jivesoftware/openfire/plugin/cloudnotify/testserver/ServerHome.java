package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jivesoftware.openfire.plugin.cloudnotify.console.ConsoleHost;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster.ClusteringPlugin;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.ControlledConnectionProvider;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.SharedConnectionProvider;

/** A fresh Openfire home folder for one {@link TestServer}: configuration, key stores, database script, plugins. */
final class ServerHome {
    private final Path folder;

    private ServerHome(Path folder) {
        this.folder = folder;
    }

    static ServerHome create(Openfire openfire, ServerConfig config, ServerPorts ports, Path logFile) {
        try {
            var home = new ServerHome(Files.createTempDirectory("openfire-"));
            home.fill(openfire, config, ports, logFile);
            return home;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The server's home folder could not be made", e);
        }
    }

    Path folder() {
        return folder;
    }

    /** The JVM's arguments that name the configuration of its log. */
    List<String> logArguments() {
        return List.of("-Dlog4j.configuration=" + folder.resolve("conf/log4j.properties").toUri(),
                "-Dlog4j2.configurationFile=" + folder.resolve("conf/log4j2.properties").toUri());
    }

    private void fill(Openfire openfire, ServerConfig config, ServerPorts ports, Path logFile)
            throws IOException, GeneralSecurityException {
        openfire.fill(folder, config);
        for (String name : new String[] {"logs", "tmp"}) {
            Files.createDirectories(folder.resolve(name));
        }
        write("conf/openfire.xml", """
                <jive>
                  <setup>true</setup>
                  <locale>%s</locale>
                  <network><interface>127.0.0.1</interface></network>
                  <connectionProvider><className>%s</className></connectionProvider>
                  <database>%s<maxRetries>1</maxRetries><retryDelay>50</retryDelay></database>
                  <clustering><enabled>%s</enabled></clustering>
                  %s
                </jive>
                """.formatted(config.properties().getOrDefault("locale", "en"),
                config.sharedDatabase() == null ? ControlledConnectionProvider.class.getName()
                        : SharedConnectionProvider.class.getName(), SharedDatabase.configuration(config.sharedDatabase()),
                config.plugins().containsKey(ClusteringPlugin.NAME) || config.plugins().containsKey(HazelcastJar.NAME),
                openfire.configuration(ports)));
        String log = logFile.toString().replace('\\', '/');
        // Openfire 4.2's Log4j reads the first, that of newer versions the second.
        write("conf/log4j.properties", """
                log4j.rootLogger=INFO, file
                log4j.logger.org.jivesoftware.openfire.plugin.cloudnotify=DEBUG
                log4j.logger.org.eclipse.jetty=WARN
                log4j.logger.org.jivesoftware.util.cache=WARN
                log4j.logger.org.logicalcobwebs.proxool=ERROR
                log4j.logger.hsqldb=WARN
                log4j.appender.file=org.apache.log4j.FileAppender
                log4j.appender.file.File=%s
                log4j.appender.file.Encoding=UTF-8
                log4j.appender.file.layout=org.apache.log4j.PatternLayout
                log4j.appender.file.layout.ConversionPattern=%%d{ISO8601} %%-5p %%c [%%t] %%m%%n
                """.formatted(log));
        write("conf/log4j2.properties", """
                rootLogger.level=INFO
                rootLogger.appenderRef.file.ref=file
                logger.plugin.name=org.jivesoftware.openfire.plugin.cloudnotify
                logger.plugin.level=DEBUG
                logger.jetty.name=org.eclipse.jetty
                logger.jetty.level=WARN
                logger.cache.name=org.jivesoftware.util.cache
                logger.cache.level=WARN
                logger.hsqldb.name=hsqldb
                logger.hsqldb.level=WARN
                # It tries every class of its packages when it starts; the tests' among them lack the plugin's.
                logger.start.name=org.jivesoftware.openfire.XMPPServer
                logger.start.level=ERROR
                appender.file.type=File
                appender.file.name=file
                appender.file.fileName=%s
                appender.file.layout.type=PatternLayout
                appender.file.layout.charset=UTF-8
                appender.file.layout.pattern=%%d{DEFAULT} %%-5p %%c [%%t] %%m%%n
                """.formatted(log));
        write("resources/database/openfire_hsqldb.sql", databaseScript(openfire, config, ports));
        for (Map.Entry<String, Path> plugin : config.plugins().entrySet()) {
            if (!Files.isRegularFile(plugin.getValue())) {
                throw new IOException("There is no plugin jar " + plugin.getValue() + "; 'mvn package' makes Cloud Notify's");
            }
            Files.copy(plugin.getValue(), folder.resolve("plugins").resolve(plugin.getKey() + ".jar"));
        }
    }

    /** Before each start: where the database is shared, the other servers' ports may stand there. */
    void prepareDatabase(Openfire openfire, ServerConfig config, ServerPorts ports) {
        if (config.sharedDatabase() != null) {
            try {
                SharedDatabase.prepare(config.sharedDatabase(), openfire.sharedDatabaseScript(folder), properties(config, ports));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String databaseScript(Openfire openfire, ServerConfig config, ServerPorts ports) throws IOException {
        var script = new StringBuilder(openfire.databaseScript(folder)).append('\n');
        properties(config, ports).forEach((key, value) -> script.append("INSERT INTO ofProperty (name, propValue) VALUES ('")
                .append(key).append("', '").append(value.replace("'", "''")).append("');\n"));
        return script.append("SET FILES WRITE DELAY ").append(config.durable() ? "FALSE" : "500 MILLIS").append(";\n").toString();
    }

    private static Map<String, String> properties(ServerConfig config, ServerPorts ports) {
        var properties = new TreeMap<String, String>();
        properties.put("xmpp.domain", config.domain());
        properties.put("xmpp.fqdn", config.domain());
        properties.put("xmpp.socket.plain.port", Integer.toString(ports.client()));
        properties.put("xmpp.component.socket.port", Integer.toString(ports.component()));
        properties.put("xmpp.component.socket.active", "true");
        properties.put("xmpp.component.defaultSecret", ServerConfig.COMPONENT_SECRET);
        // More threads than these make Openfire 4.2.0's MINA fail on current Java.
        properties.put("xmpp.client.processing.threads", "3");
        properties.put("xmpp.component.processing.threads", "3");
        properties.put("xmpp.client.tls.policy", "disabled");
        for (String off : new String[] {"xmpp.socket.ssl.active", "xmpp.component.ssl.active", "xmpp.server.socket.active",
            "xmpp.server.socket.ssl.active",
            "xmpp.multiplex.socket.active", "xmpp.multiplex.ssl.active", "httpbind.enabled", "xmpp.proxy.enabled",
            "flash.crossdomain.enabled", "update.service-enabled", "rss.enabled", "mediaproxy.enabled"}) {
            properties.put(off, "false");
        }
        properties.put(ConsoleHost.PORT, Integer.toString(ports.console()));
        properties.putAll(config.properties());
        return properties;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** Puts a plugin that has nothing but a class where the admin console would be: Openfire insists on one. */
    static void adminPlugin(Path home, String className) throws IOException {
        Path admin = Files.createDirectories(home.resolve("plugins/admin"));
        Files.writeString(admin.resolve("plugin.xml"), "<plugin><class>" + className + "</class><name>Admin</name></plugin>");
    }

    /** Puts a jar into the plugins folder, where the server finds it within 20 s or at its next start. */
    void dropPlugin(String name, Path jar) {
        try {
            // Complete before it has its name: the server may look at any moment.
            Path part = folder.resolve("plugins").resolve(name + ".part");
            Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, folder.resolve("plugins").resolve(name + ".jar"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the lock that a killed server left on its database; the next one would wait 10 s for its owner to give a sign of life. */
    void unlockDatabase() {
        try {
            Files.deleteIfExists(folder.resolve("embedded-db/openfire.lck"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        delete(folder);
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A temporary folder that is left over is no reason to fail.
        }
    }
}
