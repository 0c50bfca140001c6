package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;

/**
 * A {@link Contender} made ready for its loads: with accounts, devices, streams and a push service. Clients do by XMPP what clients do;
 * the same for every server.
 */
final class Entrant implements Closeable {
    /** The address of the push service. */
    static final String SERVICE = "push." + Contender.DOMAIN;
    private static final int SENDERS = 2;
    // mod_cloud_notify merges what comes to a hibernated session within a second, and there is no setting for that.
    private static final int MERGING_SECONDS = 2;
    private static final String PHONE = "phone";
    private static final String ENABLE = "<iq type='set' id='enable'><enable xmlns='urn:xmpp:push:0' jid='" + SERVICE + "' node='node-%s'>"
        + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value>"
        + "</field><field var='secret'><value>0123456789abcdef0123456789abcdef</value></field></x></enable></iq>";

    private final Contender contender;
    private final List<Closeable> open = new ArrayList<>();
    private final String version;
    private final Traffic offline;
    private volatile Traffic hibernated;
    private final Pairs pairs = new Pairs();

    /**
     * @param users    how many are offline, with one device each
     * @param chatters how many pairs are online, without devices
     */
    Entrant(Contender contender, int users, int chatters) throws IOException {
        this.contender = contender;
        open.add(contender);
        this.version = version();
        String[] away = World.names("r", users);
        contender.accounts(away);
        if (contender.name().pushes()) {
            for (String user : away) {
                enable(user);
            }
        }
        LeanService service = new LeanService(contender.componentPort(), SERVICE, ServerConfig.COMPONENT_SECRET);
        open.add(service);
        this.offline = traffic("s", away);
        service.listener((node, nanos) -> {
            Traffic concerned = node.startsWith("node-h") ? hibernated : offline;
            if (concerned != null) {
                concerned.pushed(node, nanos);
            }
        });
        String[] from = World.names("c", chatters);
        String[] to = World.names("d", chatters);
        contender.accounts(from);
        contender.accounts(to);
        for (int i = 0; i < chatters; i++) {
            pairs.add(login(from[i], "desktop"), login(to[i], PHONE), bare(to[i]), PHONE);
        }
        // Presence is being told, and the last of those who enabled are leaving.
        World.sleep(1_000);
    }

    private String version() throws IOException {
        return version(contender);
    }

    /** What a server says of itself (XEP-0092). */
    static String version(Contender contender) throws IOException {
        contender.accounts("asker");
        try (LeanStream stream = contender.login("asker", PHONE)) {
            stream.send("<iq type='get' id='version' to='" + Contender.DOMAIN + "'><query xmlns='jabber:iq:version'/></iq>");
            String said = LeanStream.between(stream.awaitText("</query>"), "<version>", "</version>");
            return said == null ? "of an unknown version" : said;
        }
    }

    /** Registers a device of a user (XEP-0357), who then leaves. */
    private void enable(String user) throws IOException {
        try (LeanStream stream = contender.login(user, PHONE)) {
            stream.send(enabling(user));
            stream.awaitAnswer("enable");
            stream.send("</stream:stream>");
        }
    }

    /** What registers a device of a user (XEP-0357), with the id "enable"; its node is "node-" and the user's name. */
    static String enabling(String user) {
        return ENABLE.formatted(user);
    }

    /** Has so many users come online, each with a device, and lose their connections. */
    void hibernate(int sleepers) throws IOException {
        String[] asleep = World.names("h", sleepers);
        contender.accounts(asleep);
        for (String user : asleep) {
            hibernate(user);
        }
        // Some servers push for what was not acknowledged when the connection went.
        World.sleep(1_000);
        hibernated = traffic("t", asleep);
        hibernated.patience(MERGING_SECONDS);
    }

    /** The same with resumable stream management (XEP-0198), but the connection is lost. */
    private void hibernate(String user) throws IOException {
        try (LeanStream stream = contender.login(user, PHONE)) {
            stream.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
            stream.awaitText("<enabled");
            if (contender.name().pushes()) {
                stream.send(enabling(user));
                stream.awaitAnswer("enable");
            }
            stream.send("<presence/><iq type='get' id='ping'><ping xmlns='urn:xmpp:ping'/></iq><a xmlns='urn:xmpp:sm:3' h='0'/>");
            stream.awaitAnswer("ping");
        }
    }

