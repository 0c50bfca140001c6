package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Timer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * What came while a user's lane was full. Only who must be woken is kept, and how many important stanzas there were: as soon as the
 * lane has room, each device concerned gets one push without content for all of it, with the count.
 *
 * <p>These stanzas are not remembered one by one, so that a later copy of one of them may cause a push again: rather one too many than
 * one too few.
 *
 * <p>Memory: at most {@link #CAPACITY} users, each with its devices and a number (some 300 bytes). Thread-safe; nothing blocks.
 */
final class Overflow {

    static final int CAPACITY = 20_000;
    static final Duration PAUSE = Duration.ofMillis(250);

    private final Timer timer;
    private final Function<Overdue, Boolean> release;
    private final Map<String, Overdue> users = new LinkedHashMap<>();
    private boolean trying;

    /**
     * @param timer to try again; not null
     * @param release hands one user's over to the lane; false where that is still full
     */
    Overflow(Timer timer, Function<Overdue, Boolean> release) {
        this.timer = Objects.requireNonNull(timer);
        this.release = Objects.requireNonNull(release);
    }

    /**
     * @param occasion what happened; not null
     * @param concerned which devices; null where that is not known without the database, so that it concerns all of the user's
     * @param important how many important stanzas are behind it
     * @return false where there is no room
     */
    synchronized boolean add(Occasion occasion, List<RegistrationKey> concerned, int important) {
        Overdue overdue = users.get(occasion.username());
        if (overdue == null) {
            if (users.size() >= CAPACITY) {
                return false;
            }
            overdue = new Overdue(occasion.username());
            users.put(occasion.username(), overdue);
        }
        overdue.add(occasion, concerned, important);
        if (!trying) {
            trying = true;
            timer.after(PAUSE, this::tryAll);
        }
        return true;
    }

    /** @param key a device that is in use, or no more */
    synchronized void drop(RegistrationKey key) {
        Overdue overdue = users.get(key.username());
        if (overdue != null) {
            overdue.devices.remove(key);
        }
    }

    synchronized int size() {
        return users.size();
    }

    /** @return everything, which is no longer remembered */
    synchronized List<Overdue> takeAll() {
        List<Overdue> all = List.copyOf(users.values());
        users.clear();
        return all;
    }

    /** Tries each user once; who finds no room waits for the next time. */
    private synchronized void tryAll() {
        users.values().removeIf(release::apply);
        trying = !users.isEmpty();
        if (trying) {
            timer.after(PAUSE, this::tryAll);
        }
    }

    /** What is due for one user. Guarded by its Overflow until it is released. */
    static final class Overdue {

        final String username;
        /** The important stanzas of each device that is concerned. */
        final Map<RegistrationKey, Integer> devices = new HashMap<>();
        /** The important stanzas of devices that are not known; null where there are none such. */
        Integer unknown;
        Trigger trigger;
        /** As many as waited for the user at the last subscription request, or 0 where there was none. */
        int pendingSubscriptions;

        Overdue(String username) {
            this.username = username;
        }

        private void add(Occasion occasion, List<RegistrationKey> concerned, int important) {
            if (trigger == null || rank(occasion.trigger()) >= rank(trigger)) {
                trigger = occasion.trigger();
            }
            if (occasion.pendingSubscriptions() > 0) {
                pendingSubscriptions = occasion.pendingSubscriptions();
            }
            if (concerned == null) {
                unknown = (unknown == null ? 0 : unknown) + important;
            } else {
                concerned.forEach(key -> devices.merge(key, important, Integer::sum));
            }
        }

        /** A call is what most needs to get out, and must not merge; a request wakes also where nothing important came. */
        private static int rank(Trigger trigger) {
            return trigger == Trigger.CALL ? 2 : trigger == Trigger.SUBSCRIPTION ? 1 : 0;
        }
    }
}
