package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedOpenfireTest {
    @TempDir
    private Path folder;
    @TempDir
    private Path home;

    @Test
    void aFolderThatIsNoneIsRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> UnpackedOpenfire.in(folder));
        file("lib/startup.jar");
        assertThrows(IllegalArgumentException.class, () -> UnpackedOpenfire.in(folder));
        file("lib/xmppserver-5.2.0-SNAPSHOT.jar");
        assertEquals("5.2.0-SNAPSHOT", UnpackedOpenfire.in(folder).version());
    }

    @Test
    void whatIsOpenfiresIsCopiedAndWhatAServerLeftIsNotAndNothingIsChanged() throws IOException {
        for (String name : List.of("lib/startup.jar", "lib/xmppserver-5.1.1.jar", "resources/database/openfire_hsqldb.sql",
                "resources/security/keystore", "conf/security.xml", "conf/openfire.xml", "plugins/admin/webapp/index.html",
                "plugins/monitoring.jar", "embedded-db/openfire.script", "logs/openfire.log")) {
            file(name);
        }
        Map<String, String> before = contents(folder);
        UnpackedOpenfire.in(folder).fill(home, ServerConfig.usual());
        assertEquals(before, contents(folder));
        Map<String, String> copied = contents(home);
        copied.keySet().removeIf(name -> name.contains("cloudnotify-tests") || name.startsWith("tests-launcher"));
        before.keySet().removeAll(List.of("conf/openfire.xml", "plugins/monitoring.jar", "embedded-db/openfire.script",
            "logs/openfire.log"));
        assertEquals(before, copied);
    }

    @Test
    void theTestsHandIsOneJarOfTheirsAndOneClassOutside() throws IOException {
        file("lib/startup.jar");
        file("lib/xmppserver-5.1.1.jar");
        UnpackedOpenfire openfire = UnpackedOpenfire.in(folder);
        openfire.fill(home, ServerConfig.usual());
        String own = "org/jivesoftware/openfire/plugin/cloudnotify/testserver/";
        try (var jar = new JarFile(home.resolve("lib/cloudnotify-tests.jar").toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            assertTrue(names.contains(own + "server/TestServerMain.class"), names::toString);
            assertTrue(names.stream().allMatch(name -> name.startsWith(own + "server/") || name.startsWith(own + "control/")),
                names::toString);
        }
        assertEquals(List.of("tests-launcher/" + own + "launcher/OpenfireLauncher.class"),
                contents(home).keySet().stream().filter(name -> name.startsWith("tests-launcher/")).toList());
        assertFalse(openfire.launch(home, ServerConfig.usual()).toString().contains("test-classes"));
    }

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private static Map<String, String> contents(Path of) throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(of)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(of.relativize(file).toString().replace('\\', '/'), new String(Files.readAllBytes(file), ISO_8859_1));
            }
        }
        return found;
    }
}
