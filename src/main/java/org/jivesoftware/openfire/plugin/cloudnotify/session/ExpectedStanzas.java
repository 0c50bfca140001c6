package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What was seen on its way to a session and is not in the server's queue, or not yet: with client state indication (XEP-0352) Openfire
 * holds stanzas back, and a session without stream management has no queue. The oldest first; at most {@value #MAX} of the last quarter
 * of an hour. Belongs to its {@link Backlog}.
 */
final class ExpectedStanzas {

    static final int MAX = 500;
    /** Longer than Openfire holds stanzas back. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final Deque<OnItsWay> all = new ArrayDeque<>(2);

    void add(OnItsWay seen) {
        while (!all.isEmpty() && (all.size() >= MAX || all.getFirst().time().plus(KEPT).isBefore(seen.time()))) {
            all.removeFirst();
        }
        all.addLast(seen);
    }

    /** @return the oldest with that look, which is no longer expected then; or null */
    @Nullable OnItsWay take(Fingerprint fingerprint) {
        for (Iterator<OnItsWay> each = all.iterator(); each.hasNext();) {
            OnItsWay seen = each.next();
            if (seen.fingerprint().equals(fingerprint)) {
                each.remove();
                return seen;
            }
        }
        return null;
    }

    /**
     * @param before what was seen earlier than this is not held back any more either, or null where it may be
     * @param others is given what was not held back, the oldest first, which is no longer expected then
     */
    void keepOnlyHeld(@Nullable Instant before, Consumer<OnItsWay> others) {
        all.removeIf(seen -> {
            boolean held = seen.held() && (before == null || !seen.time().isBefore(before));
            if (!held) {
                others.accept(seen);
            }
            return !held;
        });
    }

    /** @return whether one with that look is expected */
    boolean has(Fingerprint fingerprint) {
        for (OnItsWay seen : all) {
            if (seen.fingerprint().equals(fingerprint)) {
                return true;
            }
        }
        return false;
    }

    /** Puts what {@code change} gives in the place of each. */
    void replace(UnaryOperator<OnItsWay> change) {
        for (int i = all.size(); i > 0; i--) {
            all.addLast(change.apply(all.removeFirst()));
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
