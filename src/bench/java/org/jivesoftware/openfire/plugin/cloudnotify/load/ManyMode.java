package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Very many hibernated sessions, each of which gets a message now and then: what the plugin's threads cost, and that there is none for
 * each session.
 */
final class ManyMode {
    private static final int LOGGING_IN = 4;
    private static final String SERVICE = "push";

    private final Options options;
    private final Report report = new Report("Very many hibernated sessions");

    ManyMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        int sessions = options.number("users", 10_000);
        String[] names = World.names("r", sessions);
        String[] sender = World.names("s", 1);
        try (World world = new World(options)) {
            world.users(names);
            world.users(sender);
            world.register(SERVICE, names);
            LeanService service = world.service(SERVICE);
            long threads = threads(world);
            long heap = world.control().process().usedHeap();
            int detached = detach(world, names);
            World.sleep(5_000);
            report.add(new Step().with("sessions", detached).with("threads more", threads(world) - threads)
                .with("KB of heap each, with Openfire's", (world.control().process().usedHeap() - heap) / 1024.0 / Math.max(1, detached)));
            Traffic traffic = new Traffic(List.of(world.login(sender[0], "desktop")),
                Arrays.stream(names).map(world::bare).toArray(String[]::new));
            service.listener(traffic::pushed);
            measure(world, traffic, "nothing happens", 0, sessions);
            // One minute's worth warms up. Then each session gets one message a minute.
            int rate = Math.max(1, sessions / 60);
            traffic.run(rate, options.number("warmup", 60), true);
            measure(world, traffic, "a message a minute each", rate, sessions);
        }
        report.write(options.folder(), "hibernated-10k");
    }

    private int detach(World world, String[] names) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger detached = new AtomicInteger();
        Thread[] threads = new Thread[LOGGING_IN];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int user = next.getAndIncrement(); user < names.length; user = next.getAndIncrement()) {
                    try {
                        world.hibernate(names[user], "phone");
                        detached.incrementAndGet();
                    } catch (IOException e) {
                        System.err.println(names[user] + ": " + e.getMessage());
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return detached.get();
    }

    private void measure(World world, Traffic traffic, String what, int rate, int sessions) {
        int seconds = options.seconds(30);
        Usage before = Usage.now(world.control());
        if (rate > 0) {
            traffic.run(rate, seconds, true);
        } else {
            World.sleep(seconds * 1_000L);
        }
        Usage used = Usage.now(world.control()).since(before);
        Step step = new Step().with("load", what).with("sessions", sessions).with("pushes", rate > 0 ? traffic.arrived() : 0);
        if (rate > 0) {
            step.with("latency", traffic.latencies());
        }
        for (String name : List.of("cloudnotify-sessions", "cloudnotify-worker-#", "cloudnotify-scheduler")) {
            long[] sums = used.threads().getOrDefault(name, new long[3]);
            step.with(name + " % of a core", 100.0 * sums[0] / used.nanos());
        }
        report.add(step.with("server % of a core", 100.0 * used.cpu() / used.nanos()));
    }

    private static long threads(World world) {
        return world.control().load().threads().entrySet().stream().filter(entry -> !entry.getKey().startsWith("control"))
            .mapToLong(entry -> entry.getValue()[2]).sum();
    }
}
