package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** A database in memory that can be taken away and counts what it is asked. */
public final class FakeStore implements RegistrationStore {

    /** While true, every call fails. */
    public volatile boolean down;
    /** Runs while a user's rows are being read. */
    public volatile Runnable onLoad = () -> { };
    /** How often something was read. */
    public final AtomicInteger reads = new AtomicInteger();
    /** How often something was written. */
    public final AtomicInteger writes = new AtomicInteger();

    private final Map<RegistrationKey, Registration> rows = new ConcurrentHashMap<>();
    private final Map<RegistrationKey, Instant> used = new ConcurrentHashMap<>();

    /** What is stored, or null. */
    public Registration row(RegistrationKey key) {
        return rows.get(key);
    }

    /** Puts a row there, whatever the state. */
    public void put(Registration registration) {
        rows.put(registration.key(), registration);
    }

    /** All that is stored, by user. */
    public List<Registration> all() {
        return rows.values().stream().sorted(Comparator.comparing(Registration::username)).toList();
    }

    private void use(AtomicInteger counter) throws StoreException {
        if (down) {
            throw new StoreException("down", null);
        }
        counter.incrementAndGet();
    }

    @Override
    public List<Registration> load(String username) throws StoreException {
        use(reads);
        List<Registration> found = rows.values().stream().filter(row -> row.username().equals(username))
            .sorted(Comparator.comparing(Registration::enabled).thenComparing(row -> String.valueOf(row.key().node()))).toList();
        onLoad.run();
        return found;
    }

    @Override
    public void save(Registration registration, List<RegistrationKey> evicted) throws StoreException {
        use(writes);
        evicted.forEach(rows::remove);
        rows.put(registration.key(), registration);
    }

    @Override
    public boolean saveHealth(RegistrationKey key, Health before, Health health) throws StoreException {
        use(writes);
        Registration row = rows.get(key);
        return row != null && sameCounts(row.health(), before) && rows.replace(key, row, row.with(health));
    }

    private static boolean sameCounts(Health one, Health other) {
        return one.errors() == other.errors() && one.gone() == other.gone();
    }

    @Override
    public void delete(List<RegistrationKey> keys) throws StoreException {
        use(writes);
        keys.forEach(rows::remove);
    }

    @Override
    public void deleteUser(String username) throws StoreException {
        use(writes);
        rows.keySet().removeIf(key -> key.username().equals(username));
    }

    @Override
    public void savePushed(Map<RegistrationKey, Instant> pushed) throws StoreException {
        use(writes);
    }

    @Override
    public void saveUsed(Map<RegistrationKey, Instant> times) throws StoreException {
        use(writes);
        used.putAll(times);
    }

    @Override
    public Map<RegistrationKey, Instant> lastUsed(List<RegistrationKey> keys) throws StoreException {
        use(reads);
        return keys.stream().filter(used::containsKey).collect(Collectors.toMap(key -> key, used::get));
    }

    @Override
    public List<Registration> disabledBefore(Instant before, Registration after, int limit) throws StoreException {
        use(reads);
        return rows.values().stream().filter(row -> row.health().disabled() && row.health().disabledSince().isBefore(before))
            .sorted(Comparator.comparing((Registration row) -> row.health().disabledSince()).thenComparing(row -> row.key().id()))
            .filter(row -> after == null || row.health().disabledSince().isAfter(after.health().disabledSince())
                || row.health().disabledSince().equals(after.health().disabledSince()) && row.key().id().compareTo(after.key().id()) > 0)
            .limit(limit).toList();
    }

    @Override
    public List<RegistrationKey> deleteDisabled(List<RegistrationKey> keys, Instant before) throws StoreException {
        use(writes);
        return keys.stream().filter(key -> rows.containsKey(key) && rows.get(key).health().disabled()
            && rows.get(key).health().disabledSince().isBefore(before) && rows.remove(key) != null).toList();
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }
}
