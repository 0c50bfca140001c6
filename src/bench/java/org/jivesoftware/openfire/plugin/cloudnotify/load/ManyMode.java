package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Very many hibernated sessions, each of which gets a message now and then: what the plugin's threads cost, that there is none for each
 * session, and how soon a lost connection is noticed meanwhile.
 */
final class ManyMode {
    private static final String SERVICE = "push";
    /** So many users have a registration where few have. */
    private static final int FEW = 100;
    private static final int LOST = 20;
    private static final int PATIENCE_SECONDS = 10;
    private static final int SETTLE_MILLIS = 5_000;
    /** So many to each session in a minute while it warms up. */
    private static final int WARM_MESSAGES = 9;

    private final Options options;
    private final Report report = new Report("Very many hibernated sessions");

    ManyMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        int sessions = options.number("users", 10_000);
        run(sessions, sessions);
        run(sessions, Math.min(sessions, FEW));
        report.write(options.folder(), "hibernated-10k");
    }

    private void run(int sessions, int registered) throws IOException {
        String[] names = World.names("r", sessions);
        String[] sender = World.names("s", 1);
        String[] lost = World.names("l", LOST);
        try (World world = new World(options)) {
            for (String[] users : List.of(names, sender, lost)) {
                world.users(users);
            }
            world.register(SERVICE, Arrays.copyOf(names, registered));
            world.register(SERVICE, lost);
            LeanService service = world.service(SERVICE);
            LeanStream from = world.login(sender[0], "desktop");
            long threads = threads(world);
            long heap = world.control().process().usedHeap();
            long begin = System.nanoTime();
            int detached = world.hibernate(names, "phone");
            double seconds = (System.nanoTime() - begin) / 1e9;
            World.sleep(SETTLE_MILLIS);
            report.add(new Step().with("sessions", detached).with("with registrations", registered).with("set up in s", seconds)
                .with("threads more", threads(world) - threads)
                .with("KB of heap each, with Openfire's", (world.control().process().usedHeap() - heap) / 1024.0 / Math.max(1, detached)));
            // The poll's code is compiled, too, before it counts.
            World.sleep(Math.min(options.number("warmup", 60), options.seconds(60)) * 500L);
            measure(world, null, "nothing happens", 0, registered);
            if (registered == sessions) {
                Traffic traffic = new Traffic(List.of(from), Arrays.stream(names).map(world::bare).toArray(String[]::new));
                service.listener(traffic::pushed);
                // A server that runs for days has compiled what it does: some messages to each, much faster. Then one a minute to each.
                int rate = Math.max(1, (int) Math.ceil(sessions / 60.0));
                traffic.run(options.number("warm-rate", Math.max(rate, sessions * WARM_MESSAGES / 60)), options.number("warmup", 60), true);
                World.sleep(SETTLE_MILLIS);
                measure(world, traffic, "a message a minute each", rate, registered);
                profile(world, traffic, rate);
            }
            lost(world, service, from, lost);
        }
    }

    private void measure(World world, Traffic traffic, String what, int rate, int registered) {
        int seconds = options.seconds(60);
        world.control().load().startPluginCost();
        Usage before = Usage.now(world.control());
        if (rate > 0) {
            traffic.run(rate, seconds, true);
        } else {
            World.sleep(seconds * 1_000L);
        }
        Usage used = Usage.now(world.control()).since(before);
        long[] crossing = world.control().load().stopPluginCost();
        double onOthers = 100.0 * crossing[0] / used.nanos();
        double routing = 100.0 * crossing[1] / used.nanos();
        Step step = new Step().with("load", what).with("with registrations", registered).with("pushes", rate > 0 ? traffic.arrived() : 0);
        if (rate > 0) {
            step.with("latency", traffic.latencies());
        }
        double all = 0;
        for (String name : List.of("cloudnotify-sessions", "cloudnotify-worker-#", "cloudnotify-scheduler")) {
            double percent = 100.0 * used.threads().getOrDefault(name, new long[3])[0] / used.nanos();
            all += percent;
            step.with(name + " % of a core", percent);
        }
        report.add(step.with("plugin's threads % of a core", all).with("of it in Openfire, routing the publishes", routing)
            .with("plugin in Openfire's threads % of a core", onOthers).with("plugin in all % of a core", all - routing + onOthers)
            .with("server % of a core", 100.0 * used.cpu() / used.nanos()));
    }

    /** Of the plugin's threads, what is Openfire's routing of the publishes. Apart, since recording costs something. */
    private void profile(World world, Traffic traffic, int rate) throws IOException {
        Path file = Files.createDirectories(options.folder()).resolve("hibernated-10k.jfr").toAbsolutePath();
        world.control().load().startProfile();
        traffic.run(rate, options.seconds(60), true);
        world.control().load().stopProfile(file.toString());
        report.remark(Profile.ofPluginThreads(file));
        report.remark(Profile.of(file));
    }

    /** Sessions that have something unacknowledged lose their connections: from that moment to the push. */
    private void lost(World world, LeanService service, LeanStream from, String[] names) throws IOException {
        Latencies latencies = new Latencies();
        int pushed = 0;
        for (String name : names) {
            AtomicLong read = new AtomicLong();
            service.listener((node, nanos) -> {
                if (node.equals("node-" + name)) {
                    read.compareAndSet(0, nanos);
                }
            });
            LeanStream phone = world.online(name, "phone");
            from.send("<message type='chat' id='lost' to='" + world.bare(name) + "'><body>Are you there?</body></message>");
            phone.awaitText("Are you there?");
            long killed = System.nanoTime();
            phone.close();
            if (World.await(PATIENCE_SECONDS, () -> read.get() > 0)) {
                pushed++;
                latencies.add(read.get() - killed);
            }
        }
        report.add(new Step().with("load", "connections lost with a message unacknowledged").with("sessions", names.length)
            .with("pushes", pushed).with("latency", latencies));
    }

    private static long threads(World world) {
        return world.control().load().threads().entrySet().stream().filter(entry -> !entry.getKey().startsWith("control"))
            .mapToLong(entry -> entry.getValue()[2]).sum();
    }
}
