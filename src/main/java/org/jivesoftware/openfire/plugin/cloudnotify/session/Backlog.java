package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;

/**
 * What one session has not acknowledged, and which of it has been told of. Follows the server's own queue, which knows neither journeys
 * nor what became of an entry, and what was seen on its way to the session, which may be in the queue later or not at all: with
 * client state indication (XEP-0352) Openfire holds stanzas back.
 *
 * <p>Thread rule: used on the user's lane only. Bounded by the server's queue, and {@value #MAX_EXPECTED} stanzas that are not in it.
 */
final class Backlog {

    static final int MAX_EXPECTED = 500;
    /** Longer than Openfire holds stanzas back. */
    private static final Duration EXPECTED = Duration.ofMinutes(15);
    /** A stanza is in the queue a moment before it is seen on its way: that long its number is waited for. */
    static final Duration GRACE = Duration.ofMillis(200);

    private final Journeys journeys;
    private final Deque<Item> items = new ArrayDeque<>();
    /** Those of them that have no number yet, or were not told of: few, however long the queue is. */
    private final List<Item> open = new ArrayList<>();
    /** How many of them can be a reason to push. */
    private int reasons;
    /** How many entries are marked as such. */
    private int unseen;
    private boolean acknowledgedMore;
    private final Deque<Sighting> expected = new ArrayDeque<>();
    private Item newest;

    Backlog(Journeys journeys) {
        this.journeys = journeys;
    }

    /**
     * A stanza was seen on its way to the session.
     *
     * @param stanza which; not null
     * @param arrival the number of its journey
     * @param time when; not null
     * @param detached whether the session had no connection
     * @param held whether the server may have held it back
     * @param told whether it was told of
     */
    record Sighting(Stanza stanza, long arrival, Instant time, boolean detached, boolean held, boolean told) {

        /** @return whether it may be something that was routed before */
        boolean copy() {
            return stanza.delayedSince() != null;
        }

        Sighting nowTold() {
            return new Sighting(stanza, arrival, time, detached, held, true);
        }
    }

    /** One entry of the server's queue. */
    static final class Item {

        final Instant stamp;
        private final Object mark;
        private final Object original;
        private final Instant since;
        private final Fingerprint fingerprint;
        private final boolean delayed;
        private final Instant found;
        /** 0 as long as it was not seen on its way. */
        private long arrival;
        /** Null where it never will be told of. */
        private Stanza stanza;
        private boolean gone;
        private boolean told;
        private boolean toldOnce;
        /** Whether it got its number because it was not seen on its way in time; what is seen then is this one. */
        private boolean unseen;

        private Item(Unacked.Entry entry, Instant found) {
            this.mark = entry.mark();
            this.original = entry.original();
            this.since = entry.since();
            this.found = found;
            Stanza content = entry.stanza();
            this.fingerprint = content == null ? null : content.fingerprint();
            this.delayed = content != null && content.delayedSince() != null;
            this.stamp = delayed ? content.delayedSince() : entry.since();
            this.stanza = content;
        }

        /** @return the number of its journey, or 0 where that is not known yet */
        long arrival() {
            return arrival;
        }

        /** @return whether it is no longer in the queue */
        boolean gone() {
            return gone;
        }

        Instant since() {
            return since;
        }

        /** @return what is to be told of, or null */
        Stanza untold() {
            return told ? null : stanza;
        }

        /** @return what was never told of, or null */
        Stanza neverTold() {
            return toldOnce ? null : stanza;
        }
    }

    /** @return the newest entry that is known, in the queue still or not; null at the beginning */
    Item newest() {
        return newest;
    }

    /** @return its mark, or null */
    Object mark() {
        return newest == null ? null : newest.mark;
    }

    /** @param sighting what is in the queue, or is going to be */
    void expect(Sighting sighting) {
        for (Item item : open) {
            if (item.arrival == 0 && sighting.stanza().fingerprint().equals(item.fingerprint)) {
                number(item, sighting.arrival());
                return;
            }
        }
        if (unseen > 0 && wasUnseen(sighting)) {
            return;
        }
        while (!expected.isEmpty()
            && (expected.size() >= MAX_EXPECTED || expected.getFirst().time().plus(EXPECTED).isBefore(sighting.time()))) {
            expected.removeFirst();
        }
        expected.addLast(sighting);
    }

    /** A thread that routes may be held up between queueing a stanza and telling of it, for longer than anybody waits. */
    private boolean wasUnseen(Sighting sighting) {
        for (Item item : items) {
            if (item.unseen && sighting.stanza().fingerprint().equals(item.fingerprint)) {
                item.unseen = false;
                unseen--;
                journeys.same(item.arrival, sighting.arrival());
                return true;
            }
        }
        return false;
    }

