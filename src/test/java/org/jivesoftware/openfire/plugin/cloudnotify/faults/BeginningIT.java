package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.FaultyJar;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.LogLine;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.FaultCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.Leftovers;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.PluginCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A start that fails on a real server, because something of Openfire's does: it begins anew, and what failed leaves nothing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BeginningIT {

    private static final String PLUGIN = "cloudnotify";
    private static final String CODE = "org.jivesoftware.openfire.plugin.cloudnotify";
    /** Where the start fails, from its beginning to its end. */
    private static final Set<String> POINTS = new TreeSet<>(List.of("registration/DisabledCleaner.<init>", "outbox/Outbox.<init>",
        "Reacting.<init>", "Administering.<init>", "server/UserWishes.onChange", "server/Components.<init>", "session/SessionTracker.adopt",
        "cluster/Meetings.membersChanged", "server/DiscoFeatures.announce", "statistics/OpenfireStatistics.addAll",
        "statistics/MetricsAccess.update"));
    /** What Openfire itself makes of a plugin before it is started, and takes back when it is unloaded. */
    private static final Set<String> OPENFIRES_OWN = Set.of("servlets");

    @TempDir
    private static Path folder;
    private static TestServer server;
    /** What there is with the plugin, and without it. */
    private static Map<String, Integer> loaded;
    private static Map<String, Integer> unloaded;

    private FaultCommands faults;
    private PluginCommands plugins;

    @BeforeAll
    static void start() {
        Path jar = folder.resolve("cloudnotify.jar");
        assertTrue(FaultyJar.make(ServerConfig.pluginJar(), jar, POINTS).containsAll(POINTS), "there are such points");
        server = TestServer.start(ServerConfig.usual().named("beginning").plugin(PLUGIN, jar));
        PluginCommands plugins = server.control().plugins();
        // What Openfire makes on demand is there afterwards.
        try (Scenario scenario = new Scenario(server)) {
            assertWorks(scenario);
        }
        plugins.unload(PLUGIN);
        unloaded = plugins.registrations();
        plugins.load(PLUGIN);
        loaded = plugins.registrations();
        plugins.unload(PLUGIN);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void begin() {
        faults = server.control().faults();
        plugins = server.control().plugins();
        faults.disarm();
    }

    static Set<String> points() {
        return POINTS;
    }

    @ParameterizedTest
    @MethodSource("points")
    void whatFailsTwiceWorksThenAndNothingIsThereTwice(String point) {
        try (Scenario scenario = new Scenario(server)) {
            faults.armTimes(point, 2);
            plugins.load(PLUGIN);
            assertEquals(2, faults.hits(point));
            assertEquals(List.of("WARN", "WARN"), said(scenario));
            assertEquals(loaded, plugins.registrations());
            assertWorks(scenario);
            assertLeavesNothing(plugins.unload(PLUGIN));
        }
    }

    /** Openfire 4.2.0 and all later ones name each component to a new listener, and cannot read the address of this one. */
    @Test
    void whatGoesOnFailingIsToldLeavesNothingAndCanBeLoadedAgain() {
        try (Scenario scenario = new Scenario(server)) {
            faults.spoilComponents(true);
            scenario.atEnd(() -> faults.spoilComponents(false));
            plugins.load(PLUGIN);
            assertEquals(List.of("WARN", "WARN", "ERROR"), said(scenario));
            assertEquals(List.of(), plugins.threads(PLUGIN));
            assertEquals(without(unloaded), without(plugins.registrations()));
            assertLeavesNothing(plugins.unload(PLUGIN));
            faults.spoilComponents(false);
            plugins.load(PLUGIN);
            assertEquals(loaded, plugins.registrations());
            assertWorks(scenario);
            assertLeavesNothing(plugins.unload(PLUGIN));
        }
    }

    private static List<String> said(Scenario scenario) {
        return server.log().since(scenario.logMark(), CODE).stream().filter(LogLine::isWarning).map(LogLine::level).toList();
    }

    private static Map<String, Integer> without(Map<String, Integer> registrations) {
        TreeMap<String, Integer> rest = new TreeMap<>(registrations);
        rest.keySet().removeAll(OPENFIRES_OWN);
        return rest;
    }

    /** A device away and one asleep are pushed once each, and a message is counted once. */
    private static void assertWorks(Scenario scenario) {
        PushService service = scenario.pushService("push");
        Devices devices = new Devices(scenario, service);
        TestUser away = scenario.user("away");
        TestUser asleep = scenario.user("asleep");
        scenario.leave(devices.phone(away, "away"));
        devices.hibernate(devices.phone(asleep, "asleep"));
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        for (TestUser user : List.of(away, asleep)) {
            bob.chat(user.jid(), "news");
            var push = service.awaitPush();
            assertEquals(user == away ? "away" : "asleep", push.node());
            assertEquals(1, push.messageCount());
        }
        service.assertNoPushWithin(Devices.SILENCE);
    }

    private void assertLeavesNothing(Leftovers leftovers) {
        assertEquals(List.of(), leftovers.threads());
        assertEquals(unloaded, plugins.registrations());
        assertTrue(leftovers.classLoaderCollected(), leftovers::toString);
    }
}
