package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A cluster that a class of tests starts, and the people of one test at each of its nodes. */
abstract class ClusterRoom {

    static TestCluster cluster;

    final List<Scenario> nodes = new ArrayList<>();

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void open() {
        for (int i = 0; i < cluster.size(); i++) {
            nodes.add(new Scenario(cluster.node(i)));
        }
        set("cloudnotify.merge-window", "0");
    }

    @AfterEach
    void end() {
        nodes.forEach(Scenario::close);
    }

    /** Changes a setting at one node, and returns when all have it. */
    void set(String key, String value) {
        nodes.get(0).property(key, value);
        nodes.forEach(node -> node.await(key, () -> value.equals(node.control().properties().get(key))));
    }
}
