package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;

/** A fresh Openfire home folder for one {@link TestServer}: configuration, key stores, database script, plugins. */
final class ServerHome {
    private final Path folder;

    private ServerHome(Path folder) {
        this.folder = folder;
    }

    static ServerHome create(ServerConfig config, ServerPorts ports, Path logFile) {
        try {
            var home = new ServerHome(Files.createTempDirectory("openfire-"));
            home.fill(config, ports, logFile);
            return home;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The server's home folder could not be made", e);
        }
    }

    Path folder() {
        return folder;
    }

    Path log4jConfiguration() {
        return folder.resolve("conf/log4j.properties");
    }

    private void fill(ServerConfig config, ServerPorts ports, Path logFile) throws IOException, GeneralSecurityException {
        for (String name : new String[] {"conf", "logs", "plugins/admin", "resources/security", "resources/database", "tmp"}) {
            Files.createDirectories(folder.resolve(name));
        }
        write("conf/openfire.xml", """
                <jive>
                  <setup>true</setup>
                  <locale>en</locale>
                  <connectionProvider><className>org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.ControlledConnectionProvider</className></connectionProvider>
                  <database><maxRetries>1</maxRetries><retryDelay>50</retryDelay></database>
                </jive>
                """);
        write("conf/security.xml", "<security/>");
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
                """.formatted(logFile.toString().replace('\\', '/')));
        write("plugins/admin/plugin.xml", "<plugin><class>" + config.adminPlugin() + "</class><name>Admin</name></plugin>");
        for (String store : new String[] {"keystore", "truststore", "client.truststore"}) {
            emptyKeyStore(folder.resolve("resources/security").resolve(store));
        }
        write("resources/database/openfire_hsqldb.sql", databaseScript(config.durable()));
        writeProperties(config, ports);
        for (Map.Entry<String, Path> plugin : config.plugins().entrySet()) {
            if (!Files.isRegularFile(plugin.getValue())) {
                throw new IOException("There is no plugin jar " + plugin.getValue() + "; 'mvn package' makes Cloud Notify's");
            }
            Files.copy(plugin.getValue(), folder.resolve("plugins").resolve(plugin.getKey() + ".jar"));
        }
    }

    private static String databaseScript(boolean durable) throws IOException {
        try (InputStream in = ServerHome.class.getResourceAsStream("openfire_hsqldb.sql")) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return script + "\nSET FILES WRITE DELAY " + (durable ? "FALSE" : "500 MILLIS") + ";\n";
        }
    }

    private void writeProperties(ServerConfig config, ServerPorts ports) throws IOException {
        var properties = new Properties();
        properties.setProperty("xmpp.domain", config.domain());
        properties.setProperty("xmpp.fqdn", config.domain());
        properties.setProperty("network.interface", "127.0.0.1");
        properties.setProperty("xmpp.socket.plain.port", Integer.toString(ports.client()));
        properties.setProperty("xmpp.component.socket.port", Integer.toString(ports.component()));
        properties.setProperty("xmpp.component.socket.active", "true");
        properties.setProperty("xmpp.component.defaultSecret", ServerConfig.COMPONENT_SECRET);
        // More threads than these make Openfire 4.2.0's MINA fail on current Java.
        properties.setProperty("xmpp.client.processing.threads", "3");
        properties.setProperty("xmpp.component.processing.threads", "3");
        properties.setProperty("xmpp.client.tls.policy", "disabled");
        for (String off : new String[] {"xmpp.socket.ssl.active", "xmpp.component.ssl.active", "xmpp.server.socket.active",
            "xmpp.multiplex.socket.active", "xmpp.multiplex.ssl.active", "httpbind.enabled", "xmpp.proxy.enabled",
            "flash.crossdomain.enabled", "update.service-enabled", "mediaproxy.enabled"}) {
            properties.setProperty(off, "false");
        }
        properties.putAll(config.properties());
        try (OutputStream out = Files.newOutputStream(folder.resolve("conf/test.properties"))) {
            properties.store(out, null);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static void emptyKeyStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
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
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A temporary folder that is left over is no reason to fail.
        }
    }
}
