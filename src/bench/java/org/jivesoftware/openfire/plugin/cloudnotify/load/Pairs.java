package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Users who are online, in pairs: one writes as fast as the other reads, so many messages being on their way. */
final class Pairs {
    private static final int WINDOW = 100;
    private static final int PATIENCE_SECONDS = 60;
    private static final int LONGEST_SECONDS = 600;
    private static final long NAP = 100_000;

    private final List<Pair> all = new ArrayList<>();

    private record Pair(LeanStream from, String to, AtomicLong received) {
    }

    /** Takes two logged-in streams, whose recipient comes online. Every other pair writes to the full JID. */
    void add(LeanStream from, LeanStream to, String bare, String resource) throws IOException {
        to.send("<presence/>");
        AtomicLong received = new AtomicLong();
        to.read("recipient", "</message>", stanza -> received.incrementAndGet(), () -> { });
        from.read("sender", ">", stanza -> { }, () -> { });
        all.add(new Pair(from, all.size() % 2 == 0 ? bare : bare + "/" + resource, received));
    }

    /** Sends so many messages over all pairs, as fast as they arrive, and returns how many seconds that took. */
    double exchange(int messages) {
        long begin = System.nanoTime();
        Thread[] threads = new Thread[all.size()];
        for (int i = 0; i < threads.length; i++) {
            Pair pair = all.get(i);
            threads[i] = new Thread(() -> send(pair, messages / threads.length), "pair-" + i);
            threads[i].start();
        }
        World.join(threads);
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void send(Pair pair, int count) {
        pair.received().set(0);
        long end = System.nanoTime() + LONGEST_SECONDS * 1_000_000_000L;
        try {
            for (int sent = 0; sent < count && System.nanoTime() < end; sent++) {
                pair.from().send("<message type='chat' id='m" + sent + "' to='" + pair.to() + "'><body>Are you there? This is number "
                    + sent + "</body></message>");
                while (sent - pair.received().get() >= WINDOW && System.nanoTime() < end) {
                    LockSupport.parkNanos(NAP);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (!World.await(PATIENCE_SECONDS, () -> pair.received().get() >= count)) {
            throw new IllegalStateException("Of " + count + " messages only " + pair.received().get() + " arrived");
        }
    }
}
