package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages between online users who have no registrations, with the plugin loaded and without it in turn, in one server: what the plugin
 * costs those who do not use it. The ratio of the medians is the result; what one round says is noise.
 */
final class OnlineMode {
    private static final int WINDOW = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final Options options;
    private final Report report = new Report("Messages between online users without registrations");

    OnlineMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        int pairs = options.number("pairs", 4);
        int rounds = options.number("rounds", 8);
        int messages = options.number("messages", 40_000);
        try (World world = new World(options)) {
            Pair[] all = connect(world, pairs);
            // Both ways of the code are compiled before the first round counts.
            round(world, all, 2 * messages);
            load(world, false);
            round(world, all, messages);
            List<Double> with = new ArrayList<>();
            List<Double> without = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                // On-off, off-on, on-off …, so that a drift of the machine favours neither.
                boolean first = i % 2 == 0;
                with(world, first);
                (first ? with : without).add(measured(world, all, messages, first));
                with(world, !first);
                (first ? without : with).add(measured(world, all, messages, !first));
            }
            double on = median(with);
            double off = median(without);
            report.remark("Java CPU per message, medians of %d rounds: %.2f us with the plugin, %.2f us without, ratio %.4f; rounds spread "
                .formatted(rounds, on, off, on / off) + "over ratios %.3f to %.3f".formatted(least(with, without), most(with, without)));
        }
        report.write(options.folder(), "online");
    }

    private record Pair(LeanStream from, String to, AtomicLong received) {
    }

    private Pair[] connect(World world, int pairs) throws IOException {
        String[] senders = World.names("s", pairs);
        String[] recipients = World.names("r", pairs);
        world.users(senders);
        world.users(recipients);
        Pair[] all = new Pair[pairs];
        for (int i = 0; i < pairs; i++) {
            LeanStream to = world.login(recipients[i], "phone");
            to.send("<presence/>");
            AtomicLong received = new AtomicLong();
            to.read("recipient", "</message>", stanza -> received.incrementAndGet(), () -> { });
            LeanStream from = world.login(senders[i], "desktop");
            from.read("sender", ">", stanza -> { }, () -> { });
            all[i] = new Pair(from, world.bare(recipients[i]) + (i % 2 == 0 ? "" : "/phone"), received);
        }
        World.sleep(500);
        return all;
    }

    private void with(World world, boolean loaded) {
        if (world.control().plugins().loaded("cloudnotify") != loaded) {
            load(world, loaded);
        }
    }

    private static void load(World world, boolean loaded) {
        if (loaded) {
            world.control().plugins().load("cloudnotify");
        } else {
            world.control().plugins().unload("cloudnotify");
        }
    }

    private double measured(World world, Pair[] pairs, int messages, boolean loaded) {
        // The plugin was loaded just now, with classes that are not compiled yet.
        round(world, pairs, messages);
        Usage before = Usage.now(world.control());
        double seconds = round(world, pairs, messages);
        Usage used = Usage.now(world.control()).since(before);
        report.add(new Step().with("plugin", loaded ? "loaded" : "not loaded").with("messages", messages)
            .with("messages per second", messages / seconds).with(used, messages));
        return used.javaCpu() / 1e3 / messages;
    }

    /** Sends so many messages over all pairs, as fast as they arrive, and returns how many seconds that took. */
    private static double round(World world, Pair[] pairs, int messages) {
        long begin = System.nanoTime();
        Thread[] threads = new Thread[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            Pair pair = pairs[i];
            threads[i] = new Thread(() -> send(pair, messages / pairs.length), "pair-" + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void send(Pair pair, int count) {
        pair.received().set(0);

        try {
            for (int sent = 0; sent < count; sent++) {
                pair.from().send("<message type='chat' id='m" + sent + "' to='" + pair.to() + "'><body>Are you there? This is number "
                    + sent + "</body></message>");
                while (sent - pair.received().get() >= WINDOW) {
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (!World.await(PATIENCE_SECONDS, () -> pair.received().get() >= count)) {
            throw new IllegalStateException("Of " + count + " messages only " + pair.received().get() + " arrived");
        }
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double least(List<Double> with, List<Double> without) {
        return ratios(with, without)[0];
    }

    private static double most(List<Double> with, List<Double> without) {
        double[] ratios = ratios(with, without);
        return ratios[ratios.length - 1];
    }

    private static double[] ratios(List<Double> with, List<Double> without) {
        double[] ratios = new double[with.size()];
        Arrays.setAll(ratios, i -> with.get(i) / without.get(i));
        Arrays.sort(ratios);
        return ratios;
    }
}
