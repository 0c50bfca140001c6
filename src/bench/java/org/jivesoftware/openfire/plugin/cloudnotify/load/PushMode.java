package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages to users who are away and have a registration: each is pushed. Away means offline, or with a session that lost its
 * connection.
 */
final class PushMode {
    private static final int SENDERS = 2;
    private static final int COUNTED = 500;
    private static final String SERVICE = "push";

    private final Options options;
    private final boolean hibernated;
    private final Report report;

    PushMode(Options options, boolean hibernated) {
        this.options = options;
        this.hibernated = hibernated;
        this.report = new Report(hibernated ? "Pushes to hibernated sessions" : "Pushes to offline users");
    }

    void run() throws IOException {
        String name = hibernated ? "hibernated" : "offline";
        try (World world = new World(options)) {
            Traffic traffic = prepare(world);
            warmUp(traffic);
            for (int rate : options.rates("max,250,500,1000,half")) {
                step(world, traffic, rate);
            }
            statements(world, traffic);
            if (options.on("profile")) {
                profile(world, traffic);
            }
            if (!hibernated && options.on("baseline")) {
                baseline(world, traffic);
            }
        }
        report.write(options.folder(), name);
    }

    /** Until the compiler has seen enough of it, at most for some seconds: a server that just started is several times slower. */
    private void warmUp(Traffic traffic) {
        long warm = 0;
        long end = System.nanoTime() + options.number("warmup", 60) * 1_000_000_000L;
        while (warm < options.number("warm-messages", 20_000) && System.nanoTime() < end) {
            traffic.run(0, 2, true);
            warm += traffic.arrived();
        }
    }

    private Traffic prepare(World world) throws IOException {
        String[] recipients = World.names("r", options.number("users", hibernated ? 1_000 : 10_000));
        String[] names = World.names("s", SENDERS);
        world.users(names);
        world.users(recipients);
        world.register(SERVICE, recipients);
        LeanService service = world.service(SERVICE);
        if (options.on("unlimited")) {
            world.control().properties().set("cloudnotify.max-pushes-per-minute", "0");
            world.control().properties().set("cloudnotify.merge-window", "0");
        }
        if (hibernated) {
            for (String recipient : recipients) {
                world.hibernate(recipient, "phone");
            }
        }
        List<LeanStream> senders = new ArrayList<>();
        for (String sender : names) {
            senders.add(world.login(sender, "desktop"));
        }
        Traffic traffic = new Traffic(senders, Arrays.stream(recipients).map(world::bare).toArray(String[]::new));
        service.listener(traffic::pushed);
        return traffic;
    }

    private void step(World world, Traffic traffic, int asked) {
        boolean most = asked == 0;
        int rate = asked > 0 ? asked : 0;
        if (asked < 0) {
            double reached = report.steps().stream().mapToDouble(step -> step.number("per second")).max().orElse(0);
            rate = Math.max(1, (int) (reached / (asked == Options.HALF ? 2 : 4)));
        }
        if (!most) {
            world.control().load().startStamps();
        }
        Usage before = Usage.now(world.control());
        long begin = System.nanoTime();
        traffic.run(rate, options.seconds(10), true);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Usage used = Usage.now(world.control()).since(before);
        Step step = new Step().with("offered", most ? "max" : (Object) rate).with("sent", traffic.sent())
            .with("pushed", traffic.arrived()).with("per second", traffic.arrived() / seconds).with("latency", traffic.latencies());
        if (!most) {
            step.with("own part", Latencies.of(world.control().load().takeStamps()));
            world.control().load().stopStamps();
        }
        report.add(step.with(used, traffic.arrived()));
        world.deleteOffline();
    }

    private void statements(World world, Traffic traffic) {
        world.control().database().startCounting();
        traffic.run(COUNTED, 1, true);
        long own = world.control().database().count("ofcloudnotify");
        long all = world.control().database().count("");
        world.control().database().stopCounting();
        report.remark("Database statements while %d pushes went out to known registrations: %d of the plugin, %d of Openfire"
            .formatted(traffic.arrived(), own, all - own));
        world.deleteOffline();
    }

    private void profile(World world, Traffic traffic) throws IOException {
        Path file = Files.createDirectories(options.folder()).toAbsolutePath().resolve((hibernated ? "hibernated" : "offline") + ".jfr");
        world.control().load().startProfile();
        traffic.run(0, options.seconds(10), true);
        world.control().load().stopProfile(file.toString());
        report.remark(Profile.of(file));
        world.deleteOffline();
    }

    /** The same messages without the plugin, which Openfire only stores. */
    private void baseline(World world, Traffic traffic) {
        int rate = (int) (report.steps().stream().mapToDouble(step -> step.number("per second")).max().orElse(0) / 2);
        world.control().plugins().unload("cloudnotify");
        traffic.run(rate, 3, false);
        Usage before = Usage.now(world.control());
        traffic.run(rate, options.seconds(10), false);
        Usage used = Usage.now(world.control()).since(before);
        report.add(new Step().with("offered", rate + " without the plugin").with("sent", traffic.sent()).with("pushed", 0)
            .with(used, traffic.sent()));
    }
}
