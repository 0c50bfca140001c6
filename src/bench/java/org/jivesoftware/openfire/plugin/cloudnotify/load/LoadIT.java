package org.jivesoftware.openfire.plugin.cloudnotify.load;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load program runs, for a few seconds. Nothing is timed. */
class LoadIT {

    @TempDir
    private Path folder;

    @Test
    void pushesToOfflineUsers() throws Exception {
        run("offline", "--rate", "50", "--users", "100", "--seconds", "2", "--warm-messages", "1");
    }

    /** Openfire with the plugin and without; the other servers are not on every machine. */
    @Test
    void peers() throws Exception {
        run("peers", "--servers", "openfire", "--rounds", "1", "--seconds", "1", "--rate", "20", "--users", "20", "--sleepers", "5",
            "--pairs", "2", "--messages", "200", "--warmup", "0");
    }

    @Test
    void roomPeers() throws Exception {
        run("room-peers", "--servers", "openfire", "--members", "10", "--rounds", "1", "--seconds", "1", "--warmup", "1");
    }

    /** The version that was just built, beside itself. */
    @Test
    void versions() throws Exception {
        String jar = Path.of("target", "cloudnotify.jar").toString();
        run("versions", jar, jar, "--rounds", "1", "--seconds", "1", "--rate", "20", "--users", "20", "--sleepers", "5", "--pairs", "2",
            "--messages", "200", "--warmup", "0");
    }

    @Test
    void memory() throws Exception {
        run("memory", "--users", "1000", "--rows", "500");
    }

    @Test
    void pages() throws Exception {
        run("pages", "--rows", "200", "--services", "4", "--lines", "20");
    }

    @Test
    void veryManyHibernatedSessions() throws Exception {
        run("hibernated-10k", "--users", "120", "--seconds", "2", "--warmup", "1");
    }

    @Test
    void rooms() throws Exception {
        run("rooms", "--members", "30", "--away", "10", "--messages", "100", "--rounds", "1", "--rooms", "5", "--seconds", "2");
    }

    @Test
    void registrationsThatFailAtOnce() throws Exception {
        run("failing", "--registrations", "200", "--seconds", "1", "--warmup", "1");
    }

    /** Where there is Node.js, which has the HTTP/2 that no JDK has. */
    @Test
    void endpointsOfBrowsers() throws Exception {
        assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node"))), "There is no Node.js");
        run("webpush", "--users", "40", "--origins", "4", "--rate", "20", "--rounds", "1", "--seconds", "2", "--warmup", "1");
    }

    private void run(String mode, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--out", folder.toString(), "--heap", "256m", "--jvm", "-XX:TieredStopAtLevel=1"));
        Load.run(mode, all);
        String json = Files.readString(folder.resolve(mode + ".json"));
        assertTrue(json.contains("\"steps\": [") && !json.contains("\"steps\": []"), json);
    }
}
