package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the activity over a restart: what changed is added to a file, and when that has grown, it becomes the old one and a new one begins.
 * What is in them is what the page shows: no body, no node. Each file has at most a few more than {@link ActivityLog#CAPACITY} lines.
 * What cannot be read is left out, and where nothing can be written, the log says so once.
 *
 * <p>Thread-safe. Waits for the disk, so it is nothing for threads that route.
 */
public final class ActivityFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityFile.class);
    private static final String OWNER_ONLY = "rw-------";
    private static final int FIELDS = 11;
    private static final int LONGEST = 4_096;
    private static final char SEPARATOR = '\t';
    private static final int HEX_BITS = 4;
    private static final int HEX_MASK = 0xf;

    private final Path file;
    private final Path old;
    private final ActivityLog log;
    private final int capacity;
    private int written;
    private boolean failed;

    /**
     * @param folder where the files are, or will be
     * @param log what is kept
     */
    public ActivityFile(Path folder, ActivityLog log) {
        this(folder, log, ActivityLog.CAPACITY);
    }

    ActivityFile(Path folder, ActivityLog log, int capacity) {
        this.file = folder.resolve("activity.tsv");
        this.old = folder.resolve("activity.old.tsv");
        this.log = Objects.requireNonNull(log);
        this.capacity = capacity;
    }

    /** Hands what was kept to the log. To be called once, before anything is decided. */
    public synchronized void load() {
        Map<Long, ActivityLine> lines = new LinkedHashMap<>();
        try {
            read(old, lines);
            written = read(file, lines);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("The push activity of before the restart cannot be read", e);
        }
        List<ActivityLine> newest = new ArrayList<>(lines.values());
        newest.sort((one, other) -> Long.compare(one.number(), other.number()));
        log.restore(newest.subList(Math.max(0, newest.size() - capacity), newest.size()));
    }

    private static int read(Path from, Map<Long, ActivityLine> lines) throws IOException {
        if (!Files.isRegularFile(from)) {
            return 0;
        }
        int[] count = new int[1];
        try (Stream<String> all = Files.lines(from, StandardCharsets.ISO_8859_1)) {
            all.forEach(text -> {
                count[0]++;
                ActivityLine line = text.length() > LONGEST ? null : parse(text);
                if (line != null) {
                    // An answer came after it had been written.
                    lines.put(line.number(), line);
                }
            });
        }
        return count[0];
    }

    /** Adds what changed since the last time. */
    public synchronized void save() {
        List<ActivityLine> changed = log.takeUnsaved();
        if (changed.isEmpty()) {
            return;
        }
        try {
            if (written >= capacity) {
                Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
                written = 0;
            }
            if (!Files.exists(file)) {
                create();
            }
            write(changed);
            written += changed.size();
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                LOG.warn("The push activity cannot be kept over a restart: {}", e.toString());
            }
        }
    }

    private void write(List<ActivityLine> lines) throws IOException {
        StringBuilder text = new StringBuilder(LONGEST);
        char[] characters = new char[LONGEST];
        try (Writer to = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND)) {
            for (ActivityLine line : lines) {
                text.setLength(0);
                format(line, text);
                for (int from = 0; from < text.length(); from += LONGEST) {
                    int end = Math.min(text.length(), from + LONGEST);
                    text.getChars(from, end, characters, 0);
                    to.write(characters, 0, end - from);
                }
            }
        }
    }

    private void create() throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        } else {
            Files.createFile(file);
        }
    }

    private static void format(ActivityLine line, StringBuilder text) {
        Duration latency = line.latency();
        text.append(line.number()).append(SEPARATOR).append(line.time().toEpochMilli());
        add(line.username(), text);
        add(line.service() == null ? null : line.service().name(), text);
        add(line.registration(), text);
        add(line.trigger().name(), text);
        add(line.outcome().name(), text);
        add(line.sender(), text);
        add(line.detail(), text);
        add(line.condition(), text);
        text.append(SEPARATOR);
        if (latency != null) {
            text.append(latency.toMillis());
        }
        text.append('\n');
    }

    /** Comes from clients and other plugins, so it may be anything. */
    private static void add(@Nullable String field, StringBuilder text) {
        text.append(SEPARATOR);
        for (int i = 0; field != null && i < field.length(); i++) {
            char c = field.charAt(i);
            if (c > ' ' && c < 0x7f && c != '\\') {
                text.append(c);
            } else {
                text.append('\\');
                for (int shift = Character.SIZE - HEX_BITS; shift >= 0; shift -= HEX_BITS) {
                    text.append(Character.forDigit(c >> shift & HEX_MASK, HEX_MASK + 1));
                }
            }
        }
    }

    private static @Nullable String unescape(String text) {
        if (text.isEmpty()) {
            return null;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    /** @return null where it was cut off by a crash, or written by another version */
    private static @Nullable ActivityLine parse(String text) {
        String[] fields = text.split(String.valueOf(SEPARATOR), -1);
        if (fields.length != FIELDS) {
            return null;
        }
        try {
            String service = unescape(fields[3]);
            String latency = unescape(fields[10]);
            return new ActivityLine(Long.parseLong(fields[0]), Instant.EPOCH.plus(Long.parseLong(fields[1]), ChronoUnit.MILLIS),
                Objects.requireNonNullElse(unescape(fields[2]), ""), service == null ? null : PushService.of(service), unescape(fields[4]),
                Trigger.valueOf(fields[5]), Outcome.valueOf(fields[6]), unescape(fields[7]), unescape(fields[8]), unescape(fields[9]),
                latency == null ? null : Duration.ofMillis(Long.parseLong(latency)), 0, true);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | java.time.DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** Adds what is left. */
    @Override
    public void close() {
        save();
    }
}
