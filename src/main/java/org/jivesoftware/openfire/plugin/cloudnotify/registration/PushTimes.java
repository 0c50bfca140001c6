package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When registrations were last pushed to. Kept in memory, so that a push costs the database nothing, and written from time to time and at
 * the end; searches show what is in memory already. A server that is killed loses the times since they were last written, nothing else.
 * Thread-safe.
 */
public final class PushTimes implements RegistrationSearch, AutoCloseable {

    /** Of so many registrations at most; others' times are then not known until the next writing. */
    static final int CAPACITY = 100_000;
    /** So many are written in one transaction. */
    static final int PORTION = 500;
    // Any lane will do: the work is not one user's.
    private static final String LANE = "";

    private static final Logger LOG = LoggerFactory.getLogger(PushTimes.class);

    private final RegistrationSearch search;
    private final RegistrationStore store;
    private final Clock clock;
    private final Map<RegistrationKey, Instant> unwritten = new ConcurrentHashMap<>();

    /**
     * @param search finds what is written; not null
     * @param store where they are written; not null
     * @param clock the time; not null
     */
    public PushTimes(RegistrationSearch search, RegistrationStore store, Clock clock) {
        this.search = Objects.requireNonNull(search);
        this.store = Objects.requireNonNull(store);
        this.clock = Objects.requireNonNull(clock);
    }

    /** @param key what was pushed to just now; not null */
    public void pushed(RegistrationKey key) {
        if (unwritten.size() < CAPACITY || unwritten.containsKey(key)) {
            unwritten.put(key, clock.instant());
        }
    }

    /**
     * Writes what is not written yet, a portion at a time: neither the other work on the lane nor other changes of the table have to wait
     * for all of it.
     *
     * @param lanes where to; not null
     */
    public void write(Lanes lanes) {
        portion(lanes, snapshot(), 0);
    }

    private void portion(Lanes lanes, List<Map.Entry<RegistrationKey, Instant>> all, int start) {
        // Where the lane is full, the rest is for the next time.
        lanes.execute(LANE, () -> {
            int end = Math.min(all.size(), start + PORTION);
            if (write(all.subList(start, end)) && end < all.size()) {
                portion(lanes, all, end);
            }
        });
    }

    /** Writes all that is not written yet, now. Blocks. */
    @Override
    public void close() {
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
            store.savePushed(portion.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            // Unless there was another push in the meantime.
            portion.forEach(written -> unwritten.remove(written.getKey(), written.getValue()));
            return true;
        } catch (StoreException e) {
            LOG.debug("The times of the last pushes could not be written; they will be next time", e);
            return false;
        }
    }

    @Override
    public Page find(Query query) throws StoreException {
        Page page = search.find(query);
        return new Page(page.rows().stream().map(this::current).toList(), page.next(), page.previous());
    }

    @Override
    public Optional<Row> byId(String id) throws StoreException {
        return search.byId(id).map(this::current);
    }

    @Override
    public long count() throws StoreException {
        return search.count();
    }

    private Row current(Row row) {
        Instant later = unwritten.get(row.registration().key());
        return later == null ? row : new Row(row.registration(), later);
    }
}
