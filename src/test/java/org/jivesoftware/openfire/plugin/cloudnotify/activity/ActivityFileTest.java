package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xmpp.packet.JID;

class ActivityFileTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final RegistrationKey KEY = new RegistrationKey("älice\t", new JID("push.example.org"), "secret-node");

    @TempDir
    private Path folder;

    private ActivityLog started(int capacity) {
        ActivityLog log = new ActivityLog(capacity);
        new ActivityFile(folder, log, capacity).load();
        return log;
    }

    private static Decision push(int i) {
        return new Decision(NOW.plusSeconds(i), "älice\t", KEY, Trigger.OFFLINE, Outcome.PUSHED, "p" + i, "b…@\\x\n", "probe");
    }

    @Test
    void whatWasDecidedIsThereAfterARestartWithItsAnswer() throws IOException {
        ActivityLog log = new ActivityLog(10);
        ActivityFile file = new ActivityFile(folder, log, 10);
        file.load();
        log.decided(push(1));
        log.decided(push(2));
        log.decided(new Decision(NOW, "bob", null, Trigger.ROOM, Outcome.OVERLOADED, null, null, null));
        file.save();
        log.answered(new Answer(NOW, "p1", KEY, "gone", Duration.ofMillis(7)));
        file.close();
        List<ActivityLine> before = log.latest(ActivityFilter.ALL, 10);
        List<ActivityLine> after = started(10).latest(ActivityFilter.ALL, 10);
        assertEquals(before.stream().map(ActivityFileTest::asRestored).toList(), after);
        assertEquals("gone", after.get(2).condition());
        assertFalse(after.isEmpty());
        String text = Files.readString(folder.resolve("activity.tsv"), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("secret-node"), text);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("activity.tsv"))));
    }

    /** Whoever knows an endpoint may push to it; which server it is on is what an administrator goes by. */
    @Test
    void anEndpointIsNamedByItsServer() throws IOException {
        ActivityLog log = new ActivityLog(10);
        ActivityFile file = new ActivityFile(folder, log, 10);
        file.load();
        RegistrationKey endpoint = new RegistrationKey("alice", new JID("push.chat.example"), "web+https://push.example.net:8443/SEALED");
        log.decided(new Decision(NOW, "alice", endpoint, Trigger.OFFLINE, Outcome.PUSHED, "p1", null, null));
        assertEquals("https://push.example.net:8443", String.valueOf(log.latest(ActivityFilter.ALL, 10).get(0).service()));
        file.close();
        ActivityLine after = started(10).latest(ActivityFilter.ALL, 10).get(0);
        assertEquals(endpoint.destination().service(), after.service());
        assertFalse(Files.readString(folder.resolve("activity.tsv"), StandardCharsets.ISO_8859_1).contains("SEALED"));
    }

    private static ActivityLine asRestored(ActivityLine line) {
        return new ActivityLine(line.number(), line.time(), line.username(), line.service(), line.registration(), line.trigger(),
            line.outcome(), line.sender(), line.detail(), line.condition(), line.latency(), 0, true);
    }

    @Test
    void goesOnCountingAndKeepsTheNewest() throws IOException {
        for (int start = 0; start < 5; start++) {
            ActivityLog log = new ActivityLog(10);
            ActivityFile file = new ActivityFile(folder, log, 10);
            file.load();
            for (int i = 0; i < 7; i++) {
                log.decided(push(start * 7 + i));
                file.save();
            }
        }
        List<ActivityLine> lines = started(10).latest(ActivityFilter.ALL, 100);
        assertEquals(10, lines.size());
        assertEquals(NOW.plusSeconds(34), lines.get(0).time());
        assertEquals(35, lines.get(0).number());
        assertEquals(26, lines.get(9).number());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                assertTrue(Files.readAllLines(each, StandardCharsets.ISO_8859_1).size() <= 20, each.toString());
            }
        }
    }

    @Test
    void whatIsDamagedIsLeftOut() throws IOException {
        ActivityLog log = new ActivityLog(10);
        ActivityFile file = new ActivityFile(folder, log, 10);
        file.load();
        log.decided(push(1));
        file.save();
        Path written = folder.resolve("activity.tsv");
        String good = Files.readString(written, StandardCharsets.ISO_8859_1);
        for (String bad : List.of("", "x", "\u0000\t", good.strip().replace("OFFLINE", "LATER"), good.strip().replaceFirst("^\\d+", "-"),
            good.strip().replaceFirst("\t\\d+", "\t99999999999999999999"), good.strip().replace("push.example.org", "a@b@c"),
            good.substring(0, good.length() / 2), "9".repeat(5_000))) {
            Files.writeString(written, bad + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
        }
        assertEquals(1, started(10).latest(ActivityFilter.ALL, 10).size());
    }

    @Test
    void worksWhereNothingCanBeWritten() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where the folder should be");
        ActivityLog log = new ActivityLog(10);
        ActivityFile file = new ActivityFile(blocked, log, 10);
        file.load();
        log.decided(push(1));
        file.save();
        file.close();
        assertEquals(1, log.latest(ActivityFilter.ALL, 10).size());
    }
}
