package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a user's registrations from the store into the cache, and leaves out what is not the present account's: a deletion that nobody
 * saw leaves rows behind (behaviour §1). Under the user's lock.
 */
final class RegistrationLoader {

    private static final Logger LOG = LoggerFactory.getLogger(RegistrationLoader.class);

    private final RegistrationStore store;
    private final AccountAges accounts;
    private final RegistrationCache cache;
    private final SharedParts compact = new SharedParts();

    RegistrationLoader(RegistrationStore store, AccountAges accounts, RegistrationCache cache) {
        this.store = store;
        this.accounts = accounts;
        this.cache = cache;
    }

    /** @return from memory where it knows */
    List<Registration> load(String username) throws StoreException {
        List<Registration> known = cache.get(username);
        return known != null ? known : loadAnew(username);
    }

    /** @return from the database, as memory has it from now on */
    List<Registration> loadAnew(String username) throws StoreException {
        List<Registration> stored = compact.share(username, ofThisAccount(username, store.load(username)));
        cache.put(username, stored);
        return stored;
    }

    /** @return an equal registration that shares what it can with those before it */
    Registration share(List<Registration> before, Registration registration) {
        return compact.share(before.isEmpty() ? registration.username() : before.get(0).username(), registration);
    }

    private List<Registration> ofThisAccount(String username, List<Registration> stored) throws StoreException {
        Instant made = stored.isEmpty() ? null : accounts.made(username);
        List<Registration> others = made == null ? List.of() : stored.stream().filter(each -> each.enabled().isBefore(made)).toList();
        if (others.isEmpty()) {
            return stored;
        }
        store.delete(others.stream().map(Registration::key).toList());
        LOG.info("{} registrations of an earlier account with the name {} are deleted", others.size(), username);
        return stored.stream().filter(each -> !others.contains(each)).toList();
    }
}
