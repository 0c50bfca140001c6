package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What happens past the limits: a service that is slower than the pushes, one that never answers, one of which all registrations fail at
 * once, and more users than the cache has room for. In each, the memory must stay flat and messages must go on being delivered.
 */
final class LimitsMode {
    private static final String SERVICE = "push";
    private static final long SLOW_NANOS = 20_000_000;
    private static final int DRAIN_SECONDS = 15;

    private final Options options;
    private final Report report = new Report("Past the limits");

    LimitsMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        int users = options.number("users", 10_000);
        run("service works", users, (world, service) -> { });
        run("service takes 20 ms for each push, one after the other", users, (world, service) -> service.pause(SLOW_NANOS));
        run("service never answers", users, (world, service) -> service.answer(LeanService.Answer.NEVER));
        run("every registration's device is gone", users, (world, service) -> service.answer(LeanService.Answer.ITEM_NOT_FOUND));
        cacheFull(options.number("registrations", 150_000));
        report.write(options.folder(), "limits");
    }

    private interface Trouble {
        void make(World world, LeanService service);
    }

    private void run(String what, int users, Trouble trouble) throws IOException {
        String[] names = World.names("r", users);
        String[] sender = World.names("s", 1);
        try (World world = new World(options)) {
            world.users(names);
            world.users(sender);
            world.register(SERVICE, names);
            LeanService service = world.service(SERVICE);
            Traffic traffic = new Traffic(List.of(world.login(sender[0], "desktop")),
                Arrays.stream(names).map(world::bare).toArray(String[]::new));
            service.listener(traffic::pushed);
            traffic.run(options.number("rate-limit", 200), options.number("warmup", 10), true);
            trouble.make(world, service);
            long pushed = service.received();
            int rate = options.number("pressure", 500);
            for (int i = 0; i < 3; i++) {
                traffic.run(rate, options.seconds(10), false);
                // Offline messages are Openfire's, and would be the growth.
                world.deleteOffline();
                report.add(new Step().with("trouble", i == 0 ? what : "").with("messages", traffic.sent())
                    .with("pushes so far", service.received() - pushed).with("heap MB", world.control().process().usedHeap() / 1e6)
                    .with("disabled", rows(world, "disabledDate IS NOT NULL")));
            }
            World.await(DRAIN_SECONDS, () -> false);
            report.add(new Step().with("trouble", "… " + DRAIN_SECONDS + " s later").with("pushes so far", service.received() - pushed)
                .with("heap MB", world.control().process().usedHeap() / 1e6).with("disabled", rows(world, "disabledDate IS NOT NULL")));
        }
    }

    /** More users than the cache holds, one message each: every registration is read once, and the cache is bounded. */
    private void cacheFull(int users) throws IOException {
        String[] names = World.names("r", users);
        String[] sender = World.names("s", 1);
        try (World world = new World(options)) {
            world.users(sender);
            world.users(names);
            world.register(SERVICE, names);
            LeanService service = world.service(SERVICE);
            Traffic traffic = new Traffic(List.of(world.login(sender[0], "desktop")),
                Arrays.stream(names).map(world::bare).toArray(String[]::new));
            service.listener(traffic::pushed);
            traffic.run(0, options.number("warmup", 10), true);
            traffic.run(0, options.seconds(10) * 2, true);
            world.deleteOffline();
            report.add(new Step().with("trouble", "each message to a user whose registrations are not in the cache")
                .with("messages", traffic.sent()).with("pushes so far", service.received())
                .with("heap MB", world.control().process().usedHeap() / 1e6).with("latency", traffic.latencies()));
        }
    }

    private static String rows(World world, String condition) {
        return world.control().database().query("SELECT COUNT(*) AS c FROM ofCloudNotify WHERE " + condition).get(0).get("c");
    }
}
