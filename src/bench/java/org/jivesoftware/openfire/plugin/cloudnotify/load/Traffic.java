package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Chat messages from a few senders to many recipients in turn, and how long after each its push was read by the service. */
final class Traffic {
    private static final int WINDOW = 200;
    private static final int DRAIN_SECONDS = 10;
    private static final int MESSAGES_A_PING = 20;
    private static final String PING = "<iq type='get' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>";
    private static final int NAP_AFTER = 50;
    private static final long NAP = 200_000;

    private final List<LeanStream> senders;
    private final String[] addresses;
    private final AtomicLongArray sentAt;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong turn = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile long lastAt;
    private int patience = DRAIN_SECONDS;
    private final AtomicLong pings = new AtomicLong();
    private final AtomicLong pongs = new AtomicLong();
    private volatile Latencies latencies = new Latencies();

    /**
     * @param senders   logged-in streams
     * @param addresses the recipients' bare JIDs; their names end with six digits, which are their places here
     */
    Traffic(List<LeanStream> senders, String[] addresses) {
        this.senders = senders;
        this.addresses = addresses;
        this.sentAt = new AtomicLongArray(addresses.length);
        for (LeanStream sender : senders) {
            sender.read("sender", ">", this::answered, () -> { });
        }
    }

    /** To be told of each push. */
    void pushed(String node, long nanos) {
        int recipient = Integer.parseInt(node.substring(node.length() - 6));
        arrived.incrementAndGet();
        lastAt = nanos;
        long since = recipient < addresses.length ? sentAt.getAndSet(recipient, 0) : 0;
        if (since > 0) {
            latencies.add(nanos - since);
        }
    }

    private void answered(String tag) {
        String id = LeanStream.attribute(tag, "id");
        if ("part".equals(id)) {
            confirmed.addAndGet(MESSAGES_A_PING);
            lastAt = System.nanoTime();
        } else if ("end".equals(id)) {
            ended.incrementAndGet();
        } else if ("traffic".equals(id)) {
            pongs.incrementAndGet();
        }
    }

    /** How long pushes that are late are waited for. */
    void patience(int seconds) {
        patience = seconds;
    }

    long sent() {
        return sent.get();
    }

    long arrived() {
        return arrived.get();
    }

    Latencies latencies() {
        return latencies;
    }

    /**
     * Sends for some seconds, and waits until all pushes have come, or some seconds more.
     *
     * @param rate    messages a second, or 0 for as many as pushes come back
     * @param expects whether pushes come at all; where not, the server's answers to pings that are sent behind messages say how many it
     *                has taken
     * @return seconds from the first message to the last push or answer
     */
    double run(int rate, int seconds, boolean expects) {
        latencies = new Latencies();
        sent.set(0);
        arrived.set(0);
        confirmed.set(0);
        ended.set(0);
        long begin = System.nanoTime();
        lastAt = begin;
        Thread[] threads = new Thread[senders.size()];
        for (int i = 0; i < threads.length; i++) {
            LeanStream sender = senders.get(i);
            threads[i] = new Thread(() -> send(sender, new Pace((double) rate / threads.length, seconds * 1_000_000_000L,
                () -> sent.get() - (expects ? arrived.get() : confirmed.get()), WINDOW), expects), "sender-" + i);
            threads[i].start();
        }
        World.join(threads);
        if (expects) {
            World.await(patience, () -> arrived.get() >= sent.get());
        } else {
            World.await(DRAIN_SECONDS, () -> ended.get() >= senders.size());
        }
        return (lastAt - begin) / 1e9;
    }

    /** Sends one message to each recipient over the first sender, as fast as the server works them off. */
    void each() {
        latencies = new Latencies();
        sent.set(0);
        arrived.set(0);
        LeanStream sender = senders.get(0);
        try {
            for (int recipient = 0; recipient < addresses.length; recipient++) {
                sent.incrementAndGet();
                sentAt.set(recipient, System.nanoTime());
                sender.send(message(turn.getAndIncrement(), recipient));
                if (recipient % NAP_AFTER == 0) {
                    long asked = pings.incrementAndGet();
                    // It is answered when the messages before it are done with: what is queued in the server would be its memory.
                    sender.send(PING.formatted("traffic"));
                    while (pongs.get() < asked - 1) {
                        java.util.concurrent.locks.LockSupport.parkNanos(NAP);
                    }
                }
            }
            World.await(DRAIN_SECONDS, () -> pongs.get() >= pings.get());
        } catch (IOException e) {
            throw new IllegalStateException("The server closed a sender's connection", e);
        }
    }

    private String message(long number, int recipient) {
        return "<message type='chat' id='m" + number + "' to='" + addresses[recipient]
            + "'><body>Are you there? This is number " + number + "</body></message>";
    }

    private void send(LeanStream sender, Pace pace, boolean expects) {
        try {
            int own = 0;
            while (pace.next()) {
                long number = turn.getAndIncrement();
                int recipient = (int) (number % addresses.length);
                sent.incrementAndGet();
                String message = message(number, recipient);
                sentAt.set(recipient, System.nanoTime());
                sender.send(message);
                if (!expects && ++own % MESSAGES_A_PING == 0) {
                    sender.send(PING.formatted("part"));
                }
            }
            if (!expects) {
                sender.send(PING.formatted("end"));
            }
        } catch (IOException e) {
            throw new IllegalStateException("The server closed a sender's connection", e);
        }
    }
}
