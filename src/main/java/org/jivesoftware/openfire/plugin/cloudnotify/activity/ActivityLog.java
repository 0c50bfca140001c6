package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions with what became of them, for the console's activity page; {@link ActivityFile} keeps them over a restart. Bounded:
 * the oldest one gives way.
 *
 * <p>Thread-safe: one lock, held for a few steps of constant length by those who report and for one copy by those who read.
 */
public final class ActivityLog implements Journal {

    /** How many decisions are kept in a server: some hours of a small one, some minutes of a large one. */
    public static final int CAPACITY = 5_000;

    /**
     * What was found.
     *
     * @param lines the newest ones that fit, the newest first
     * @param fitting how many fit, before and after these too
     * @param more whether older ones fit
     * @param all how many lines there are
     * @param since when the oldest of all was decided, or null where there is none
     */
    public record Found(List<ActivityLine> lines, int fitting, boolean more, int all, @Nullable Instant since) {

        /** Copies. */
        public Found {
            lines = List.copyOf(lines);
        }
    }

    private final int capacity;
    private final Deque<Line> lines = new ArrayDeque<>();
    /** The pushes among them by their ids: answers to others are of no use. */
    private final Map<String, Line> pushes = new HashMap<>();
    /** What changed since somebody kept it; null where nobody does. */
    private @Nullable Set<Line> unsaved;
    private long last;

    /** A decision, and the answer once it is there; or a line of the time before a restart. */
    private static final class Line {

        private final long number;
        private final @Nullable Decision decision;
        private final @Nullable ActivityLine restored;
        private volatile @Nullable Answer answer;
        private volatile @Nullable String registration;
        private final long before;

        Line(long number, @Nullable Decision decision, @Nullable ActivityLine restored, long before) {
            this.before = before;
            this.number = number;
            this.decision = decision;
            this.restored = restored;
        }

        /** Without the lock: the registration's id costs more than all else. */
        ActivityLine line() {
            if (restored != null) {
                return restored;
            }
            Decision made = Objects.requireNonNull(decision);
            RegistrationKey key = made.key();
            if (registration == null && key != null) {
                registration = key.id();
            }
            Answer known = answer;
            return new ActivityLine(number, made.time(), made.username(), key == null ? null : key.destination().service(), registration,
                made.trigger(), made.outcome(), made.sender(), made.detail(), known == null ? null : known.condition(), known == null ? null
                    : known.latency(),
                before, false);
        }

        boolean same(Decision other) {
            return decision != null && decision.about() == other.about() && Objects.equals(decision.key(), other.key())
                && (decision.outcome() == Outcome.PUSHED || decision.outcome() == Outcome.MERGED);
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
        boolean again = decision.outcome() == Outcome.ALREADY_PUSHED && decision.about() != 0;
        Line line = new Line(++last, decision, null, again ? before(decision) : 0);
        add(line);
        if (decision.pushId() != null) {
            pushes.put(decision.pushId(), line);
        }
        changed(line);
    }

    /** Rare enough for a walk. */
    private long before(Decision decision) {
        for (Line line : lines) {
            if (line.same(decision)) {
                return line.number;
            }
        }
        return 0;
    }

    private void add(Line line) {
        if (lines.size() == capacity) {
            Line oldest = lines.removeLast();
            if (oldest.decision != null && oldest.decision.pushId() != null) {
                pushes.remove(oldest.decision.pushId());
            }
            if (unsaved != null) {
                unsaved.remove(oldest);
            }
        }
        lines.addFirst(line);
    }

    private void changed(Line line) {
        if (unsaved != null) {
            unsaved.add(line);
        }
    }

    @Override
    public synchronized void answered(Answer answer) {
        Line line = pushes.get(answer.pushId());
        if (line != null) {
            line.answer = answer;
            changed(line);
        }
    }

    /**
     * @param filter which lines
     * @param before only lines with a smaller number than that
     * @param limit how many at most
     * @return what was found
     */
    public Found find(Predicate<ActivityLine> filter, long before, int limit) {
        List<ActivityLine> found = new ArrayList<>();
        int fitting = 0;
        boolean more = false;
        List<Line> all = all();
        for (Line each : all) {
            ActivityLine line = each.line();
            if (filter.test(line)) {
                fitting++;
                if (each.number < before && found.size() < limit) {
                    found.add(line);
                } else if (each.number < before) {
                    more = true;
                }
            }
        }
        return new Found(found, fitting, more, all.size(), all.isEmpty() ? null : all.get(all.size() - 1).line().time());
    }

    private synchronized List<Line> all() {
        return List.copyOf(lines);
    }

    /**
     * @param filter which lines
     * @param limit how many at most
     * @return the newest ones that fit, the newest first, those among them that may be about anybody
     */
    public List<ActivityLine> latest(ActivityFilter filter, int limit) {
        return find(filter, Long.MAX_VALUE, limit).lines();
    }

    /** @return the last answered push of each registration that one is remembered of, by the registration's id */
    public Map<String, ActivityLine> lastAnswers() {
        Map<String, ActivityLine> answered = new HashMap<>();
        for (Line each : all()) {
            ActivityLine line = each.line();
            if (line.condition() != null && line.registration() != null) {
                answered.putIfAbsent(line.registration(), line);
            }
        }
        return answered;
    }

    /**
     * Takes over lines of the time before a restart, and remembers from now on what changes. To be called once, before anything is decided.
     *
     * @param kept the lines, the oldest first
     */
    synchronized void restore(Collection<ActivityLine> kept) {
        for (ActivityLine line : kept) {
            last = Math.max(last, line.number());
            add(new Line(line.number(), null, line, 0));
        }
        unsaved = new LinkedHashSet<>();
    }

    /** @return what changed since the last call, each line as it is now, in order of the changes */
    List<ActivityLine> takeUnsaved() {
        List<Line> taken;
        synchronized (this) {
            if (unsaved == null || unsaved.isEmpty()) {
                return List.of();
            }
            taken = List.copyOf(unsaved);
            unsaved.clear();
        }
        return taken.stream().map(Line::line).toList();
    }
}