    private Traffic traffic(String prefix, String[] recipients) throws IOException {
        String[] names = World.names(prefix, SENDERS);
        contender.accounts(names);
        List<LeanStream> senders = new ArrayList<>();
        for (String name : names) {
            senders.add(login(name, "desktop"));
        }
        return new Traffic(senders, Arrays.stream(recipients).map(Entrant::bare).toArray(String[]::new));
    }

    private LeanStream login(String user, String resource) throws IOException {
        LeanStream stream = contender.login(user, resource);
        open.add(stream);
        return stream;
    }

    private static String bare(String user) {
        return user + "@" + Contender.DOMAIN;
    }

    Contender.Name name() {
        return contender.name();
    }

    /** The server's version. */
    String versionText() {
        return contender.name().server() + " " + version;
    }

    /** Uses it until compilers have seen enough, at most for some seconds: the first seconds of a server are its slowest. */
    void warmUp(int messages, int seconds, int chat) throws IOException {
        long warm = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (warm < messages && System.nanoTime() < end) {
            offline.run(0, 1, name().pushes());
            warm += offline.sent();
        }
        pairs.exchange(chat);
        contender.forget();
    }

    /** As many messages to offline users as pushes come back. */
    Map<String, Double> most(int seconds) throws IOException {
        return away(offline, 0, seconds);
    }

    /** So many messages a second to offline users. */
    Map<String, Double> steady(int rate, int seconds) throws IOException {
        return away(offline, rate, seconds);
    }

    /** So many messages a second to hibernated sessions, which keep what they have not seen. */
    Map<String, Double> asleep(int rate, int seconds) throws IOException {
        return away(hibernated, rate, seconds);
    }

    /** Whose memory it is that messages take, to offline users or to hibernated sessions, as many as go. */
    Allocations allocations(boolean asleep, int seconds, Path file) throws IOException {
        Traffic traffic = asleep ? hibernated : offline;
        contender.recordAllocations();
        traffic.run(0, seconds, name().pushes());
        contender.allocations(file);
        contender.forget();
        return Allocations.of(file, traffic.sent());
    }

    private Map<String, Double> away(Traffic traffic, int rate, int seconds) throws IOException {
        long allocated = contender.allocated();
        ProcessUsage before = ProcessUsage.of(contender.pid());
        double took = traffic.run(rate, seconds, name().pushes());
        ProcessUsage after = ProcessUsage.of(contender.pid());
        allocated = contender.allocated() - allocated;
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("messages", (double) traffic.sent());
        if (rate == 0) {
            figures.put(Standings.RATE, traffic.sent() / took);
        }
        figures.put(Standings.CPU, (after.cpuMicros() - before.cpuMicros()) / (double) Math.max(1, traffic.sent()));
        figures.put(Standings.COMPILING, (after.compiling() - before.compiling()) / (double) Math.max(1, traffic.sent()));
        if (allocated > 0) {
            figures.put(Standings.ALLOCATED, allocated / (double) Math.max(1, traffic.sent()));
        }
        if (name().pushes()) {
            figures.put(Standings.PUSHES, (double) traffic.arrived() / Math.max(1, traffic.sent()));
            if (rate > 0 && traffic.latencies().count() > 0) {
                figures.put(Standings.P50, traffic.latencies().millis(0.5));
                figures.put(Standings.P99, traffic.latencies().millis(0.99));
            }
        }
        figures.put("resident MB", after.resident() / 1e6);
        contender.forget();
        return figures;
    }

    /** So many messages between online users without devices. */
    Map<String, Double> online(int messages) throws IOException {
        ProcessUsage before = ProcessUsage.of(contender.pid());
        pairs.exchange(messages);
        ProcessUsage after = ProcessUsage.of(contender.pid());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("messages", (double) messages);
        figures.put(Standings.CPU, (after.cpuMicros() - before.cpuMicros()) / (double) Math.max(1, messages));
        figures.put(Standings.COMPILING, (after.compiling() - before.compiling()) / (double) Math.max(1, messages));
        figures.put("resident MB", after.resident() / 1e6);
        return figures;
    }

    @Override
    public void close() throws IOException {
        // Streams first, the server last, which was opened first.
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}
