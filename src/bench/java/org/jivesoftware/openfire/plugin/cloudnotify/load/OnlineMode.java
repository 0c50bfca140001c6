package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages between online users who have no registrations, with the plugin loaded and without it in turn, in one server: what the plugin
 * costs those who do not use it. The ratio of the medians is the result; what one round says is noise.
 */
final class OnlineMode {
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
            Pairs all = connect(world, pairs);
            // Both ways of the code are compiled before the first round counts.
            all.exchange(2 * messages);
            load(world, false);
            all.exchange(messages);
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
            double on = Medians.of(with);
            double off = Medians.of(without);
            report.remark("Java CPU per message, medians of %d rounds: %.2f us with the plugin, %.2f us without, ratio %.4f; rounds spread "
                .formatted(rounds, on, off, on / off) + "over ratios %.3f to %.3f".formatted(least(with, without), most(with, without)));
        }
        report.write(options.folder(), "online");
    }

    private Pairs connect(World world, int count) throws IOException {
        String[] senders = World.names("s", count);
        String[] recipients = World.names("r", count);
        world.users(senders);
        world.users(recipients);
        Pairs pairs = new Pairs();
        for (int i = 0; i < count; i++) {
            pairs.add(world.login(senders[i], "desktop"), world.login(recipients[i], "phone"), world.bare(recipients[i]), "phone");
        }
        World.sleep(500);
        return pairs;
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

    private double measured(World world, Pairs pairs, int messages, boolean loaded) {
        // The plugin was loaded just now, with classes that are not compiled yet.
        pairs.exchange(messages);
        Usage before = Usage.now(world.control());
        double seconds = pairs.exchange(messages);
        Usage used = Usage.now(world.control()).since(before);
        report.add(new Step().with("plugin", loaded ? "loaded" : "not loaded").with("messages", messages)
            .with("messages per second", messages / seconds).with(used, messages));
        return used.javaCpu() / 1e3 / messages;
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
