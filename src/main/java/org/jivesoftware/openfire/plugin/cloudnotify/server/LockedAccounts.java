package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.lockout.LockOutEventDispatcher;
import org.jivesoftware.openfire.lockout.LockOutEventListener;
import org.jivesoftware.openfire.lockout.LockOutFlag;
import org.jivesoftware.openfire.lockout.LockOutManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.util.JiveGlobals;

/**
 * Which accounts with registrations an administrator locked (behaviour §1). Openfire is asked when a user's registrations are read from the
 * database, and tells of changes; the other nodes of a cluster are made to read again. So {@link #test} is a look-up in memory.
 *
 * <p>Bounded: {@value #MOST} locked accounts are known; of others nothing is. Thread-safe.
 */
public final class LockedAccounts implements LockOutEventListener, Predicate<String>, AutoCloseable {

    private static final int MOST = 100_000;
    private static final String PROVIDER = "provider.lockout.className";
    private static final String OWN = "org.jivesoftware.openfire.lockout.DefaultLockOutProvider";

    private final Clock clock;
    private volatile Consumer<String> changed = username -> { };
    private final Part part;
    private final Map<String, LockOutFlag> locked = new ConcurrentHashMap<>();

    /**
     * @param clock the time
     * @param part is told what fails
     */
    public LockedAccounts(Clock clock, Part part) {
        this.clock = Objects.requireNonNull(clock);
        this.part = Objects.requireNonNull(part);
    }

    /**
     * Starts to listen.
     *
     * @param listener is told the local part of an account that was locked or unlocked
     */
    public void listen(Consumer<String> listener) {
        changed = Objects.requireNonNull(listener);
        LockOutEventDispatcher.addListener(this);
    }

    /**
     * Asks Openfire; may wait for the database.
     *
     * @param username a local part
     */
    public void look(String username) {
        if (part.isOff()) {
            return;
        }
        try {
            LockOutFlag flag = LockOutManager.getInstance().getDisabledStatus(username);
            if (flag == null) {
                locked.remove(username);
            } else {
                remember(username, flag);
            }
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    /** @return the local parts of accounts that were met and had a lock then, which need not be in force */
    public Set<String> known() {
        return Set.copyOf(locked.keySet());
    }

    /** @return whether another provider than Openfire's own keeps the locks, so that they are in no table of Openfire's */
    public static boolean elsewhere() {
        String provider = JiveGlobals.getProperty(PROVIDER);
        return provider != null && !provider.isBlank() && !provider.strip().equals(OWN);
    }

    private void remember(String username, LockOutFlag flag) {
        if (locked.size() < MOST || locked.containsKey(username)) {
            locked.put(username, flag);
        }
    }

    /**
     * @param username a local part
     * @return whether that account is locked at this time, as far as is known
     */
    @Override
    public boolean test(String username) {
        LockOutFlag flag = locked.isEmpty() ? null : locked.get(username);
        if (flag == null) {
            return false;
        }
        Instant now = clock.instant();
        return !before(now, flag.getStartTime()) && !after(now, flag.getEndTime());
    }

    private static boolean before(Instant now, Date start) {
        return start != null && now.isBefore(start.toInstant());
    }

    private static boolean after(Instant now, Date end) {
        return end != null && now.isAfter(end.toInstant());
    }

    @Override
    public void accountLocked(LockOutFlag flag) {
        if (part.isOff()) {
            return;
        }
        try {
            String username = flag.getUsername();
            remember(username, flag);
            changed.accept(username);
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void accountUnlocked(String username) {
        if (part.isOff()) {
            return;
        }
        try {
            locked.remove(username);
            changed.accept(username);
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void lockedAccountDenied(String username) {
        // Whoever tries to log in changes nothing.
    }

    @Override
    public void close() {
        LockOutEventDispatcher.removeListener(this);
    }
}
