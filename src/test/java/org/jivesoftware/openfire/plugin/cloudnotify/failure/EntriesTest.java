package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.Test;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;

/** Nothing that Openfire may call lets a failure out: the shape that the package {@code failure} asks for, read out of the classes. */
class EntriesTest {

    /** Those whose failures are meant for Openfire, with the reason, and what of another kind they do outside of their guard. */
    private static final Map<String, String> MEANT = Map.of(
        "CloudNotifyPlugin.initializePlugin", "a failed start is Openfire's affair, which tries again",
        "CloudNotifyPlugin.destroyPlugin", "each part that ends is guarded by itself",
        "server/ClusterTaskMail.writeExternal", "that it cannot be sent is the affair of whoever sends it",
        "server/ClusterTaskMail.readExternal", "what is no mail is refused",
        "api/ClassLoaderBridge.invoke", "stands between two plugins, and brings the one what the other throws");
    private static final Map<String, Set<String>> ALLOWED = Map.of(
        // Other commands, as if this plugin were not there.
        "adhoc/CommandHandler.handleIQ", Set.of("calls org/jivesoftware/openfire/handler/IQHandler.handleIQ"));

    private final Entries entries = new Entries(Path.of("target", "classes"));

    @Test
    void everyEntryIsGuarded() {
        Map<String, List<String>> open = new TreeMap<>();
        for (String entry : entries.all()) {
            String name = entry.substring(0, entry.indexOf('('));
            List<String> found = entries.unguarded(entry).stream().filter(step -> !ALLOWED.getOrDefault(name, Set.of()).contains(step))
                .toList();
            if (!found.isEmpty() && !MEANT.containsKey(name)) {
                open.put(entry, found);
            }
        }
        assertEquals(Map.of(), open);
    }

    /** The search itself: what is known to be an entry is among those that it finds. */
    @Test
    void theEntriesAreFound() {
        Set<String> found = entries.all().stream().map(entry -> entry.substring(0, entry.indexOf('('))).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(Set.of("CloudNotifyPlugin.initializePlugin", "server/StanzaInterceptor.interceptPacket",
            "server/ServiceMessages.interceptPacket", "server/OfflineMessages.messageStored", "server/OpenfireSessions$1.sessionDestroyed",
            "server/Terminations$Delegate.invoke", "server/DiscoFeatures$Provider.invoke", "server/Accounts.userDeleting",
            "server/OpenfireProperties$1.propertySet", "server/OpenfireCluster.joinedCluster", "server/ClusterTaskMail.run",
            "server/OpenfireRouter$Ticket.receivedAnswer", "server/OtherPlugins.pluginDestroyed", "adhoc/ListedCommand.hasPermission",
            "registration/PushIqHandler.handleIQ", "statistics/OpenfireStatistics$Figure.sample", "statistics/MetricsServlet.service",
            "admin/ConsoleServlet.service"));
        missing.removeAll(found);
        assertEquals(Set.of(), missing);
        // The one for 4.6.4 and later, which the interface that this was compiled against does not know.
        assertTrue(entries.all().stream()
            .anyMatch(entry -> entry.startsWith("server/OfflineMessages.messageStored(Lorg/jivesoftware/openfire/OfflineMessage;")));
    }

    /** The test can fail: it finds what is done before, after and beside a guard, and in a lambda. */
    @Test
    void openOnesAreFound() {
        Entries samples = new Entries(Path.of("target", "test-classes", "org", "jivesoftware", "openfire", "plugin", "cloudnotify",
            "failure"));
        String listener = "failure/EntriesTest$Open";
        assertEquals(List.of("calls org/xmpp/packet/IQ.getID"), samples.unguarded(listener + ".receivedAnswer(Lorg/xmpp/packet/IQ;)V"));
        assertTrue(samples.unguarded(listener + ".answerTimeout(Ljava/lang/String;)V").contains("calls java/lang/String.isEmpty"));
        assertEquals(List.of(), samples.unguarded(listener + ".later(Ljava/lang/String;)V"));
        List<String> found = samples.all().stream().filter(entry -> entry.startsWith("failure/EntriesTest")).toList();
        assertTrue(found.contains(listener + ".later(Ljava/lang/String;)V"), found::toString);
        assertTrue(found.stream().anyMatch(entry -> entry.startsWith("failure/EntriesTest$Open.lambda$")
            && !samples.unguarded(entry).isEmpty()), found::toString);
    }

    /** Threads are begun where their failures are caught, and nowhere else. */
    @Test
    void threadsAreBegunInOnePlace() {
        Set<String> found = entries.classes().values().stream()
            .filter(type -> type.methods.values().stream().flatMap(method -> method.calls.stream())
                .anyMatch(call -> Stream.of("java/lang/Thread.<init>", "java/util/concurrent/Executors.", "java/util/Timer.<init>",
                    "java/util/concurrent/CompletableFuture.runAsync", "java/util/concurrent/CompletableFuture.supplyAsync",
                    "org/jivesoftware/util/TaskEngine.").anyMatch(call::startsWith)))
            .map(type -> type.name.substring(type.name.indexOf("cloudnotify/") + 12)).collect(Collectors.toCollection(TreeSet::new));
        // Those of the API answer other plugins, and run their code: what they throw is for the one who asked, or is said in its name. What
        // fails at the beginning is Openfire's to know.
        assertEquals(Set.of("Beginning", "concurrent/Crew$Hand", "concurrent/PeriodicThread", "concurrent/DaemonScheduler",
            "concurrent/UserExecutor$LaneThread",
            "extension/Api", "extension/GuardedListener"), found);
    }

    /** Samples of what is not right. */
    static final class Open implements IQResultListener {

        private final Part part = TestParts.part(PartName.ANSWERS);

        @Override
        public void receivedAnswer(IQ packet) {
            String id = packet.getID();
            try {
                id.length();
            } catch (Throwable e) {
                part.failed(e);
            }
        }

        @Override
        public void answerTimeout(String packetId) {
            try {
                packetId.isEmpty();
            } catch (RuntimeException e) {
                part.failed(e);
            } finally {
                packetId.length();
            }
        }

        /** As for another version of Openfire: nobody here calls it. */
        public void later(String id) {
            if (part.isOff()) {
                return;
            }
            try {
                id.length();
            } catch (Throwable e) {
                part.failed(e);
            }
        }

        static PacketInterceptor lambda() {
            return (packet, session, incoming, processed) -> packet.getID();
        }
    }
}
