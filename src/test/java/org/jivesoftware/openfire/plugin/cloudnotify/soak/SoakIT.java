package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.HttpBind;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Random lives of many clients against an oracle. Once with a fixed seed and once with a fresh one; -Dsoak.seed, -Dsoak.seconds and
 * -Dsoak.clients play another, longer or larger one.
 */
class SoakIT {

    private static final long FIXED = 2;

    @Test
    @DisabledIfSystemProperty(named = "soak.seed", matches = ".+", disabledReason = "another seed is asked for")
    void aFixedSeed() {
        play(FIXED);
    }

    @Test
    void aFreshSeed() {
        play(Long.getLong("soak.seed", ThreadLocalRandom.current().nextInt(1_000_000)));
    }

    private static void play(long seed) {
        Rules rules = Rules.of(seed, Duration.ofSeconds(Integer.getInteger("soak.seconds", 15)), Integer.getInteger("soak.clients", 40));
        System.out.println("Soak: " + rules);
        // A query that comes just when a client enables stream management puts Openfire's count out by one for ever, where it has Netty.
        HttpBind http = HttpBind.free();
        ServerConfig config = http.on(ServerConfig.usual().named("soak").property("xmpp.client.version-query.enabled", "false"), 600);
        try (TestServer server = TestServer.start(config); Scenario scenario = new Scenario(server)) {
            String figures = new Soak(scenario, http, rules).play();
            scenario.assertNoWarnings();
            System.out.println("Soak: " + figures);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("The soak failed; again with " + rules.replay() + ": " + e.getMessage(), e);
        }
    }
}
