package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster.ClusteringPlugin;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster.HazelcastStrategy;
import org.junit.jupiter.api.Assumptions;

/** Two or more test servers that are one cluster, with one PostgreSQL database. */
public final class TestCluster implements AutoCloseable {
    /** How many nodes there are, where nobody says otherwise. */
    public static final int NODES = 2;

    private static final String CLOUD_NOTIFY = "cloudnotify";
    private static final Duration MEETING = Duration.ofSeconds(60);
    /** Hazelcast gives up who is silent for a minute. */
    private static final Duration GIVING_UP = Duration.ofMinutes(3);
    /** Hazelcast looks for parts that were split off every few minutes only. */
    private static final Duration MERGING = Duration.ofMinutes(8);
    private static final Pattern MET = Pattern.compile("Cluster node (.*) runs Cloud Notify ");

    private final EmbeddedPostgres database;
    private final Path folder;
    private final List<TestServer> nodes = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();
    /** Where their logs were when they were last made to meet. */
    private final Map<TestServer, Long> marks = new HashMap<>();
    /** What the Hazelcast plugin's traffic goes over, where it can be split. */
    private ClusterNetwork network;

    /** Two nodes. */
    public TestCluster() {
        this(NODES);
    }

    /**
     * Starts the nodes, and returns when they know each other. Skips the test where another Openfire is tested, which clusters
     * otherwise.
     */
    public TestCluster(int size) {
        this(size, false);
    }

    /** The same, and {@link #splitOff} and {@link #heal} work, also where the Hazelcast plugin clusters. */
    public static TestCluster thatSplits(int size) {
        return new TestCluster(size, true);
    }

    private TestCluster(int size, boolean splits) {
        this(size, UnaryOperator.identity(), splits);
        try {
            awaitMet(null);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * The same, but returns when Openfire's nodes know each other, whether or not the plugins do.
     *
     * @param changes what differs from the usual server; before what clustering needs is added
     */
    public TestCluster(int size, UnaryOperator<ServerConfig> changes) {
        this(size, changes, false);
    }

    private TestCluster(int size, UnaryOperator<ServerConfig> changes, boolean splits) {
        Assumptions.assumeTrue(Openfire.tested() instanceof EmbeddedOpenfire || HazelcastJar.given(),
            "the tests' clustering is written for Openfire 4.2.0; where the property " + HazelcastJar.PROPERTY
                + " names the jar of the Hazelcast plugin, newer ones are clustered by that");
        try {
            database = EmbeddedPostgres.builder().start();
            folder = Files.createTempDirectory("clustering-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            for (int i = 0; i < size; i++) {
                ports.add(Integer.toString(ServerPorts.free().client()));
            }
            boolean small = Openfire.tested() instanceof EmbeddedOpenfire;
            network = splits && !small ? new ClusterNetwork(ports.stream().map(Integer::valueOf).toList()) : null;
            for (int i = 0; i < size; i++) {
                ServerConfig config = changes.apply(ServerConfig.usual().named("node" + i))
                    .database(database.getJdbcUrl("postgres", "postgres"));
                nodes.add(TestServer.start(small ? small(config, i)
                        : HazelcastJar.clustered(config, folder, ports.get(i), address(i),
                            IntStream.range(0, size).mapToObj(this::address).toList())));
            }
            awaitSizes();
        } catch (IOException | RuntimeException e) {
            close();
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
        }
    }

    /** Where the others reach a node. */
    private String address(int number) {
        return network == null ? "127.0.0.1:" + ports.get(number) : network.address(number);
    }

    /** Clustered by as little as it takes. */
    private ServerConfig small(ServerConfig config, int number) throws IOException {
        // Its own first.
        List<String> all = new ArrayList<>(ports);
        Collections.rotate(all, -number);
        return config.plugin(ClusteringPlugin.NAME, ClusteringPlugin.jar(folder))
                .property("cache.clustering.clustered.class", HazelcastStrategy.class.getName())
                .jvm("-D" + HazelcastStrategy.PORTS + "=" + String.join(",", all));
    }

    /** How many nodes there are. */
    public int size() {
        return nodes.size();
    }

    /** One of the nodes. */
    public TestServer node(int number) {
        return nodes.get(number);
    }

    /** Starts a node again that was stopped or killed, and returns when all know each other. */
    public void startAgain(int number) {
        mark();
        node(number).start();
        awaitTogether(node(number));
    }

    /** Reloads Cloud Notify on a node, and returns when all know each other. */
    public void reload(int number) {
        mark();
        node(number).control().plugins().unload(CLOUD_NOTIFY);
        node(number).control().plugins().load(CLOUD_NOTIFY);
        awaitTogether(node(number));
    }

    /** Unloads Cloud Notify on all nodes. */
    public void unload() {
        nodes.forEach(server -> server.control().plugins().unload(CLOUD_NOTIFY));
    }

    /** Loads Cloud Notify on all nodes, and returns when all know each other. */
    public void load() {
        mark();
        nodes.forEach(server -> server.control().plugins().load(CLOUD_NOTIFY));
        awaitTogether(null);
    }

    /** Splits off a node: neither it nor any other hears of the other half. Returns when Openfire knows. */
    public void splitOff(int number) {
        if (network != null) {
            network.cutOff(number);
        } else {
            for (int i = 0; i < nodes.size(); i++) {
                List<String> others = new ArrayList<>(ports);
                others.remove(number);
                node(i).control().cluster().lose(i == number ? String.join(",", others) : ports.get(number));
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            awaitSize(node(i), i == number ? 1 : nodes.size() - 1, network == null ? MEETING : GIVING_UP);
        }
    }

    /** Has the halves find each other, and returns when all know each other. */
    public void heal(int number) {
        mark();
        if (network != null) {
            network.mend();
            nodes.forEach(server -> awaitSize(server, nodes.size(), MERGING));
        } else {
            nodes.forEach(server -> server.control().cluster().reunite());
        }
        awaitTogether(node(number));
    }

    private void mark() {
        nodes.forEach(server -> marks.put(server, server.log().mark()));
    }

    private void awaitSize(TestServer server, int size, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (server.control().cluster().nodes() != size) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("The nodes are not " + size + " for " + nodes.indexOf(server) + ". "
                    + nodes.stream().map(each -> each.tail(0)).toList());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** @param fresh the one that the others have to meet anew; null where all are new */
    private void awaitTogether(TestServer fresh) {
        awaitSizes();
        awaitMet(fresh);
    }

    private void awaitSizes() {
        nodes.forEach(server -> awaitSize(server, nodes.size(), MEETING));
    }

    private void awaitMet(TestServer fresh) {
        for (TestServer server : nodes) {
            int others = fresh == null || server == fresh ? nodes.size() - 1 : 1;
            Set<String> met = new HashSet<>();
            server.log().await(marks.getOrDefault(server, 0L), line -> {
                Matcher matcher = MET.matcher(line.text());
                return matcher.find() && met.add(matcher.group(1)) && met.size() >= others;
            }, MEETING);
        }
    }

    @Override
    public void close() {
        nodes.forEach(TestServer::close);
        if (network != null) {
            network.close();
        }
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerHome.delete(folder);
    }
}
