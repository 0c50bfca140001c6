package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.plugin.cloudnotify.console.ConsoleHost;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.EmptyAdminPlugin;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.TestServerMain;

/**
 * Openfire as Maven Central has it: a library on the tests' class path, without a distribution's files. What it misses of these is made
 * up, the admin console and the database script among it.
 */
final class EmbeddedOpenfire implements Openfire {

    @Override
    public String version() {
        return Objects.requireNonNullElse(XMPPServer.class.getPackage().getImplementationVersion(), "4.2.0");
    }

    @Override
    public void fill(Path home, ServerConfig config) throws IOException, GeneralSecurityException {
        for (String name : new String[] {"conf", "plugins", "resources/security", "resources/database"}) {
            Files.createDirectories(home.resolve(name));
        }
        Files.writeString(home.resolve("conf/security.xml"), "<security/>");
        for (String store : new String[] {"keystore", "truststore", "client.truststore"}) {
            emptyKeyStore(home.resolve("resources/security").resolve(store));
        }
        ServerHome.adminPlugin(home, config.adminPlugin() != null ? config.adminPlugin()
                : config.console() ? ConsoleHost.class.getName() : EmptyAdminPlugin.class.getName());
    }

    private static void emptyKeyStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
    }

    @Override
    public String databaseScript(Path home) throws IOException {
        try (InputStream in = EmbeddedOpenfire.class.getResourceAsStream("openfire_hsqldb.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String configuration(ServerPorts ports) {
        return "";
    }

    @Override
    public List<String> launch(Path home, ServerConfig config) {
        return List.of("-cp", ServerClassPath.of(config.plugins().values()), TestServerMain.class.getName());
    }

    @Override
    public int patience() {
        return 1;
    }
}
