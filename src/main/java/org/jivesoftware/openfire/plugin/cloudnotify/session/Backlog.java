package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
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
    /** A stanza is in the queue a moment before it is seen on its way: that long its journey is waited for. */
    static final Duration GRACE = Duration.ofMillis(200);

    private final JourneyRegistry journeys;
    private final Deque<Item> items = new ArrayDeque<>();
    /** Those of them whose journey is not known yet, or that were not told of: few, however long the queue is. */
    private final List<Item> open = new ArrayList<>();
    /** How many of them can be a reason to push. */
    private int reasons;
    /** How many entries are marked as such. */
    private int unseen;
    private boolean acknowledgedMore;
    private final Deque<OnItsWay> expected = new ArrayDeque<>();
    private Item newest;

    Backlog(JourneyRegistry journeys) {
        this.journeys = journeys;
    }

    /**
     * A stanza was seen on its way to the session.
     *
     * @param travelling which; not null
     * @param time when; not null
     * @param detached whether the session had no connection
     * @param held whether the server may have held it back
     * @param told whether it was told of
     */
    record OnItsWay(Travelling travelling, Instant time, boolean detached, boolean held, boolean told) {

        /** @return whether it may be something that was routed before */
        boolean copy() {
            return travelling.copy();
        }

        Fingerprint fingerprint() {
            return travelling.stanza().fingerprint();
        }

        OnItsWay nowTold() {
            return new OnItsWay(travelling, time, detached, held, true);
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
        /** Null as long as it was not seen on its way. */
        private Journey journey;
        /** Null where it never will be told of. */
        private Stanza stanza;
        private boolean gone;
        private boolean told;
        private boolean toldOnce;
        /** Whether it got its journey because it was not seen on its way in time; what is seen then is this one. */
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
        Travelling neverTold() {
            return toldOnce || stanza == null ? null : new Travelling(stanza, journey, stamp);
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

    /** @param seen what is in the queue, or is going to be */
    void expect(OnItsWay seen) {
        for (Item item : open) {
            if (item.journey == null && seen.fingerprint().equals(item.fingerprint)) {
                follow(item, seen.travelling().journey());
                return;
            }
        }
        if (unseen > 0 && wasUnseen(seen)) {
            return;
        }
        while (!expected.isEmpty()
            && (expected.size() >= MAX_EXPECTED || expected.getFirst().time().plus(EXPECTED).isBefore(seen.time()))) {
            expected.removeFirst();
        }
        expected.addLast(seen);
    }

    /** A thread that routes may be held up between queueing a stanza and telling of it, for longer than anybody waits. */
    private boolean wasUnseen(OnItsWay seen) {
        for (Item item : items) {
            if (item.unseen && seen.fingerprint().equals(item.fingerprint)) {
                item.unseen = false;
                unseen--;
                journeys.same(item.journey, seen.travelling().journey());
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
            if (item.journey == null && !now.isBefore(item.found.plus(GRACE))) {
                // One with a delay comes from the store of offline messages, or from a session that ended before this plugin ran.
                follow(item, journeys.next(!item.delayed));
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
            OnItsWay seen = expected(item.fingerprint);
            if (seen != null) {
                follow(item, seen.travelling().journey());
                item.told = seen.told();
                item.toldOnce = seen.told();
            }
            open.add(item);
        }
    }

    private void follow(Item item, Journey journey) {
        item.journey = journey;
        journeys.waits(item.original, journey);
    }

    private void tidy() {
        open.removeIf(item -> item.gone || item.untold() == null && item.journey != null);
    }

    /**
     * Expects no longer what the server did not hold back: since it is not in the queue, it was acknowledged before anybody looked. An
     * equal stanza that comes later must not be taken for it.
     *
     * @param before what was seen earlier than this is not held back any more either, or null where it may be
     */
    void expectOnlyHeld(Instant before) {
        expected.removeIf(seen -> !seen.held() || before != null && seen.time().isBefore(before));
    }

    private OnItsWay expected(Fingerprint fingerprint) {
        for (Iterator<OnItsWay> seen = expected.iterator(); seen.hasNext();) {
            OnItsWay each = seen.next();
            if (each.fingerprint().equals(fingerprint)) {
                seen.remove();
                return each;
            }
        }
        return null;
    }

    /**
     * Tells of everything in the queue that was not told of and whose journey is known. First of what is important: what is not only wakes, and
     * need not, where the other does.
     *
     * @param listener is given each once, the oldest first
     */
    void tell(Consumer<Travelling> listener) {
        tell(listener, true);
        tell(listener, false);
        tidy();
    }

    private void tell(Consumer<Travelling> listener, boolean important) {
        for (Item item : open) {
            if (item.untold() != null && item.stanza.important() == important && item.journey != null) {
                item.told = true;
                item.toldOnce = true;
                listener.accept(new Travelling(item.stanza, journeys.settle(item.journey, item.delayed), item.stamp));
            }
        }
    }

    /**
     * Tells of what was seen on its way to the session while that had no connection, and is not in the queue.
     *
     * @param listener is given each once, the oldest first
     */
    void tellExpected(Consumer<Travelling> listener) {
        Deque<OnItsWay> remaining = new ArrayDeque<>(expected.size());
        for (OnItsWay seen : expected) {
            if (seen.detached() && !seen.told()) {
                listener.accept(seen.travelling().on(journeys.settle(seen.travelling().journey(), seen.copy())));
                remaining.addLast(seen.nowTold());
            } else {
                remaining.addLast(seen);
            }
        }
        expected.clear();
        expected.addAll(remaining);
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

    /** @return whether the journey of an entry that is to be told of is not known yet */
    boolean awaitsJourneys() {
        for (Item item : open) {
            if (item.journey == null && item.untold() != null) {
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
