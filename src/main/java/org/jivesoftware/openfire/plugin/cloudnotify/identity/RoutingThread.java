package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is open on the thread that routes: follows stanzas through the server, so that all that is seen of one journey – the copies for
 * several sessions, the storing offline, the archiving – is known to be of that one, and two stanzas never share one, however equal
 * they are.
 *
 * <p>Thread rule: Openfire routes a stanza on one thread from the first interceptor to the last, so a journey belongs to the thread that
 * began it. Journeys nest, where a stanza on its way makes a component send another. The registry is shared by all threads.
 *
 * @param <P> the type of what travels
 */
public final class RoutingThread<P> {

    /** Deeper nesting is a journey whose end was never heard of, because another plugin stopped the stanza. */
    private static final int MAX_DEPTH = 16;
    private static final int MAX_SECONDS = 30;

    private final JourneyRegistry registry;
    private final Predicate<P> delayed;
    private final BiPredicate<P, P> same;
    private final Function<P, Journey> cause;
    /**
     * Stanza, packed journey, time, and whether it is routed again. Nothing but JDK types, so that a thread that keeps one does not keep
     * the plugin's class loader.
     */
    private final ThreadLocal<ArrayDeque<Object[]>> journeys = new ThreadLocal<>();

    /**
     * @param registry numbers them
     * @param delayed tells whether a stanza says that it was held up (XEP-0203), as all do that were stored or are routed again
     * @param same tells whether one stanza is a copy of another; asked only where it is not the same object
     */
    public RoutingThread(JourneyRegistry registry, Predicate<P> delayed, BiPredicate<P, P> same) {
        this(registry, delayed, same, stanza -> null);
    }

    /**
     * @param registry as above
     * @param delayed as above
     * @param same as above
     * @param cause tells the journey of what a stanza is told on by others, as rooms do, or null where it is its own; not asked of what
     *     was held up
     */
    public RoutingThread(JourneyRegistry registry, Predicate<P> delayed, BiPredicate<P, P> same, Function<P, Journey> cause) {
        this.registry = Objects.requireNonNull(registry);
        this.delayed = Objects.requireNonNull(delayed);
        this.same = Objects.requireNonNull(same);
        this.cause = Objects.requireNonNull(cause);
    }

    /**
     * A stanza comes in.
     *
     * @param stanza which
     */
    public void begin(P stanza) {
        ArrayDeque<Object[]> open = journeys.get();
        if (open == null) {
            open = new ArrayDeque<>(4);
            journeys.set(open);
        }
        long now = System.nanoTime();
        while (!open.isEmpty() && (open.size() >= MAX_DEPTH || now - (Long) open.peekLast()[2] > MAX_SECONDS * 1_000_000_000L)) {
            open.removeLast();
        }
        boolean again = delayed.test(stanza);
        Journey caused = again ? null : cause.apply(stanza);
        open.push(new Object[] {stanza, caused == null ? registry.beginPacked(stanza, again) : Journey.packed(caused), now, again});
    }

    /**
     * Tells whether the calling thread does nothing but route one stanza for the first time. What is routed again may be routed under
     * the lock of a session that ends, and so may what that causes.
     *
     * @param number the number of a journey
     * @return whether that is the only journey on this thread, and its stanza does not say that it was held up
     */
    public boolean alone(long number) {
        ArrayDeque<Object[]> open = journeys.get();
        if (open == null || open.size() != 1) {
            return false;
        }
        Object[] journey = open.peek();
        return (Long) journey[1] == Journey.packed(number, true) && !(Boolean) journey[3];
    }

    /**
     * Something is seen of a stanza on its way.
     *
     * @param stanza the stanza or a copy of it
     * @return its journey on this thread, or a new one where none began here
     */
    public Journey of(P stanza) {
        Journey known = known(stanza);
        // Nobody sent it just now: where it is delayed, it comes from a store.
        return known != null ? known : registry.next(!delayed.test(stanza));
    }

    /**
     * A stanza was stored.
     *
     * @param stanza the stanza or a copy of it
     * @return its journey on this thread; where none began here, a new one that says that it must have been on its way before
     */
    public Journey stored(P stanza) {
        Journey known = known(stanza);
        return known != null ? known : registry.next(false);
    }

    private @Nullable Journey known(P stanza) {
        ArrayDeque<Object[]> open = journeys.get();
        if (open != null) {
            for (Object[] journey : open) {
                if (journey[0] == stanza) {
                    return Journey.unpacked((Long) journey[1]);
                }
            }
            for (Object[] journey : open) {
                if (copy(journey[0], stanza)) {
                    return Journey.unpacked((Long) journey[1]);
                }
            }
        }
        return delayed.test(stanza) ? null : cause.apply(stanza);
    }

    @SuppressWarnings("unchecked")
    private boolean copy(Object of, P stanza) {
        return same.test((P) of, stanza);
    }

    /**
     * A stanza has been routed.
     *
     * @param stanza which: the same object as at the beginning
     * @return its journey, or null where none began with it
     */
    public @Nullable Journey end(P stanza) {
        ArrayDeque<Object[]> open = journeys.get();
        // Mostly none is open, and an iterator would be an object for each message.
        if (open == null || open.isEmpty()) {
            return null;
        }
        long number = 0;
        for (Object[] journey : open) {
            if (journey[0] == stanza) {
                number = (Long) journey[1];
                break;
            }
        }
        if (number != 0) {
            // What is above it began later and was not heard of again.
            Iterator<Object[]> journeys = open.iterator();
            boolean done = false;
            while (!done && journeys.hasNext()) {
                done = journeys.next()[0] == stanza;
                journeys.remove();
            }
        }
        return Journey.unpacked(number);
    }
}
