package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What happens to one user, or to one room with its members: one thing after the other, under the lock of this life, while many go on at
 * the same time. Between rounds something may happen to all of them at once; a life says what it has to do before and after.
 */
abstract class Life {

    final Soak soak;
    final String name;
    final Random random;
    final Diary diary = new Diary();
    final ReentrantLock lock = new ReentrantLock();

    Life(Soak soak, String name, Random random) {
        this.soak = soak;
        this.name = name;
        this.random = random;
    }

    /** The next thing in this life. */
    abstract void live();

    /** Its devices. */
    abstract List<? extends Phone> phones();

    /** Everything that is due so far has come, and no more than that. */
    void settle() {
        phones().stream().filter(phone -> phone.node != null).forEach(phone -> soak.ledger().settle(phone.node));
    }

    /** All detached sessions are about to time out. */
    void beforeExpiry() {
    }

    /** They have. */
    void afterExpiry() {
    }

    /** Whether there is a session over BOSH whose client is gone. */
    boolean hasTabThatIsGone() {
        return false;
    }

    /** The push service is away: something is written all the same. */
    void duringOutage() {
    }

    /** It is back: what was due meanwhile has to come. */
    void afterOutage() {
    }

    /** The plugin is about to be unloaded; nothing may be open that only its memory knows of. */
    void beforeReload() {
    }

    /** It is loaded again. */
    void afterReload() {
    }

    /** Everybody comes back, and nothing is missing. */
    abstract void finish();

    /** All connections end. */
    void close() {
        phones().forEach(Phone::end);
    }

    /** Does something of this life, and tells what happened before where it fails. */
    final void run(Consumer<Life> does) {
        lock.lock();
        try {
            does.accept(this);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\nWhat happened to " + name + ":\n  " + diary, e);
        } finally {
            lock.unlock();
        }
    }
}
