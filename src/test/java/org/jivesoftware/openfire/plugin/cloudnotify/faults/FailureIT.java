package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.FaultyJar;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.LogLine;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.FaultCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that Openfire or a thread of the plugin's own calls fails, one after the other and all at once: clients stay connected, and
 * stanzas arrive. The server has a copy of the plugin that can be made to fail at the beginning of each guarded block, and counts it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FailureIT {

    private static final String PLUGIN = "cloudnotify";
    private static final String PARTS = "org.jivesoftware.openfire.plugin.cloudnotify.failure";

    /** Guards that no test here can reach, and why. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
        Map.entry("server/DiscoFeatures$Provider.invoke", "Openfire 4.3 and later only"),
        Map.entry("server/Terminations$Delegate.invoke",
            "Openfire 5.0 and later only, and when a detached session may have to end: TerminationsTest"),
        Map.entry("server/Terminations$Delegate.idle", "the same"),
        Map.entry("server/OpenfireCluster.send", "in a cluster only"),
        Map.entry("Beginning.run", "in a cluster only: BeginningTest"),
        Map.entry("extension/Api.lambda$registrations", "for another plugin that asks: ApiTest"),
        Map.entry("extension/GuardedListener.lambda$tell", "for another plugin that listens: GuardedListenerTest"),
        Map.entry("webpush/LookUps.work", "for a browser whose server is looked up: LookUpsTest"),
        Map.entry("failure/Part.failed", "what catches everything: PartTest"));
    /** What is done where something failed already. */
    private static final Set<String> BEHIND_OTHERS = Set.of("adhoc/CommandHandler.failed", "adhoc/ListedCommand.execute",
        "admin/ConsoleServlet.failed", "admin/ConsoleServlet.sendError", "registration/PushIqHandler.failed",
        "registration/PushIqHandler.refusedOrFailed", "server/ClusterTaskMail.lost", "server/ClusterMailTask.lost",
        "CloudNotifyPlugin.lost", "server/PushComponent.failed",
        "server/OpenfireRouter$Ticket.unread", "server/RoomRegistrations.failed", "statistics/MetricsServlet.failed");
    /** What happens at the start, for parts without which the others work. */
    private static final Map<String, PartName> STARTS = Map.ofEntries(
        Map.entry("server/OpenfireSessions.tell", PartName.SESSIONS), Map.entry("server/OfflineMessages.<init>", PartName.OFFLINE_MESSAGES),
        Map.entry("server/StanzaInterceptor.start", PartName.STANZAS), Map.entry("server/UserWishes.onChange", PartName.PRIVACY),
        Map.entry("server/OtherPlugins.<init>", PartName.OTHER_PLUGINS), Map.entry("server/Accounts.listen", PartName.ACCOUNTS),
        Map.entry("server/ServiceMessages.<init>", PartName.SERVICE_MESSAGES), Map.entry("cluster/Cluster.start", PartName.CLUSTER),
        Map.entry("server/DiscoFeatures.<init>", PartName.FEATURES), Map.entry("registration/ImportRequest.<init>", PartName.IMPORT),
        Map.entry("adhoc/Commands.<init>", PartName.COMMANDS), Map.entry("statistics/OpenfireStatistics.<init>", PartName.STATISTICS),
        Map.entry("statistics/MetricsAccess.<init>", PartName.METRICS), Map.entry("WebPushing.begin", PartName.WEB_PUSH));
    private static final Set<String> AT_THE_END = Set.of("Running.close", "server/RecordMethods.forget");

    @TempDir
    private static Path folder;
    private static TestServer server;
    private static Set<String> points;
    private static final Set<PartName> ALL = EnumSet.allOf(PartName.class);
    /** What was switched off since the plugin was loaded. */
    private static final Set<PartName> OFF = EnumSet.noneOf(PartName.class);

    private Scenario scenario;
    private FaultCommands faults;
    private FailurePeople people;

    @BeforeAll
    static void start() {
        Path jar = folder.resolve("cloudnotify.jar");
        points = FaultyJar.make(ServerConfig.pluginJar(), jar, STARTS.keySet());
        server = TestServer.start(ServerConfig.usual().named("failure").plugin(PLUGIN, jar).withConsole());
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
        faults.disarm();
        scenario = new Scenario(server);
    }

    @AfterEach
    void end() {
        faults.disarm();
        scenario.close();
    }

    /** Loads the plugin again where one of these parts is off, or nobody could enable pushes. */
    private void with(Set<PartName> parts) {
        if (OFF.contains(PartName.REGISTERING) || parts.stream().anyMatch(OFF::contains)) {
            server.control().plugins().unload(PLUGIN);
            server.control().plugins().load(PLUGIN);
            OFF.clear();
        }
        people = new FailurePeople(scenario);
    }

    static Stream<FailurePoint> reachable() {
        return FailurePoint.ALL.stream();
    }

    @Test
    @Order(1)
    void everyGuardOfThePluginIsTried() {
        Set<String> known = new TreeSet<>(FailurePoint.ALL.stream().map(FailurePoint::name).toList());
        known.addAll(ELSEWHERE.keySet());
        known.addAll(BEHIND_OTHERS);
        known.addAll(AT_THE_END);
        known.addAll(STARTS.keySet());
        assertEquals(known, points);
    }

    @ParameterizedTest
    @MethodSource("reachable")
    @Order(2)
    void memoryIsAtItsEnd(FailurePoint point) {
        with(ALL);
        long mark = server.log().mark();
        faults.arm(point.name(), "MEMORY");
        point.reach().accept(people);
        scenario.await(point.name() + " was hit", () -> faults.hits(point.name()) > 0);
        people.assertThatStanzasArrive();
        faults.disarm();
        people.assertThatStanzasArrive();
        people.assertThatPushesAreSent();
        assertEquals(List.of(), errors(mark));
        Set<String> said = new HashSet<>();
        server.log().since(mark, PARTS).forEach(line -> assertTrue(said.add(line.text().lines().findFirst().orElseThrow()
            .replaceFirst("^.*?failed at", "")), line::toString));
    }

    @ParameterizedTest
    @MethodSource("reachable")
    @Order(3)
    void openfireLacksSomething(FailurePoint point) {
        with(point.parts());
        long mark = server.log().mark();
        faults.arm(point.name(), "LINKAGE");
        point.reach().accept(people);
        scenario.await(point.name() + " was hit", () -> faults.hits(point.name()) > 0);
        people.assertThatStanzasArrive();
        Set<String> expected = point.parts().stream().map(PartName::words).collect(Collectors.toCollection(TreeSet::new));
        scenario.await("one line for each of " + expected, () -> errors(mark).size() >= expected.size());
        OFF.addAll(point.parts());
        // What is off is not called any more, and nothing is said again.
        faults.disarm();
        people.again();
        faults.arm(point.name(), "LINKAGE");
        point.reach().accept(people);
        people.assertThatStanzasArrive();
        List<String> errors = errors(mark);
        assertEquals(expected.size(), errors.size(), errors::toString);
        expected.forEach(part -> assertTrue(errors.stream().anyMatch(line -> line.contains(": " + part + ". Missing: NoSuchMethodError")
            && line.contains("Openfire " + number())), () -> part + " in " + errors));
    }

    /** Without what a version in work has behind it: the server words that otherwise than its files do. */
    private static String number() {
        return server.version().replaceFirst("-.*", "");
    }

    private static List<String> errors(long mark) {
        return server.log().since(mark, PARTS).stream().filter(line -> line.level().equals("ERROR")).map(LogLine::text).toList();
    }

    @Test
    @Order(4)
    void everythingFailsAtOnce() {
        with(ALL);
        for (String kind : List.of("MEMORY", "LINKAGE")) {
            points.stream().filter(point -> !AT_THE_END.contains(point)).forEach(point -> faults.arm(point, kind));
            people.send();
            people.assertThatStanzasArrive();
            scenario.await("the last resort of the page", () -> {
                people.page();
                return faults.hits("admin/ConsoleServlet.sendError") > 0;
            });
            scenario.await("the last resort of the request", () -> {
                people.askForPushes();
                return faults.hits("registration/PushIqHandler.failed") > 0;
            });
            people.assertThatStanzasArrive();
            faults.disarm();
            OFF.addAll(ALL);
        }
    }

    @Test
    @Order(6)
    void whatCannotStartIsLeftOutAndTheRestStarts() {
        with(ALL);
        server.control().plugins().unload(PLUGIN);
        long mark = server.log().mark();
        STARTS.keySet().forEach(point -> faults.arm(point, "LINKAGE"));
        server.control().plugins().load(PLUGIN);
        STARTS.keySet().forEach(point -> assertTrue(faults.hits(point) > 0, point));
        OFF.addAll(STARTS.values());
        List<String> errors = errors(mark);
        assertEquals(STARTS.size(), errors.size(), errors::toString);
        STARTS.values().forEach(part -> assertTrue(errors.stream().anyMatch(line -> line.contains(": " + part.words() + ". Missing:")),
            () -> part + " in " + errors));
        people.assertThatStanzasArrive();
        people.enablePushes();
        faults.disarm();
        with(ALL);
        people.assertThatPushesAreSent();
    }

    /** The last, since what cannot be ended stays. */
    @Test
    @Order(7)
    void thePluginEndsAllTheSame() {
        with(ALL);
        endWith("server/RecordMethods.forget");
        server.control().plugins().load(PLUGIN);
        people.assertThatPushesAreSent();
        endWith("Running.close");
    }

    private void endWith(String point) {
        faults.arm(point, "LINKAGE");
        server.control().plugins().unload(PLUGIN);
        assertFalse(server.control().plugins().loaded(PLUGIN));
        assertTrue(faults.hits(point) > 0, point);
        faults.disarm();
        people.assertThatStanzasArrive();
    }

    @Test
    @Order(5)
    void thePagesTellWhatIsSwitchedOff() {
        with(ALL);
        faults.arm("server/StanzaInterceptor.interceptPacket", "LINKAGE");
        people.send();
        scenario.await("it was hit", () -> faults.hits("server/StanzaInterceptor.interceptPacket") > 0);
        OFF.add(PartName.STANZAS);
        if (server.version().startsWith("4.2")) {
            // Other consoles put a frame around it that wants a login.
            assertTrue(people.page().contains("Openfire " + number() + " lacks what this part of Cloud Notify needs:"
                + " NoSuchMethodError: &#39;void org.example.Gone.method()&#39;"), people.page());
        }
    }
}
