package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/**
 * The last decisions with what became of them, in memory, for the console's activity page. Bounded: the oldest one gives way.
 *
 * <p>Thread-safe: one lock, held for a few steps of constant length by those who report and for one copy by those who read.
 */
public final class ActivityLog implements Journal {

    /** How many decisions are kept in a server: some hours of a small one, some minutes of a large one. */
    public static final int CAPACITY = 5_000;

    /**
     * One line of the page.
     *
     * @param decision what was decided; not null
     * @param answer what the service answered, or null where it has not, or where nothing was published
     */
    public record Entry(Decision decision, Answer answer) {

        /** Checks. */
        public Entry {
            Objects.requireNonNull(decision);
        }
    }

    private final int capacity;
    private final Deque<Decision> decisions = new ArrayDeque<>();
    /** By push id. Holds only pushes that are still among the decisions, so it is no larger than they are. */
    private final Map<String, Answer> answers = new HashMap<>();
    /** Ids of pushes among the decisions: answers to others are of no use. */
    private final Map<String, Decision> pushes = new HashMap<>();

    /** With the usual capacity. */
    public ActivityLog() {
        this(CAPACITY);
    }

    /**
     * @param capacity how many decisions to keep, at least 1
     */
    public ActivityLog(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("At least one decision is kept");
        }
        this.capacity = capacity;
    }

    @Override
    public synchronized void decided(Decision decision) {
        if (decisions.size() == capacity) {
            Decision oldest = decisions.removeLast();
            // One push can carry several decisions' stanzas: only the one that the id still belongs to takes the answer along.
            if (oldest.pushId() != null && pushes.remove(oldest.pushId(), oldest)) {
                answers.remove(oldest.pushId());
            }
        }
        decisions.addFirst(decision);
        if (decision.pushId() != null) {
            pushes.put(decision.pushId(), decision);
        }
    }

    @Override
    public synchronized void answered(Answer answer) {
        if (pushes.containsKey(answer.pushId())) {
            answers.put(answer.pushId(), answer);
        }
    }

    /**
     * @param user the beginning of the user's local part, in any case, or empty for all users; not null
     * @param limit how many at most
     * @return the newest ones that fit, the newest first; never null
     */
    public synchronized List<Entry> latest(String user, int limit) {
        String prefix = user.toLowerCase(Locale.ROOT);
        List<Entry> found = new ArrayList<>();
        Iterator<Decision> all = decisions.iterator();
        while (found.size() < limit && all.hasNext()) {
            Decision decision = all.next();
            if (decision.username().toLowerCase(Locale.ROOT).startsWith(prefix)) {
                found.add(new Entry(decision, decision.pushId() == null ? null : answers.get(decision.pushId())));
            }
        }
        return found;
    }

    /** @return the last answer of each registration that one is remembered of; never null */
    public synchronized Map<RegistrationKey, Answer> lastAnswers() {
        Map<RegistrationKey, Answer> last = new HashMap<>();
        for (Answer answer : answers.values()) {
            last.merge(answer.key(), answer, (one, other) -> one.time().isAfter(other.time()) ? one : other);
        }
        return last;
    }
}
