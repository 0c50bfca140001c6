package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Writes what is not written yet; it stays in memory where the database fails. Blocks. */
    public void write() {
        Map<RegistrationKey, Instant> written = new HashMap<>(unwritten);
        if (written.isEmpty()) {
            return;
        }
        try {
            store.savePushed(written);
            // Unless there was another push in the meantime.
            written.forEach(unwritten::remove);
        } catch (StoreException e) {
            LOG.debug("The times of the last pushes could not be written; they will be next time", e);
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

    @Override
    public void close() {
        write();
    }
}
