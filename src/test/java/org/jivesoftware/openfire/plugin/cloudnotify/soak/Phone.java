package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.SessionInfo;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** A device, its connection and its registration: what it does, without what follows from that. Guarded by its {@link Life}. */
class Phone {

    static final Duration PATIENCE = Ledger.PATIENCE;

    final Life life;
    final TestUser user;
    /** Over WebSocket its session cannot be resumed, as with Openfire up to 5.1. */
    final boolean webSocket;
    String resource;
    /** Its registration's, or null. */
    String node;
    RawClient client;
    private int generation;
    private String streamId;
    final List<RawClient> lives = new ArrayList<>();

    Phone(Life life, TestUser user, String resource, boolean webSocket) {
        this.life = life;
        this.user = user;
        this.resource = resource;
        this.webSocket = webSocket;
    }

    void note(String event) {
        life.diary.note(user.name() + "/" + resource + " " + (node == null ? "without node" : node) + ": " + event);
    }

    String jid() {
        return user.jid() + "/" + resource;
    }

    Soak soak() {
        return life.soak;
    }

    private Stream<SessionInfo> sessions() {
        return soak().control().sessions().of(user.name()).stream().filter(each -> each.jid().equals(jid()));
    }

    SessionInfo session() {
        return sessions().filter(each -> each.streamId().equals(streamId)).findFirst().orElse(null);
    }

    /** Connects, with carbons or not, and is available. */
    void connect(int priority, boolean carbons) {
        client = new RawClient(webSocket ? soak().httpPort() : soak().port(), soak().domain(), user.name(), user.password());
        if (webSocket) {
            client.overWebSocket();
        }
        client.login(resource).enableStreamManagement(!webSocket);
        client.acknowledging(false);
        lives.add(client);
        // One that it replaces is still there, and detached.
        streamId = sessions().filter(each -> !each.detached()).findFirst().orElseThrow().streamId();
        if (carbons) {
            require(client.request("<iq type='set' id='carbons'><enable xmlns='urn:xmpp:carbons:2'/></iq>"));
        }
        client.send("<presence><priority>" + priority + "</priority></presence>");
        await("is available", () -> session() != null && session().available());
        quiet();
    }

    /** Registers with a node that was never used before. */
    void enroll() {
        node = user.name() + "-" + ++generation + "-" + resource;
        enable();
        soak().ledger().mark(node);
    }

    /** Registers with the node that it has. */
    void enable() {
        client.enablePush(soak().service(), node);
    }

    void withdraw() {
        require(client.disablePush(soak().service(), node));
        node = null;
    }

    void require(Element answer) {
        if (!"result".equals(answer.attributeValue("type"))) {
            throw new AssertionError(jid() + " got " + answer.asXML());
        }
    }

    /**
     * Acknowledges everything, and waits until the server agrees that nothing is open. Not before the server has counted what it sent:
     * an acknowledgement that is faster than that puts Openfire's count out by one for ever.
     */
    void quiet() {
        await("has acknowledged everything", () -> {
            SessionInfo session = session();
            long handled = client.handled();
            if (session == null || session.sent() != handled) {
                return false;
            }
            if (session.unacked() > 0) {
                client.acknowledgeUpTo(handled);
            }
            return session.unacked() == 0;
        });
    }

    /**
     * Waits until the plugin has looked at the session since it is connected: then it asks for acknowledgements, which Openfire does not
     * do for a single stanza.
     */
    void settle() {
        if (node == null) {
            return;
        }
        probe();
        long before = requests();
        quiet();
        probe();
        await("was asked to acknowledge", () -> requests() > before);
        quiet();
    }

    private void probe() {
        String text = "probe-" + soak().nextProbe();
        soak().prober().send("<message type='headline' to='" + jid() + "'><body>" + text + "</body></message>");
        client.received().await(stanza -> text.equals(stanza.elementText("body")), PATIENCE);
    }

    private long requests() {
        return client.others().all().stream().filter(element -> element.getName().equals("r")).count();
    }

    /** Waits until it has received everything, which it does not acknowledge. */
    void hear() {
        await("has received everything", () -> session() != null && session().sent() == client.handled());
    }

    /** Loses its connection: its session is detached, or gone where it cannot be resumed. */
    void cut() {
        if (webSocket) {
            client.cut();
            await("is gone", () -> session() == null);
            return;
        }
        if (Lack.LOST_CONNECTION_ENDS_SESSION.holds()) {
            soak().control().sessions().timeOut(jid());
        }
        client.cut();
        await("is detached", () -> session() != null && session().detached());
    }

    void resume() {
        if (!client.resume()) {
            throw new AssertionError(jid() + " could not resume");
        }
    }

    void close() {
        client.close();
        await("is gone", () -> session() == null);
    }

    /** Whatever it is: its connections end. */
    void end() {
        for (RawClient life : lives) {
            try {
                life.cut();
            } catch (RuntimeException e) {
                // Closed before.
            }
        }
    }

    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                List<Element> received = client.received().all();
                throw new AssertionError("Not within " + PATIENCE + ": " + jid() + " " + what + "; handled "
                    + client.handled() + ", the server has " + session() + "; the last stanzas it received are "
                    + received.subList(Math.max(0, received.size() - 6), received.size()).stream().map(Element::asXML).toList());
            }
            soak().pause();
        }
    }
}
