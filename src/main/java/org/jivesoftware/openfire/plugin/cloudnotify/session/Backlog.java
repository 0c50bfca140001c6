package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What one session has not acknowledged, and which of it has been told of. Follows the server's own queue, which knows neither journeys
 * nor what became of an entry, and what was seen on its way to the session, which may be in the queue later or not at all
 * ({@link ExpectedStanzas}).
 *
 * <p>Thread rule: used on the user's lane only. Bounded by the server's queue, and by what is expected.
 */
final class Backlog {

    /** A stanza is in the queue a moment before it is seen on its way: that long its journey is waited for. */
    static final Duration GRACE = Duration.ofMillis(200);

    private final JourneyRegistry journeys;
    private final Deque<QueuedStanza> items = new ArrayDeque<>();
    /** Those of them whose journey is not known yet, or that were not told of: few, however long the queue is. */
    private final List<QueuedStanza> open = new ArrayList<>();
    private final ExpectedStanzas expected = new ExpectedStanzas();
    /** How many of them can be a reason to push. */
    private int reasons;
    /** How many entries are marked as such. */
    private int unseen;
    private boolean acknowledgedMore;
    private boolean holding;
    private @Nullable QueuedStanza newest;

    Backlog(JourneyRegistry journeys) {
        this.journeys = journeys;
    }

    /** @return the newest entry that is known, in the queue still or not; null at the beginning */
    @Nullable QueuedStanza newest() {
        return newest;
    }

    @Nullable Object mark() {
        return newest == null ? null : newest.mark();
    }

    /** @param seen what is in the queue, or is going to be */
    void expect(OnItsWay seen) {
        for (QueuedStanza item : open) {
            if (item.isNew() && item.looksLike(seen.fingerprint())) {
                number(item, seen.travelling().known());
                return;
            }
        }
        if (unseen == 0 || !wasUnseen(seen)) {
            expected.add(seen);
        }
    }

