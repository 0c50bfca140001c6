package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * All registrations of one service fail at once: the service vanishes and comes back, or it says of each device that it is gone. Memory
 * and threads must stay as they are, messages between others must not wait, and neither the database nor the log be flooded.
 */
final class FailingMode {
    private static final String SERVICE = "push";
    /** So many rounds of messages at most; three answers in a row disable a registration. */
    private static final int ROUNDS = 3;
    private static final int DRAIN_SECONDS = 60;
    private static final int SETTLE_MILLIS = 3_000;
    private static final int WARM_SECONDS = 10;

    private final Options options;
    private final Report report = new Report("All registrations of a service fail at once");

    FailingMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        vanishes();
        gone();
        report.write(options.folder(), "failing");
    }

    /** The service's connection ends, each of its registrations gets a message, and it connects again. */
    private void vanishes() throws IOException {
        try (World world = new World(options)) {
            Scene scene = new Scene(world);
            world.control().plugins().unload("cloudnotify");
            scene.step("for comparison without the plugin, one message each", scene.traffic::each, false);
            world.control().plugins().load("cloudnotify");
            scene.step("service works, one message each", scene.traffic::each, true);
            scene.service.close();
            World.sleep(SETTLE_MILLIS);
            scene.step("service is gone, one message each", scene.traffic::each, false);
            scene.connect();
            int seconds = options.seconds(90);
            scene.step("service is back, " + seconds + " s", () -> World.sleep(seconds * 1_000L), false);
        }
    }

    /** The service says of every device that it is gone, until all are disabled; then it works again. */
    private void gone() throws IOException {
        try (World world = new World(options)) {
            Scene scene = new Scene(world);
            scene.service.answer(LeanService.Answer.ITEM_NOT_FOUND);
            for (int round = 1; round <= ROUNDS && scene.disabled() < scene.names.length; round++) {
                scene.step("every device is gone, message " + round + " each", scene.traffic::each, true);
            }
            scene.service.answer(LeanService.Answer.RESULT);
            scene.step("service works again, one message each", scene.traffic::each, false);
        }
    }

    /** A server, a service with its registrations, somebody who writes to them, and two others who write to each other. */
    private final class Scene {
        private final World world;
        private final String[] names;
        private final Traffic traffic;
        private final OnlineProbe probe;
        private LeanService service;

        Scene(World world) throws IOException {
            this.world = world;
            this.names = World.names("r", options.number("registrations", 100_000));
            String[] others = World.names("s", 3);
            world.users(names);
            world.users(others);
            world.register(SERVICE, names);
            traffic = new Traffic(List.of(world.login(others[0], "desktop")),
                Arrays.stream(names).map(world::bare).toArray(String[]::new));
            connect();
            probe = new OnlineProbe(world.login(others[1], "desktop"), world.login(others[2], "desktop"), world.bare(others[2]));
            traffic.run(0, Math.min(WARM_SECONDS, options.number("warmup", WARM_SECONDS)), true);
            world.deleteOffline();
            probe.take();
            World.sleep(SETTLE_MILLIS);
            add("nothing happens", 0, System.nanoTime(), 0, world.logLines());
        }

        void connect() throws IOException {
            service = world.service(SERVICE);
            service.listener(traffic::pushed);
        }

        int disabled() {
            return Integer.parseInt(sum("COUNT(*)", "WHERE disabledDate IS NOT NULL"));
        }

        private String sum(String what, String where) {
            String sum = world.control().database().query("SELECT " + what + " AS c FROM ofCloudNotify " + where).get(0).get("c");
            return sum == null ? "0" : sum;
        }

        void step(String what, Runnable load, boolean drains) {
            long lines = world.logLines();
            long received = service.received();
            // What the collection and the clean-up after the last step kept waiting is none of this one's.
            probe.take();
            long begin = System.nanoTime();
            load.run();
            long sent = what.endsWith("each") ? traffic.sent() : 0;
            if (drains) {
                World.await(DRAIN_SECONDS, () -> traffic.arrived() >= sent);
            }
            add(what, sent, begin, service.received() - received, lines);
        }

        private void add(String what, long sent, long begin, long pushes, long lines) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            Latencies online = probe.take();
            // What the answers change is written when it is there: a little later than the answers.
            World.sleep(SETTLE_MILLIS);
            long threads = world.control().load().threads().entrySet().stream().filter(entry -> !entry.getKey().startsWith("control"))
                .mapToLong(entry -> entry.getValue()[2]).sum();
            // Offline messages are Openfire's, and would be the growth.
            world.deleteOffline();
            report.add(new Step().with("what", what).with("messages", sent).with("s", seconds).with("pushes", pushes)
                .with("disabled", disabled()).with("updates of health so far", sum("SUM(errorCount)", "")).with("online", online)
                .with("heap MB", world.control().process().usedHeap() / 1e6).with("threads", threads)
                .with("log lines", world.logLines() - lines));
        }
    }
}
