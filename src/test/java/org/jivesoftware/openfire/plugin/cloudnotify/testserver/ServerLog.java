package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log file of a test server, read by marks: positions in the file. It goes on over restarts of the server. */
public final class ServerLog {
    private static final Pattern ENTRY =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} (\\w+) +(\\S+) (\\[.*)");
    private final Path file;
    private final Path console;

    ServerLog(Path file, Path console) {
        this.file = file;
        this.console = console;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** What the server's JVM wrote to its standard output and error. */
    public Path console() {
        return console;
    }

    /** The present end of the log. */
    public long mark() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log's text from a mark on. */
    public String textSince(long mark) {
        return text(file, mark);
    }

    /** The entries from a mark on. */
    public List<LogLine> since(long mark) {
        return parse(textSince(mark));
    }

    /** The entries of a mark on of loggers whose name starts with {@code prefix}. */
    public List<LogLine> since(long mark, String prefix) {
        return since(mark).stream().filter(line -> line.logger().startsWith(prefix)).toList();
    }

    /** Fails when a logger whose name starts with {@code prefix} has written a warning or an error since the mark. */
    public void assertNoWarningsSince(long mark, String prefix) {
        List<LogLine> warnings = since(mark, prefix).stream().filter(LogLine::isWarning).toList();
        if (!warnings.isEmpty()) {
            throw new AssertionError("Warnings in the server's log: " + warnings);
        }
    }

    /** As {@link #assertNoWarningsSince}, from the log's beginning. */
    public void assertNoWarningsFrom(String prefix) {
        assertNoWarningsSince(0, prefix);
    }

    /** Waits for an entry, and returns it. */
    public LogLine await(long mark, Predicate<LogLine> wanted, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            for (LogLine line : since(mark)) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not in the server's log within " + timeout + ":\n" + textSince(mark));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The last lines since a mark, and of the console, for showing to a person. */
    String tail(long mark, int lines) {
        var all = (textSince(mark) + text(console, 0)).lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    static List<LogLine> parse(String text) {
        var entries = new ArrayList<LogLine>();
        for (String line : text.split("\n")) {
            Matcher matcher = ENTRY.matcher(line);
            if (matcher.matches()) {
                entries.add(new LogLine(matcher.group(1), matcher.group(2), matcher.group(3)));
            } else if (!entries.isEmpty()) {
                LogLine last = entries.remove(entries.size() - 1);
                entries.add(new LogLine(last.level(), last.logger(), last.text() + "\n" + line));
            }
        }
        return entries;
    }

    private static String text(Path file, long from) {
        if (!Files.exists(file)) {
            return "";
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            var bytes = new byte[(int) Math.max(0, in.length() - from)];
            in.seek(from);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
