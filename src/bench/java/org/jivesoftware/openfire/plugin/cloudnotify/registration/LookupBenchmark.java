package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Stores;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.server.ServiceMessages;
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
import org.xmpp.packet.Message;

/**
 * What a stanza costs whose recipient has no registrations (goal: below 100 ns and 0 B/op, and no slower with a second thread):
 * look-ups of users at random, first alone, then on the way through the interceptors.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class LookupBenchmark {

    private static final int MESSAGES = 4_096;

    /** How many users the cache knows to have none. */
    @Param({"1000", "100000"})
    int users;

    private String[] names;
    private Message[] messages;
    private Registrations registrations;
    private ServiceMessages services;
    private final Parts parts = new Parts("4.2.0", System::nanoTime);
    private final UserExecutor executor = new UserExecutor(1, 10, parts.part(PartName.WORK));

    /** Fills the cache. */
    @Setup
    public void fill() {
        names = Material.users("user", users);
        // Twice the room, so that none of them is evicted: Caffeine may drop some at random when it is nearly full.
        registrations = Stores.cached(names, user -> List.of(), 2L * users);
        String[] shuffled = names.clone();
        java.util.Collections.shuffle(java.util.Arrays.asList(shuffled), new java.util.Random(1));
        names = shuffled;
        messages = new Message[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = Material.chat(names[i % users] + "@" + Material.DOMAIN, i);
        }
        services = new ServiceMessages(ordinary -> new RemoteDisabling(Material.DOMAIN, registrations, executor, ordinary)::swallows,
            packet -> { }, InterceptorManager.getInstance(), parts.part(PartName.SERVICE_MESSAGES));
    }

    /** Leaves Openfire's manager as it was. */
    @TearDown
    public void close() {
        services.close();
        executor.close();
    }

    /** The look-up alone. */
    @Benchmark
    public boolean known() {
        return registrations.known(names[ThreadLocalRandom.current().nextInt(users)]).isEmpty();
    }

    /** The same from two threads at once: nothing is shared. */
    @Benchmark
    @Threads(2)
    public boolean knownByTwo() {
        return known();
    }

    /** What choosing a user at random costs, to be subtracted. */
    @Benchmark
    public String none() {
        return names[ThreadLocalRandom.current().nextInt(users)];
    }

    /** A user's own message on its way through the interceptor that looks for messages of services, all four calls. */
    @Benchmark
    public void serviceMessages() throws PacketRejectedException {
        Message message = messages[ThreadLocalRandom.current().nextInt(MESSAGES)];
        services.interceptPacket(message, Sessions.ANY, true, false);
        services.interceptPacket(message, Sessions.ANY, false, false);
        services.interceptPacket(message, Sessions.ANY, false, true);
        services.interceptPacket(message, Sessions.ANY, true, true);
    }

    /** A message of a component or another server, which is looked at. */
    @Benchmark
    public void serviceMessagesWithoutSession() throws PacketRejectedException {
        services.interceptPacket(messages[ThreadLocalRandom.current().nextInt(MESSAGES)], null, true, false);
    }

    /** A session of which nothing is asked. */
    private static final class Sessions {
        static final org.jivesoftware.openfire.session.Session ANY = (org.jivesoftware.openfire.session.Session)
            java.lang.reflect.Proxy.newProxyInstance(LookupBenchmark.class.getClassLoader(),
                new Class<?>[] {org.jivesoftware.openfire.session.Session.class}, (self, method, arguments) -> null);
    }
}
