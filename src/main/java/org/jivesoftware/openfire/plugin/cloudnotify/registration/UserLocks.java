package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A fixed number of locks, so that changes of one user's registrations come one after the other. Thread-safe. */
final class UserLocks {

    private static final int LOCKS = 256;

    private final RegistrationCache cache;
    private final Lock[] locks = new Lock[LOCKS];

    /** What is done while nothing else of the user changes. */
    @FunctionalInterface
    interface Change<T> {
        T make() throws StoreException;
    }

    /** @param cache what memory knows */
    UserLocks(RegistrationCache cache) {
        this.cache = cache;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /**
     * Reads, or changes what leaves no doubt about what the database has.
     *
     * @return what the change gave
     * @throws StoreException what it threw
     */
    <T> T with(String username, Change<T> change) throws StoreException {
        Lock lock = lock(username);
        lock.lock();
        long begun = cache.begun();
        try {
            return change.make();
        } finally {
            cache.settle(username, begun);
            lock.unlock();
        }
    }

    /**
     * Changes which registrations there are.
     *
     * @return what the change gave
     * @throws StoreException what it threw; then nobody knows what the database did, and memory forgets the user
     */
    <T> T changing(String username, Change<T> change) throws StoreException {
        return with(username, () -> {
            try {
                return change.make();
            } catch (StoreException e) {
                cache.forget(username);
                throw e;
            }
        });
    }

    /** Forgets what memory knows of a user, when nobody is reading or changing it. */
    void forget(String username) {
        Lock lock = lock(username);
        lock.lock();
        try {
            cache.forget(username);
        } finally {
            lock.unlock();
        }
    }

    private Lock lock(String username) {
        return locks[Math.floorMod(username.hashCode(), LOCKS)];
    }
}
