package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;

/**
 * A {@link Contender} with a members-only room, in which its owner talks, while all members are away with one device each. Clients do by
 * XMPP what clients do; the same for every server, but for what a member has to ask for.
 */
final class RoomEntrant implements Closeable {
    static final String RATE = "pushes a second";
    static final String CPU = "CPU us each push";
    static final String PUSHES = "pushes each message";
    static final String WOKEN = "members woken";
    static final String LAST = "last push p50 ms";
    static final String LATEST = "last push max ms";

    private static final String ROOM = "room@conference." + Contender.DOMAIN;
    private static final int PATIENCE_SECONDS = 15;
    private static final long NAP = 100_000;

    private final Contender contender;
    private final List<Closeable> open = new ArrayList<>();
    private final String version;
    private final int members;
    private final TalkingRoom room;
    private final AtomicLong arrived = new AtomicLong();
    private final Set<String> woken = ConcurrentHashMap.newKeySet();
    private volatile Latencies latencies = new Latencies();
    private volatile long saidAt;
    private volatile long lastAt;

    RoomEntrant(Contender contender, int members) throws IOException {
        this.contender = contender;
        this.members = members;
        open.add(contender);
        version = Entrant.version(contender);
        String[] names = World.names("r", members);
        contender.accounts(names);
        contender.accounts("owner");
        LeanStream owner = contender.login("owner", "desktop");
        open.add(owner);
        room = new TalkingRoom(owner, ROOM, true);
        room.members(names, Contender.DOMAIN, 1);
        for (String name : names) {
            register(name);
        }
        LeanService service = new LeanService(contender.componentPort(), Entrant.SERVICE, ServerConfig.COMPONENT_SECRET);
        open.add(service);
        service.listener(this::pushed);
        room.listen();
        // The last of those who registered are leaving.
        World.sleep(1_000);
    }

    /** Registers a device of a member, who then leaves. */
    private void register(String user) throws IOException {
        try (LeanStream stream = contender.login(user, "phone")) {
            stream.send(Entrant.enabling(user));
            stream.awaitAnswer("enable");
            String request = contender.roomRequest(user);
            if (!request.isEmpty()) {
                stream.send("<iq type='set' id='room' to='" + ROOM + "'>" + request + "</iq>");
                stream.awaitAnswer("room");
            }
            stream.send("</stream:stream>");
        }
    }

    private void pushed(String node, long nanos) {
        woken.add(node);
        lastAt = nanos;
        if (arrived.incrementAndGet() % members == 0) {
            latencies.add(nanos - saidAt);
        }
    }

    Contender.Name name() {
        return contender.name();
    }

    /** The server's version. */
    String versionText() {
        return contender.name().server() + " " + version;
    }

    /** Says as much as goes: so many messages are under way at most, each until all members have been pushed to. */
    Map<String, Double> most(int seconds, int window) throws IOException {
        return talk(seconds, window, 0);
    }

    /** Says something once a second. */
    Map<String, Double> steady(int seconds) throws IOException {
        return talk(seconds, seconds, 1_000_000_000L);
    }

    private Map<String, Double> talk(int seconds, int window, long pause) throws IOException {
        arrived.set(0);
        woken.clear();
        latencies = new Latencies();
        ProcessUsage before = ProcessUsage.of(contender.pid());
        long begin = System.nanoTime();
        lastAt = begin;
        long end = begin + seconds * 1_000_000_000L;
        long said = 0;
        while (System.nanoTime() < end && await((said - window + 1) * members)) {
            while (System.nanoTime() < begin + said * pause) {
                LockSupport.parkNanos(NAP);
            }
            saidAt = System.nanoTime();
            room.say("Are you there? This is number " + saidAt);
            said++;
        }
        await(said * members);
        ProcessUsage after = ProcessUsage.of(contender.pid());
        contender.forget();
        return figures(said, (lastAt - begin) / 1e9, pause == 0, before, after);
    }

    private Map<String, Double> figures(long said, double took, boolean most, ProcessUsage before, ProcessUsage after) {
        double pushes = Math.max(1, arrived.get());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("messages", (double) said);
        if (most) {
            figures.put(RATE, arrived.get() / Math.max(1e-9, took));
        }
        figures.put(CPU, (after.cpuMicros() - before.cpuMicros()) / pushes);
        figures.put(Standings.COMPILING, (after.compiling() - before.compiling()) / pushes);
        figures.put(PUSHES, arrived.get() / (double) said);
        figures.put(WOKEN, (double) woken.size());
        if (latencies.count() > 0) {
            figures.put(LAST, latencies.millis(0.5));
            figures.put(LATEST, latencies.millis(1));
        }
        figures.put("resident MB", after.resident() / 1e6);
        return figures;
    }

    /** Waits for so many pushes; false where they do not come. */
    private boolean await(long pushes) {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (arrived.get() < pushes) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(NAP);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        // Streams first, the server last, which was opened first.
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}