    /**
     * Follows the queue.
     *
     * @param look at the queue, after {@link #newest()}
     * @param now the time
     * @param acknowledged is given what is no longer there, the oldest first
     */
    void follow(Unacked look, Instant now, Consumer<Item> acknowledged) {
        acknowledgedMore = !items.isEmpty() && items.getFirst().mark != look.oldest();
        while (!items.isEmpty() && items.getFirst().mark != look.oldest()) {
            Item item = items.removeFirst();
            item.gone = true;
            unseen -= item.unseen ? 1 : 0;
            reasons -= item.fingerprint == null ? 0 : 1;
            acknowledged.accept(item);
        }
        for (Unacked.Entry entry : look.newer()) {
            add(new Item(entry, now));
        }
        for (Item item : open) {
            if (item.arrival == 0 && !now.isBefore(item.found.plus(GRACE))) {
                // One with a delay comes from the store of offline messages, or from a session that ended before this plugin ran.
                number(item, journeys.next(!item.delayed));
                item.unseen = true;
                unseen++;
            }
        }
        tidy();
    }

    private void add(Item item) {
        newest = item;
        items.addLast(item);
        if (item.fingerprint != null) {
            reasons++;
            Sighting seen = expected(item.fingerprint);
            if (seen != null) {
                number(item, seen.arrival());
                item.told = seen.told();
                item.toldOnce = seen.told();
            }
            open.add(item);
        }
    }

    private void number(Item item, long arrival) {
        item.arrival = arrival;
        journeys.waits(item.original, arrival);
    }

    private void tidy() {
        open.removeIf(item -> item.gone || item.untold() == null && item.arrival != 0);
    }

    /**
     * Expects no longer what the server did not hold back: since it is not in the queue, it was acknowledged before anybody looked. An
     * equal stanza that comes later must not be taken for it.
     *
     * @param before what was seen earlier than this is not held back any more either, or null where it may be
     */
    void expectOnlyHeld(Instant before) {
        expected.removeIf(sighting -> !sighting.held() || before != null && sighting.time().isBefore(before));
    }

    private Sighting expected(Fingerprint fingerprint) {
        for (Iterator<Sighting> sightings = expected.iterator(); sightings.hasNext();) {
            Sighting sighting = sightings.next();
            if (sighting.stanza().fingerprint().equals(fingerprint)) {
                sightings.remove();
                return sighting;
            }
        }
        return null;
    }

    /**
     * Tells of everything in the queue that was not told of and has its number. First of what is important: what is not only wakes, and
     * need not, where the other does.
     *
     * @param listener is given each once, the oldest first
     */
    void tell(Consumer<Told> listener) {
        tell(listener, true);
        tell(listener, false);
        tidy();
    }

    private void tell(Consumer<Told> listener, boolean important) {
        for (Item item : open) {
            if (item.untold() != null && item.stanza.important() == important && item.arrival != 0) {
                item.told = true;
                item.toldOnce = true;
                listener.accept(new Told(item.stanza, journeys.settle(item.arrival, item.delayed), item.stamp));
            }
        }
    }

    /**
     * Tells of what was seen on its way to the session while that had no connection, and is not in the queue.
     *
     * @param listener is given each once, the oldest first
     */
    void tellExpected(Consumer<Told> listener) {
        Deque<Sighting> remaining = new ArrayDeque<>(expected.size());
        for (Sighting sighting : expected) {
            if (sighting.detached() && !sighting.told()) {
                listener.accept(new Told(sighting.stanza(), journeys.settle(sighting.arrival(), sighting.copy()), null));
                remaining.addLast(sighting.nowTold());
            } else {
                remaining.addLast(sighting);
            }
        }
        expected.clear();
        expected.addAll(remaining);
    }

    /** What is told of: a stanza, its journey, and its stamp or null. */
    record Told(Stanza stanza, long arrival, Instant stamp) {
    }

    /**
     * The device is back, and what was not pushed yet no longer will be: should it go again without having acknowledged, everything is
     * told of once more. What was pushed is not pushed again for that.
     */
    void tellAgain() {
        open.clear();
        for (Item item : items) {
            item.told = false;
            if (item.fingerprint != null) {
                open.add(item);
            }
        }
        tidy();
    }

    /** Does as if everything that has been in the queue since before {@code before} had been told of. */
    void skip(Instant before) {
        for (Item item : items) {
            if (item.since.isBefore(before)) {
                item.stanza = null;
            }
        }
    }

    /** @return whether something in the queue was, or may have to be, told of */
    boolean hasReason() {
        return reasons > 0;
    }

    /** @return whether the number of an entry that is to be told of is not known yet */
    boolean numbering() {
        for (Item item : open) {
            if (item.arrival == 0 && item.untold() != null) {
                return true;
            }
        }
        return false;
    }

    /** @return whether the last look at the queue found less of what was in it at the one before */
    boolean acknowledgedMore() {
        return acknowledgedMore;
    }

    /** @return whether something is expected in it */
    boolean expects() {
        return !expected.isEmpty();
    }
}
