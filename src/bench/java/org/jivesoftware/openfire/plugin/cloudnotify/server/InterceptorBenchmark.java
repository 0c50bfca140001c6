package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.StreamID;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Stores;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.RoutingThread;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.SaidInRoom;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RemoteDisabling;
import org.jivesoftware.openfire.plugin.cloudnotify.session.ServerSessions;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.OwnWords;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Routed;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.mockito.Mockito;
import org.objenesis.ObjenesisStd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * The way of a message between two online users without registrations past everything that the plugin has put there: both interceptors,
 * called four times each, as Openfire does (goal: below 100 ns and 0 B/op).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class InterceptorBenchmark {

    /**
     * How many users are talked to in turn. Of few, the messages and sessions are in the processor's cache, as they are in a server that
     * has just read and routed them; of many, they come from memory, which costs more than all that is done here ({@link #untouched}).
     */
    @Param({"16", "1000", "10000"})
    int users;

    private Message[] messages;
    private LocalClientSession[] recipients;
    private LocalClientSession sender;
    private ServiceMessages services;
    private final Parts parts = new Parts("4.2.0", System::nanoTime);
    private final UserExecutor executor = new UserExecutor(1, 10, parts.part(PartName.WORK));
    private StanzaInterceptor interceptor;

    /** Builds what the plugin builds, without a server around it. */
    @Setup
    public void build() {
        String[] names = Material.users("user", users);
        Registrations registrations = Stores.cached(names, user -> List.of(), 2L * users);
        Settings settings = new Settings(new Material.NoProperties());
        StanzaReader reader = new StanzaReader(Material.DOMAIN);
        Reasons reasons = new Reasons(Material.DOMAIN);
        JourneyRegistry journeys = new JourneyRegistry(Runnable::run);
        SessionTracker tracker = new SessionTracker(registrations, settings, (user, work) -> true, (user, journey, work) -> true,
            Clock.systemUTC(), System::nanoTime, journeys, none(ServerSessions.class), none(SessionListener.class));
        // Never called for these users.
        OpenfireSessions sessions = Mockito.mock(OpenfireSessions.class);
        Routed routed = Mockito.mock(Routed.class);
        interceptor = new StanzaInterceptor(Material.DOMAIN, registrations, reader, reasons,
            new RoutingThread<>(journeys, StanzaReader::delayed, (one, other) -> false),
            new Reflections(Material.DOMAIN, new OwnWords(Runnable::run), (occupant, user) -> false, new SaidInRoom(journeys)), journeys,
            sessions, tracker, routed, parts.part(PartName.STANZAS));
        services = new ServiceMessages(ordinary -> new RemoteDisabling(Material.DOMAIN, registrations, executor, ordinary)::swallows,
            packet -> { }, InterceptorManager.getInstance(), parts.part(PartName.SERVICE_MESSAGES));
        messages = new Message[users];
        recipients = new LocalClientSession[users];
        for (int i = 0; i < users; i++) {
            messages[i] = Material.chat(names[i] + "@" + Material.DOMAIN, i);
            recipients[i] = session(names[i]);
        }
        sender = session("bob");
    }

    private static <T> T none(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> null));
    }

    /** Without its constructor, which wants a running server. */
    private static LocalClientSession session(String user) {
        LocalClientSession session = new ObjenesisStd().newInstance(LocalClientSession.class);
        set(session, "streamID", new Id(user + "-stream"));
        set(session, "address", new JID(user, Material.DOMAIN, "phone"));
        return session;
    }

    private static void set(LocalClientSession session, String name, Object value) {
        try {
            Field field = LocalSession.class.getDeclaredField(name);
            field.setAccessible(true);
            field.set(session, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Id(String id) implements StreamID {
        @Override
        public String getID() {
            return id;
        }
    }

    /** Leaves Openfire's manager as it was. */
    @TearDown
    public void close() {
        services.close();
        executor.close();
    }

    /** In, out, out, in: the whole way of one message. */
    @Benchmark
    public void journey() throws PacketRejectedException {
        int i = ThreadLocalRandom.current().nextInt(users);
        Message message = messages[i];
        LocalClientSession recipient = recipients[i];
        services.interceptPacket(message, sender, true, false);
        interceptor.interceptPacket(message, sender, true, false);
        services.interceptPacket(message, recipient, false, false);
        interceptor.interceptPacket(message, recipient, false, false);
        services.interceptPacket(message, recipient, false, true);
        interceptor.interceptPacket(message, recipient, false, true);
        services.interceptPacket(message, sender, true, true);
        interceptor.interceptPacket(message, sender, true, true);
    }

    /** What the messages and sessions themselves cost: they are looked at, and the plugin is not there. */
    @Benchmark
    public int untouched() {
        int i = ThreadLocalRandom.current().nextInt(users);
        return messages[i].getElement().attributeValue("to").length() + recipients[i].getAddress().getNode().length();
    }

    /** The same on two threads: nothing is shared but the cache. */
    @Benchmark
    @Threads(2)
    public void journeyOfTwo() throws PacketRejectedException {
        journey();
    }
}
