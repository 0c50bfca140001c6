package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;

/**
 * When registrations were last pushed to, and last of use (behaviour §1). Kept in memory, so that neither costs the database anything, and
 * written from time to time and at the end; searches show what is in memory already, and write it before they sort by it. A server that is
 * killed loses the times since they were last written, nothing else. Thread-safe.
 */
public final class PushTimes implements RegistrationSearch, LastUse, DeviceListener, AutoCloseable {

    private final RegistrationSearch search;
    private final RegistrationStore store;
    private final Clock clock;
    private final Presence presence;
    private final UnwrittenTimes pushes;
    private final UnwrittenTimes uses;

    /**
     * @param search finds what is written
     * @param store where they are written
     * @param clock the time
     * @param presence tells whose device is connected
     */
    public PushTimes(RegistrationSearch search, RegistrationStore store, Clock clock, Presence presence) {
        this.search = Objects.requireNonNull(search);
        this.store = Objects.requireNonNull(store);
        this.clock = Objects.requireNonNull(clock);
        this.presence = Objects.requireNonNull(presence);
        this.pushes = new UnwrittenTimes("last pushes", store::savePushed);
        this.uses = new UnwrittenTimes("last uses", store::saveUsed);
    }

    @Override
    public void pushed(RegistrationKey key, boolean important, Where where) {
        if (where == Where.HERE) {
            pushes.add(key, clock.instant());
        } else {
            // That node hears whether it was accepted, and this one does not.
            used(key);
        }
    }

    @Override
    public void returned(RegistrationKey key, Where where) {
        used(key);
    }

    /** @param key what was of use just now: a push was accepted, or its device is or was connected */
    public void used(RegistrationKey key) {
        uses.add(key, clock.instant());
    }

    /**
     * Writes what is not written yet, a portion at a time: neither the other work on the lane nor other changes of the table have to wait
     * for all of it.
     *
     * @param lanes where to
     */
    public void write(Lanes lanes) {
        pushes.write(lanes);
        uses.write(lanes);
    }

    /** Writes all that is not written yet, now. Blocks. */
    @Override
    public void close() {
        pushes.close();
        uses.close();
    }

    /** {@inheritDoc} One whose device is connected is of use now. */
    @Override
    public Map<RegistrationKey, Instant> of(List<Registration> registrations) throws StoreException {
        Map<RegistrationKey, Instant> used = new HashMap<>(store.lastUsed(registrations.stream().map(Registration::key).toList()));
        for (Registration registration : registrations) {
            Instant later = presence.inUse(registration.key()) ? clock.instant() : uses.get(registration.key());
            if (later != null) {
                used.merge(registration.key(), later, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return used;
    }

    @Override
    public Map<RegistrationKey, Instant> agreed(List<Registration> registrations) throws StoreException {
        store.saveUsed(of(registrations));
        return store.lastUsed(registrations.stream().map(Registration::key).toList());
    }

    @Override
    public Page find(Query query) throws StoreException {
        if (query.sort() == Sort.LAST_PUSH) {
            // The database sorts, and has to know them.
            pushes.close();
        }
        Page page = search.find(query);
        return new Page(page.rows().stream().map(this::current).toList(), page.next(), page.previous());
    }

    @Override
    public Optional<Row> byId(String id) throws StoreException {
        return search.byId(id).map(this::current);
    }

    @Override
    public Map<PushService, Long> services() throws StoreException {
        return search.services();
    }

    @Override
    public Set<PushService> serviceNames() throws StoreException {
        return search.serviceNames();
    }

    @Override
    public Totals totals() throws StoreException {
        return search.totals();
    }

    @Override
    public States states(Obstacles obstacles) throws StoreException {
        return search.states(obstacles);
    }

    @Override
    public long count(String service) throws StoreException {
        return search.count(service);
    }

    @Override
    public long count() throws StoreException {
        return search.count();
    }

    private Row current(Row row) {
        Instant later = pushes.get(row.registration().key());
        return later == null ? row : new Row(row.registration(), later);
    }
}
