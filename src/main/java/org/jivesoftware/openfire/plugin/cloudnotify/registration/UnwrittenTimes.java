package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times that are not in the database yet. Bounded; thread-safe. */
final class UnwrittenTimes {

    /** Of so many registrations at most; others' times are then not known until the next writing. */
    static final int CAPACITY = 100_000;
    /** So many are written in one transaction. */
    static final int PORTION = 500;
    // Any lane will do: the work is not one user's.
    private static final String LANE = "";

    private static final Logger LOG = LoggerFactory.getLogger(UnwrittenTimes.class);

    private final String what;
    private final Writer writer;
    private final Map<RegistrationKey, Instant> unwritten = new ConcurrentHashMap<>();

    /** Writes times, all or none. */
    @FunctionalInterface
    interface Writer {
        void write(Map<RegistrationKey, Instant> times) throws StoreException;
    }

    UnwrittenTimes(String what, Writer writer) {
        this.what = Objects.requireNonNull(what);
        this.writer = Objects.requireNonNull(writer);
    }

    void add(RegistrationKey key, Instant time) {
        if (unwritten.size() < CAPACITY || unwritten.containsKey(key)) {
            unwritten.put(key, time);
        }
    }

    /** @return the time, or null where none waits to be written */
    @Nullable Instant get(RegistrationKey key) {
        return unwritten.get(key);
    }

    void write(Lanes lanes) {
        portion(lanes, snapshot(), 0);
    }

    private void portion(Lanes lanes, List<Map.Entry<RegistrationKey, Instant>> all, int start) {
        boolean taken = lanes.execute(LANE, () -> {
            int end = Math.min(all.size(), start + PORTION);
            if (write(all.subList(start, end)) && end < all.size()) {
                portion(lanes, all, end);
            }
        });
        if (!taken) {
            LOG.debug("The times of the {} are written next time: too much else is to be done", what);
        }
    }

    /** Writes all, now. Blocks. */
    void close() {
        List<Map.Entry<RegistrationKey, Instant>> all = snapshot();
        for (int start = 0; start < all.size(); start += PORTION) {
            if (!write(all.subList(start, Math.min(all.size(), start + PORTION)))) {
                return;
            }
        }
    }

    private List<Map.Entry<RegistrationKey, Instant>> snapshot() {
        List<Map.Entry<RegistrationKey, Instant>> all = new ArrayList<>();
        unwritten.forEach((key, time) -> all.add(Map.entry(key, time)));
        return all;
    }

    /** @return false where the database failed; then it stays in memory */
    private boolean write(List<Map.Entry<RegistrationKey, Instant>> portion) {
        if (portion.isEmpty()) {
            return true;
        }
        try {
            writer.write(portion.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            // Unless there was another one in the meantime.
            portion.forEach(written -> unwritten.remove(written.getKey(), written.getValue()));
            return true;
        } catch (StoreException e) {
            LOG.debug("The times of the {} could not be written; they will be next time", what, e);
            return false;
        }
    }
}