    /** A thread that routes may be held up between queueing a stanza and telling of it, for longer than anybody waits. */
    private boolean wasUnseen(OnItsWay seen) {
        for (QueuedStanza item : items) {
            if (item.unseen() && item.looksLike(seen.fingerprint())) {
                item.unseen(false);
                unseen--;
                journeys.same(item.known(), seen.travelling().known());
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
    void follow(Unacked look, Instant now, Consumer<QueuedStanza> acknowledged) {
        acknowledgedMore = !items.isEmpty() && items.getFirst().mark() != look.oldest();
        while (!items.isEmpty() && items.getFirst().mark() != look.oldest()) {
            QueuedStanza item = items.removeFirst();
            item.leave();
            unseen -= item.unseen() ? 1 : 0;
            reasons -= item.reason() ? 1 : 0;
            acknowledged.accept(item);
        }
        for (Unacked.Entry entry : look.newer()) {
            add(new QueuedStanza(entry, now));
        }
        for (QueuedStanza item : open) {
            if (item.isNew() && !now.isBefore(item.found().plus(GRACE))) {
                number(item, journeys.next(item.traced()));
                item.unseen(true);
                unseen++;
            }
        }
        tidy();
    }

    private void add(QueuedStanza item) {
        newest = item;
        items.addLast(item);
        if (item.reason()) {
            reasons++;
            OnItsWay seen = expected.take(item.look());
            if (seen != null) {
                number(item, seen.travelling().known());
                if (seen.told()) {
                    item.told();
                }
            }
            open.add(item);
        }
    }

    private void number(QueuedStanza item, Journey journey) {
        item.number(journey);
        journeys.waits(item.original(), journey);
    }

    private void tidy() {
        open.removeIf(QueuedStanza::settled);
    }

    /**
     * Expects no longer what the server did not hold back: since it is not in the queue, it was acknowledged before anybody looked. An
     * equal stanza that comes later must not be taken for it.
     *
     * @param before what was seen earlier than this is not held back any more either, or null where it may be
     * @param acknowledged is given what was acknowledged so, the oldest first
     */
    void expectOnlyHeld(@Nullable Instant before, Consumer<Travelling> acknowledged) {
        expected.keepOnlyHeld(before, seen -> acknowledged.accept(resolved(seen)));
    }

    private Travelling resolved(OnItsWay seen) {
        return seen.travelling().on(journeys.resolve(seen.travelling().known(), seen.copy()));
    }

    private Travelling resolved(QueuedStanza item) {
        return item.on(journeys.resolve(item.known(), item.delayed()));
    }

    /** @return what it was that is no longer in the queue; null where nothing is known of it */
    @Nullable Travelling acknowledged(QueuedStanza item) {
        return item.says() && item.journey() != null ? resolved(item) : null;
    }

    /**
     * Tells of everything in the queue that was not told of and whose journey is known. First of what is important: what is not only wakes,
     * and need not, where the other does.
     *
     * @param held tells what is not told of yet, given what and since when it is known
     * @param listener is given each once, the oldest first
     */
    void tell(BiPredicate<Travelling, Instant> held, Consumer<Travelling> listener) {
        holding = false;
        tell(held, listener, QueuedStanza::important);
        tell(held, listener, item -> !item.important());
        tidy();
    }

    /** As above, of what was said in rooms: the session has ended, and the server keeps none of it. */
    void tellSaid(BiPredicate<Travelling, Instant> held, Consumer<Travelling> listener) {
        open.stream().filter(item -> item.isNew() && item.said()).forEach(item -> number(item, journeys.next(item.traced())));
        tell(held, listener, QueuedStanza::said);
    }

    private void tell(BiPredicate<Travelling, Instant> held, Consumer<Travelling> listener, Predicate<QueuedStanza> which) {
        for (QueuedStanza item : open) {
            if (item.untold() && !item.isNew() && which.test(item)) {
                Travelling travelling = resolved(item);
                if (held.test(travelling, item.found())) {
                    holding = true;
                } else {
                    item.told();
                    listener.accept(travelling);
                }
            }
        }
    }

    /**
     * Tells of what was seen on its way to the session while that had no connection, and is not in the queue.
     *
     * @param held as above
     * @param listener is given each once, the oldest first
     */
    void tellExpected(BiPredicate<Travelling, Instant> held, Consumer<Travelling> listener) {
        expected.replace(seen -> {
            if (!seen.detached() || seen.told()) {
                return seen;
            }
            Travelling travelling = resolved(seen);
            if (held.test(travelling, seen.time())) {
                holding = true;
                return seen;
            }
            listener.accept(travelling);
            return seen.nowTold();
        });
    }

    /**
     * The device is back, and what was not pushed yet no longer will be: should it go again without having acknowledged, everything is
     * told of once more. What was pushed is not pushed again for that.
     */
    void tellAgain() {
        open.clear();
        for (QueuedStanza item : items) {
            item.tellAgain();
            if (item.reason()) {
                open.add(item);
            }
        }
        tidy();
    }

    /**
     * Does as if everything that has been in the queue since before {@code before} had been told of. Of what came a moment later its look
     * has to tell whether it was pushed: the plugin that ran before ended then.
     *
     * @param before by the server's clock
     */
    void skip(Instant before, Consumer<Travelling> skipped) {
        for (QueuedStanza item : items) {
            if (item.says() && item.since().isBefore(before)) {
                number(item, journeys.next(item.traced()));
                skipped.accept(resolved(item));
                item.mute();
            }
            item.ended(before);
        }
    }

    int size() {
        return items.size();
    }

    /** @return whether something in the queue was, or may have to be, told of */
    boolean hasReason() {
        return reasons > 0;
    }

    /**
     * @param travelling some stanza
     * @return whether it waits to be acknowledged
     */
    boolean waitsFor(Travelling travelling) {
        for (QueuedStanza item : items) {
            if (item.journey() != null && journeys.resolve(item.known(), item.delayed()).equals(travelling.journey())) {
                return true;
            }
        }
        return expected.has(travelling.stanza().fingerprint());
    }

    /** @return the journey of one that looks so and waits to be acknowledged, or null */
    @Nullable Journey journeyOf(Fingerprint look) {
        for (QueuedStanza item : items) {
            if (item.journey() != null && item.looksLike(look)) {
                return journeys.resolve(item.known(), item.delayed());
            }
        }
        return null;
    }

    /** @return whether something is not told of yet that may have to be soon */
    boolean pending() {
        boolean pending = holding;
        for (QueuedStanza item : open) {
            pending |= item.isNew() && item.untold();
        }
        return pending;
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
