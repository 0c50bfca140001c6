package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory.Witness;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushedPages;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushedPages.Page;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what was pushed kept in the database, so that no reload or restart makes a second push of it (behaviour §2, "Exactly once"). What is
 * written is a log: a line for each push, and for each that came to nothing after all. A page of {@value #LINES} lines is one row, which is
 * written anew as long as it is not full. Registrations are named by a part of their {@linkplain RegistrationKey#id() id}, so nothing in it
 * says who got what.
 *
 * <p>Cost: on the thread that pushes, an entry in a queue; in the database two statements every few seconds, or for {@value #LINES} pushes
 * where there are more. Bounded: {@value #PAGES} pages, as many stanzas as memory has room for; while the database is down,
 * {@value #MAX_WAITING} lines. Thread-safe.
 */
public final class KeptHistory implements Witness, AutoCloseable {

    static final int LINES = 400;
    static final int PAGES = (int) (PushHistory.CAPACITY / LINES);
    static final int MAX_WAITING = 20_000;
    /** Of the id, which is a hash: no two registrations share so much of it. */
    private static final int ID_DIGITS = 32;
    private static final char PUSHED = '+';
    private static final char UNDONE = '-';
    private static final char FORGOTTEN = 'x';

    private static final Logger LOG = LoggerFactory.getLogger(KeptHistory.class);

    private final PushedPages pages;
    private final PushHistory history;
    private final Clock clock;
    private final ConcurrentLinkedQueue<Line> fresh = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    // Guarded by this.
    private final Deque<String> full = new ArrayDeque<>();
    private final StringBuilder open = new StringBuilder();
    private int lines;
    private String openId = newId();
    private boolean loaded;
    private boolean failing;

    /**
     * @param pages where it is kept
     * @param history what was pushed
     * @param clock the time
     */
    public KeptHistory(PushedPages pages, PushHistory history, Clock clock) {
        this.pages = Objects.requireNonNull(pages);
        this.history = Objects.requireNonNull(history);
        this.clock = Objects.requireNonNull(clock);
        history.witness(this);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    /** What is to be kept: it becomes text where it is kept, and not on the thread that pushes. */
    private sealed interface Line {

        /** @param text where it is added */
        void write(StringBuilder text);
    }

    private record Pushed(PushedElsewhere push) implements Line {

        @Override
        public void write(StringBuilder text) {
            begin(PUSHED, push.key(), text);
            KeptPush.line(push, text);
        }
    }

    private record Undone(RegistrationKey key, Fingerprint fingerprint) implements Line {

        @Override
        public void write(StringBuilder text) {
            begin(UNDONE, key, text);
            KeptPush.number(fingerprint.high(), text);
            KeptPush.number(fingerprint.low(), text.append(' '));
        }
    }

    private record Forgotten(RegistrationKey key) implements Line {

        @Override
        public void write(StringBuilder text) {
            begin(FORGOTTEN, key, text);
        }
    }

    private static void begin(char kind, RegistrationKey key, StringBuilder text) {
        text.append(kind).append(key.id(), 0, ID_DIGITS).append(' ');
    }

    /** {@inheritDoc} Who asks for a subscription is news again when the device is back, which is not written. */
    @Override
    public void pushed(PushedElsewhere push) {
        if (push.request()) {
            return;
        }
        add(new Pushed(push));
    }

    @Override
    public void undone(RegistrationKey key, Fingerprint fingerprint) {
        add(new Undone(key, fingerprint));
    }

    @Override
    public void forgotten(RegistrationKey key) {
        add(new Forgotten(key));
    }

    /** @return a short name of a registration */
    static String id(RegistrationKey key) {
        return key.id().substring(0, ID_DIGITS);
    }

    private void add(Line line) {
        fresh.add(line);
        if (waiting.incrementAndGet() > MAX_WAITING && fresh.poll() != null) {
            waiting.decrementAndGet();
        }
    }

    /** Reads what was kept before, if that is not done; then has kept what is new. Blocks; to be called again and again. */
    public synchronized void keep() {
        try {
            if (!loaded) {
                load();
            }
            while (write()) {
                // Page by page.
            }
            failing = false;
        } catch (StoreException | RuntimeException e) {
            if (!failing) {
                LOG.warn("What was pushed cannot be kept at present: {}", e.getMessage());
            }
            failing = true;
        }
    }

    /** @return whether there is more to write */
    private boolean write() throws StoreException {
        int before = lines;
        for (Line line = lines < LINES ? fresh.poll() : null; line != null; line = lines < LINES ? fresh.poll() : null) {
            waiting.decrementAndGet();
            line.write(lines == 0 ? open : open.append('\n'));
            lines++;
        }
        if (lines == before && before < LINES) {
            return false;
        }
        Instant now = clock.instant();
        pages.save(new Page(openId, open.toString()), now);
        if (lines < LINES) {
            return false;
        }
        full.addLast(openId);
        openId = newId();
        open.setLength(0);
        lines = 0;
        tidy(now);
        return true;
    }

    private void tidy(Instant now) throws StoreException {
        List<String> gone = new ArrayList<>();
        while (full.size() > PAGES) {
            gone.add(full.removeFirst());
        }
        pages.remove(gone, now.minus(PushHistory.RETENTION));
    }

    /** Reads once more what is kept, since another cluster node may have added to it meanwhile. Blocks. */
    public synchronized void again() {
        try {
            remember(pages.load(clock.instant().minus(PushHistory.RETENTION), PAGES));
        } catch (StoreException e) {
            LOG.debug("What other nodes pushed cannot be read", e);
        }
    }

    private int remember(List<Page> all) {
        Map<String, List<KeptPush>> kept = new HashMap<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).text().lines().forEach(line -> read(line, kept));
        }
        history.remember(kept);
        return kept.size();
    }

    private void load() throws StoreException {
        Instant now = clock.instant();
        List<Page> all = pages.load(now.minus(PushHistory.RETENTION), PAGES);
        for (int i = all.size() - 1; i >= 0; i--) {
            full.addLast(all.get(i).id());
        }
        int known = remember(all);
        loaded = true;
        tidy(now);
        LOG.debug("Pushes to {} registrations before the start are known", known);
    }

    private static void read(String line, Map<String, List<KeptPush>> kept) {
        int space = line.indexOf(' ');
        if (space < 2) {
            return;
        }
        String id = line.substring(1, space);
        String rest = line.substring(space + 1);
        try {
            switch (line.charAt(0)) {
                case PUSHED -> kept.computeIfAbsent(id, none -> new ArrayList<>(1)).add(KeptPush.read(rest));
                case UNDONE -> undo(kept.getOrDefault(id, List.of()), rest.split(" ", -1));
                case FORGOTTEN -> kept.remove(id);
                default -> { }
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("A line of what was pushed is passed over", e);
        }
    }

    private static void undo(List<KeptPush> pushes, String[] words) {
        Fingerprint look = new Fingerprint(KeptPush.number(words[0]), KeptPush.number(words[words.length - 1]));
        for (int i = pushes.size() - 1; i >= 0; i--) {
            if (pushes.get(i).fingerprint().equals(look)) {
                pushes.remove(i);
                return;
            }
        }
    }

    /** Has kept all that is not kept yet. To be called when nothing is pushed any more. */
    @Override
    public void close() {
        keep();
    }
}
