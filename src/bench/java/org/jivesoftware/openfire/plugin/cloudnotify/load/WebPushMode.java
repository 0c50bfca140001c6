package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.Endpoints;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.TestCertificate;

/**
 * Pushes to endpoints of browsers, encrypted and signed, beside pushes to a component, in turn; and whether the others notice where one of
 * the endpoints' servers hangs.
 */
final class WebPushMode {
    private static final String SERVICE = "appserver";

    private final Options options;
    private final Report report = new Report("Pushes to endpoints of browsers");
    private final int users;
    private final int origins;
    private final int rate;

    WebPushMode(Options options) {
        this.options = options;
        this.users = options.number("users", 1_000);
        this.origins = options.number("origins", 20);
        this.rate = options.number("rate", 100);
    }

    void run() throws IOException {
        Path folder = Files.createTempDirectory("endpoints");
        TestCertificate certificate = TestCertificate.in(folder);
        try (EndpointServers servers = new EndpointServers(certificate.keyStore(), TestCertificate.PASSWORD, origins);
             World world = new World(options, config -> config.jvm("-Djavax.net.ssl.trustStore=" + certificate.trustStore(),
                 "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD, "-Djavax.net.ssl.trustStoreType=PKCS12"))) {
            Scene scene = new Scene(world, servers);
            scene.warmUp();
            scene.besideAComponent();
            scene.oneHangs();
        }
        report.write(options.folder(), "webpush");
    }

    /** Users with a device at a component, users with an endpoint, and who writes to them. */
    private final class Scene {
        private final World world;
        private final EndpointServers servers;
        private final Traffic component;
        private final Traffic all;
        private final Traffic others;
        private final Traffic first;
        private volatile Traffic counted;

        Scene(World world, EndpointServers servers) throws IOException {
            this.world = world;
            this.servers = servers;
            set("endpoint-key", Endpoints.KEY);
            set("allowed-web-push", String.join(",", servers.hosts()));
            set("max-pushes-per-minute", "0");
            set("merge-window", "0");
            set("web-push", "true");
            String[] plain = World.names("c", users);
            String[] browsers = World.names("w", users);
            String[] senders = World.names("s", 4);
            world.users(plain);
            world.users(browsers);
            world.users(senders);
            world.register(SERVICE, plain);
            world.register(registrations(browsers));
            component = traffic(senders[0], Arrays.asList(plain));
            world.service(SERVICE).listener(component::pushed);
            all = traffic(senders[1], Arrays.asList(browsers));
            // Those of the first server are at the places that are multiples of the number of servers.
            others = traffic(senders[2], each(browsers, false));
            first = traffic(senders[3], each(browsers, true));
            servers.listener(this::pushed);
        }

        private void set(String name, String value) {
            world.control().properties().set("cloudnotify." + name, value);
        }

        private Traffic traffic(String sender, List<String> recipients) throws IOException {
            return new Traffic(List.of(world.login(sender, "desktop")), recipients.stream().map(world::bare).toArray(String[]::new));
        }

        private List<String> each(String[] names, boolean ofFirst) {
            return IntStream.range(0, names.length).filter(i -> (i % origins == 0) == ofFirst).mapToObj(i -> names[i]).toList();
        }

        private List<Registration> registrations(String[] names) {
            Endpoints endpoints = new Endpoints();
            String[] hosts = servers.hosts();
            List<Registration> all = new ArrayList<>();
            for (int i = 0; i < names.length; i++) {
                all.add(endpoints.of(names[i], world.server.domain(), "https://" + hosts[i % origins] + "/" + "%06d".formatted(i)));
            }
            return all;
        }

        private void pushed(String path, long nanos) {
            int place = Integer.parseInt(path);
            Traffic present = counted;
            if (present == all) {
                all.pushed(path, nanos);
            } else if (place % origins == 0) {
                first.pushed("%06d".formatted(place / origins), nanos);
            } else {
                others.pushed("%06d".formatted(place - place / origins - 1), nanos);
            }
        }

        void warmUp() {
            counted = all;
            long end = System.nanoTime() + options.number("warmup", 60) * 1_000_000_000L;
            while (System.nanoTime() < end) {
                component.run(0, 2, true);
                all.run(0, 2, true);
                world.deleteOffline();
            }
        }

        void besideAComponent() {
            for (int round = 0; round < options.number("rounds", 5); round++) {
                step("component", component);
                step("endpoints", all);
            }
            report.remark("Connections to %d servers so far: %d".formatted(origins, servers.connections()));
        }

        private void step(String what, Traffic traffic) {
            Usage before = Usage.now(world.control());
            traffic.run(rate, options.seconds(5), true);
            Usage used = Usage.now(world.control()).since(before);
            report.add(new Step().with("what", what).with("pushed", traffic.arrived()).with("latency", traffic.latencies())
                .with(used, traffic.arrived()));
            world.deleteOffline();
        }

        /** In turn, each of both first in every other pair, so that what else the machine does hits both alike. */
        void oneHangs() throws IOException {
            counted = others;
            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            for (int round = 0; round < 2 * options.number("rounds", 5); round++) {
                boolean hangs = round % 4 == 1 || round % 4 == 2;
                servers.hang(0, hangs);
                both(hangs ? "one of " + origins + " hangs" : "all answer");
                (hangs ? with : without).add(others.latencies().millis(0.99));
            }
            servers.hang(0, false);
            report.remark("p99 of the others, median of %d rounds: %.1f ms while all answer, %.1f ms while one hangs, ratio %.2f"
                .formatted(with.size(), Medians.of(without), Medians.of(with), Medians.of(with) / Medians.of(without)));
        }

        private void both(String what) {
            Thread hanging = new Thread(() -> first.run(Math.max(1, rate / origins), options.seconds(5), true), "first");
            first.patience(1);
            hanging.start();
            others.run(rate, options.seconds(5), true);
            World.join(hanging);
            report.add(new Step().with("what", what + ": the others").with("pushed", others.arrived())
                .with("latency", others.latencies()));
            world.deleteOffline();
        }
    }
}
