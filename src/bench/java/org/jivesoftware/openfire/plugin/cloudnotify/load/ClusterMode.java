package org.jivesoftware.openfire.plugin.cloudnotify.load;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;

/**
 * What a pushed message costs on two nodes that are one cluster, beside one server, under the same load in turn: messages to users who are
 * offline, with one device each, whose service is connected to the first node. The first node's senders have their pushes delivered there;
 * what the second one's cause crosses once. Then the same without the plugin, which Openfire only stores: what having the plugin adds is
 * the difference of the medians. Both use a PostgreSQL database, whose own work is not counted.
 */
final class ClusterMode {
    private static final String SERVICE = "push";
    private static final String ALONE = "one server";
    private static final String BOTH = "two nodes, senders on both: half of the pushes cross";
    private static final String CROSSING = "two nodes, senders on the second: each push crosses";
    private static final int SENDERS = 4;
    private static final int NODES = 2;
    private static final String CPU = "CPU us each message";
    private static final String RATE = "messages a second";
    private static final String WITH = ", pushed";
    private static final String WITHOUT = ", without the plugin";

    private final Options options;
    private final Report report = new Report("Two nodes beside one server");
    private final List<Closeable> open = new ArrayList<>();
    private final List<Setup> setups = new ArrayList<>();
    private final Map<String, List<Double>> results = new LinkedHashMap<>();

    ClusterMode(Options options) {
        this.options = options;
    }

    /** One way of distributing the same load. */
    private record Setup(String name, List<World> servers, Traffic traffic) {

        ProcessUsage usage() throws IOException {
            long cpu = 0;
            long compiling = 0;
            for (World each : servers) {
                ProcessUsage one = ProcessUsage.of(each.server.pid());
                cpu += one.cpuMicros();
                compiling += one.compiling();
            }
            return new ProcessUsage(cpu, compiling, 0);
        }
    }

    void run() throws IOException {
        try {
            prepare();
            for (Setup setup : setups) {
                warmUp(setup.traffic());
            }
            for (int rate : options.rates("max,300")) {
                rounds(rate, true);
            }
            for (World each : List.of(setups.get(0).servers().get(0), setups.get(1).servers().get(0), setups.get(1).servers().get(1))) {
                each.control().plugins().unload("cloudnotify");
            }
            for (int rate : options.rates("max,300")) {
                rounds(rate, false);
                compare(load(rate));
            }
        } finally {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        }
        results.forEach((name, values) -> report.remark(name + ": %.1f".formatted(Medians.of(values))));
        report.write(options.folder(), "cluster", null);
    }

    private void prepare() throws IOException {
        UnaryOperator<ServerConfig> measured = config -> World.measured(config, options)
            .property("cloudnotify.merge-window", "0").property("cloudnotify.max-pushes-per-minute", "0");
        EmbeddedPostgres database = EmbeddedPostgres.builder().start();
        open.add(database);
        World alone = new World(TestServer.start(measured.apply(ServerConfig.usual().named("alone"))
            .database(database.getJdbcUrl("postgres", "postgres"))));
        open.add(alone);
        TestCluster cluster = new TestCluster(NODES, measured);
        open.add(cluster::close);
        World first = new World(cluster.node(0));
        World second = new World(cluster.node(1));
        String[] recipients = World.names("r", options.number("users", 500));
        List<Traffic> here = enter(alone, recipients, List.of(List.of(alone, alone, alone, alone)));
        setups.add(new Setup(ALONE, List.of(alone), here.get(0)));
        List<Traffic> there = enter(first, recipients, List.of(List.of(first, first, second, second),
            List.of(second, second, second, second)));
        setups.add(new Setup(BOTH, List.of(first, second), there.get(0)));
        setups.add(new Setup(CROSSING, List.of(first, second), there.get(1)));
    }

    /**
     * @param home    where the service is
     * @param places  for each traffic where its senders are
     */
    private List<Traffic> enter(World home, String[] recipients, List<List<World>> places) throws IOException {
        home.users(recipients);
        home.register(SERVICE, recipients);
        List<Traffic> all = new ArrayList<>();
        String[] addresses = Arrays.stream(recipients).map(home::bare).toArray(String[]::new);
        for (int i = 0; i < places.size(); i++) {
            String[] names = World.names("s" + (char) ('a' + i), SENDERS);
            home.users(names);
            List<LeanStream> senders = new ArrayList<>();
            for (int j = 0; j < SENDERS; j++) {
                senders.add(places.get(i).get(j).login(names[j], "desktop"));
            }
            all.add(new Traffic(senders, addresses));
        }
        LeanService service = home.service(SERVICE);
        // One runs at a time; who did not send counts nothing that matters.
        service.listener((node, nanos) -> all.forEach(each -> each.pushed(node, nanos)));
        return all;
    }

    private void warmUp(Traffic traffic) {
        long end = System.nanoTime() + options.number("warmup", 60) * 1_000_000_000L;
        for (long warm = 0; warm < options.number("warm-messages", 60_000) && System.nanoTime() < end; warm += traffic.sent()) {
            traffic.run(0, 2, true);
        }
    }

    private void rounds(int rate, boolean pushes) throws IOException {
        List<Setup> order = new ArrayList<>(setups);
        for (int round = 1; round <= options.number("rounds", 5); round++) {
            for (Setup setup : order) {
                measure(setup, rate, round, pushes);
            }
            Collections.rotate(order, 1);
        }
    }

    private void compare(String load) {
        double alone = median(load + WITH, ALONE);
        double plain = median(load + WITHOUT, ALONE);
        for (Setup setup : setups) {
            double with = median(load + WITH, setup.name());
            double without = median(load + WITHOUT, setup.name());
            report.remark(("%s, %s: %.0f us of CPU a message that is pushed, compilers not counted, %.2f of one server's; a message "
                + "that is only stored %.0f, %.2f of one server's; the push adds %.0f, %.2f of one server's").formatted(load, setup.name(),
                with, with / alone, without, without / plain, with - without, (with - without) / (alone - plain)));
        }
    }

    private static String load(int rate) {
        return rate == 0 ? "as many as go" : rate + " a second";
    }

    private double median(String load, String setup) {
        return Medians.of(results.get(load + ", " + setup + ", " + CPU));
    }

    private void measure(Setup setup, int rate, int round, boolean pushes) throws IOException {
        ProcessUsage before = setup.usage();
        double took = setup.traffic().run(rate, options.seconds(5), pushes);
        ProcessUsage after = setup.usage();
        double messages = Math.max(1, setup.traffic().sent());
        double compiling = (after.compiling() - before.compiling()) / messages;
        double cpu = (after.cpuMicros() - before.cpuMicros()) / messages - compiling;
        String load = load(rate) + (pushes ? WITH : WITHOUT);
        String name = load + ", " + setup.name() + ", ";
        results.computeIfAbsent(name + CPU, none -> new ArrayList<>()).add(cpu);
        results.computeIfAbsent(name + RATE, none -> new ArrayList<>()).add(messages / took);
        report.add(new Step().with("round", round).with("load", load).with("on", setup.name()).with("sent", setup.traffic().sent())
            .with("pushed", setup.traffic().arrived()).with(RATE, messages / took).with(CPU, cpu).with("compilers' CPU us", compiling)
            .with("latency", setup.traffic().latencies()));
        setup.servers().get(0).deleteOffline();
    }
}
