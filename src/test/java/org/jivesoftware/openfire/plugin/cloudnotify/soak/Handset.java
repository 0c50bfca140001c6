package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.SessionInfo;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** One device of a user, and what the oracle knows of it. Guarded by its {@link Person}. */
final class Handset {

    /** What its session is like. */
    enum State { ABSENT, ONLINE, SILENT, DETACHED }

    private static final Duration PATIENCE = Ledger.PATIENCE;

    final Person owner;
    final String resource;
    /** Different for each of a user's devices, so that Openfire's choice among them is known. */
    final int priority;
    final boolean carbons;
    final boolean registers;
    State state = State.ABSENT;
    /** Its registration's, or null. */
    String node;
    int generation;
    RawClient client;
    private String streamId;
    /** What it has not acknowledged since it fell silent, the oldest first; goes on while it is detached. */
    final List<Letter> unacked = new ArrayList<>();
    /** Those of them that are carbons of what went to another device. */
    final Set<Letter> copies = Collections.newSetFromMap(new IdentityHashMap<>());
    /** How many of them, the oldest, it received all the same: a resumption acknowledges these. Negative where that is not known. */
    int heard;
    /** Whether something was pushed in this absence. */
    boolean woken;
    /** Whether it was connected in this absence, for a moment that may have gone unnoticed. */
    boolean flickered;
    /** Important stanzas pushed in this absence, and calls among them or before, while it was online. */
    int counted;
    int calls;
    /** Calls among the counted that may belong to no absence. */
    int doubtful;
    /** What may have been pushed, or not, in this absence or while it was online. */
    int maybe;
    long absentSince;
    final List<RawClient> lives = new ArrayList<>();

    Handset(Person owner, int number, boolean carbons, boolean registers) {
        this.owner = owner;
        this.resource = "r" + number;
        this.priority = number + 1;
        this.carbons = carbons;
        this.registers = registers;
    }

    void note(String event) {
        owner.diary.note(resource + " " + (node == null ? "without node" : node) + " " + state + ": " + event);
    }

    String jid() {
        return owner.user.jid() + "/" + resource;
    }

    boolean present() {
        return state != State.ABSENT;
    }

    private Stream<SessionInfo> sessions() {
        return owner.soak.control().sessions().of(owner.user.name()).stream().filter(each -> each.jid().equals(jid()));
    }

    SessionInfo session() {
        return sessions().filter(each -> each.streamId().equals(streamId)).findFirst().orElse(null);
    }

    /** Whether something that is open has this session's full address, as copies have. */
    boolean isAddressed() {
        return !copies.isEmpty() || unacked.stream().anyMatch(letter -> letter.to().equals(jid()));
    }

    /** Nothing is open any more. */
    void forget() {
        heard = 0;
        unacked.clear();
        copies.clear();
    }

    void connect() {
        client = new RawClient(owner.soak.port(), owner.soak.domain(), owner.user.name(), owner.user.password()).login(resource)
            .enableStreamManagement(true);
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
        state = State.ONLINE;
    }

    /** Registers with a node that was never used before. */
    void enroll() {
        node = owner.user.name() + "-" + resource + "-" + ++generation;
        client.enablePush(owner.soak.service(), node);
        owner.soak.ledger().mark(node);
    }

    void withdraw() {
        require(client.disablePush(owner.soak.service(), node));
        node = null;
    }

    private void require(Element answer) {
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
                client.acknowledge(handled);
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
        String text = "probe-" + owner.soak.nextProbe();
        owner.soak.prober().send("<message type='headline' to='" + jid() + "'><body>" + text + "</body></message>");
        client.received().await(stanza -> text.equals(stanza.elementText("body")), PATIENCE);
    }

    private long requests() {
        return client.others().all().stream().filter(element -> element.getName().equals("r")).count();
    }

    /** Waits until it has received everything, which it does not acknowledge. */
    void hear() {
        await("has received everything", () -> session() != null && session().sent() == client.handled());
        heard = unacked.size();
    }

    /** It is connected again, if only for a moment: the server learns what it has received. */
    void tell() {
        unacked.subList(0, heard).clear();
        heard = -1;
    }

    void cut() {
        if (Lack.LOST_CONNECTION_ENDS_SESSION.holds()) {
            owner.soak.control().sessions().timeOut(jid());
        }
        client.cut();
        await("is detached", () -> session() != null && session().detached());
        state = State.DETACHED;
    }

    void resume() {
        if (!client.resume()) {
            throw new AssertionError(jid() + " could not resume");
        }
    }

    void close() {
        client.close();
        await("is gone", () -> session() == null);
        state = State.ABSENT;
    }

    void await(String what, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                List<Element> received = client.received().all();
                throw new AssertionError("Not within " + PATIENCE + ": " + jid() + " " + what + "; handled "
                    + client.handled() + ", the server has " + session() + "; the last stanzas it received are "
                    + received.subList(Math.max(0, received.size() - 6), received.size()).stream().map(Element::asXML).toList());
            }
            owner.soak.pause();
        }
    }
}
