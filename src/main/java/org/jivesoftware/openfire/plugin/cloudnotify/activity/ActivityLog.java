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
import org.jspecify.annotations.Nullable;

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
    public record Entry(Decision decision, @Nullable Answer answer) {

        /** Checks. */
        public Entry {
            Objects.requireNonNull(decision);
        }
    }

    private final int capacity;
    private final Deque<Line> lines = new ArrayDeque<>();
    /** The pushes among them by their ids: answers to others are of no use. */
    private final Map<String, Line> pushes = new HashMap<>();

    /** A decision, and the answer once it is there. */
    private static final class Line {

        private final Decision decision;
        private @Nullable Answer answer;

        Line(Decision decision) {
            this.decision = decision;
        }
    }

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
        if (lines.size() == capacity) {
            Line oldest = lines.removeLast();
            if (oldest.decision.pushId() != null) {
                pushes.remove(oldest.decision.pushId());
            }
        }
        Line line = new Line(decision);
        lines.addFirst(line);
        if (decision.pushId() != null) {
            pushes.put(decision.pushId(), line);
        }
    }

    @Override
    public synchronized void answered(Answer answer) {
        Line line = pushes.get(answer.pushId());
        if (line != null) {
            line.answer = answer;
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
        Iterator<Line> all = lines.iterator();
        while (found.size() < limit && all.hasNext()) {
            Line line = all.next();
            if (line.decision.username().toLowerCase(Locale.ROOT).startsWith(prefix)) {
                found.add(new Entry(line.decision, line.answer));
            }
        }
        return found;
    }

    /** @return the last answer of each registration that one is remembered of; never null */
    public synchronized Map<RegistrationKey, Answer> lastAnswers() {
        Map<RegistrationKey, Answer> last = new HashMap<>();
        for (Line line : lines) {
            if (line.answer != null) {
                last.merge(line.answer.key(), line.answer, (one, other) -> one.time().isAfter(other.time()) ? one : other);
            }
        }
        return last;
    }
}
