package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dom4j.Element;

/**
 * A push service (app server, XEP-0357) as an external component. Records every push and answers as told; at first, and for
 * nodes without an answer of their own, with a result. Also answers service discovery. Everything else that comes is recorded as it is.
 */
public final class PushService implements AutoCloseable {
    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";

    private final String jid;
    private final Component component;
    private final Recorder<Push> pushes;
    private final Recorder<Element> others;
    private final Map<String, PushAnswer> answersByNode = new ConcurrentHashMap<>();
    private volatile PushAnswer answer = PushAnswer.result();

    /** A service that is not connected yet. */
    public PushService(int port, String jid, String secret) {
        this.jid = jid;
        this.pushes = new Recorder<>("push to " + jid, Push::xml);
        this.others = new Recorder<>("stanza for " + jid, Element::asXML);
        this.component = new Component(port, jid, secret, this::receive);
    }

    /** Connects; also after {@link #disconnect} or a restart of the server. */
    public PushService connect() {
        component.connect();
        return this;
    }

    /** Closes the stream in order: the server then knows that the service is away. */
    public void disconnect() {
        component.close();
    }

    /** Ends the connection without a closing tag. */
    public void cut() {
        component.cut();
    }

    /** The service's JID. */
    public String jid() {
        return jid;
    }

    /** How pushes are answered from now on. */
    public PushService answer(PushAnswer newAnswer) {
        answer = newAnswer;
        return this;
    }

    /** How pushes to one node are answered from now on. */
    public PushService answerNode(String node, PushAnswer newAnswer) {
        answersByNode.put(node, newAnswer);
        return this;
    }

    /** All pushes, with waiting. */
    public Recorder<Push> pushes() {
        return pushes;
    }

    /** Stanzas that are neither pushes nor service discovery. */
    public Recorder<Element> others() {
        return others;
    }

    /** Takes the next push, waiting for it if need be. */
    public Push awaitPush(Duration timeout) {
        return pushes.await(timeout);
    }

    /** As {@link #awaitPush(Duration)}, with patience. */
    public Push awaitPush() {
        return pushes.await(XmppClient.PATIENCE);
    }

    /** Takes the next push to this node, waiting for it if need be. */
    public Push awaitPush(String node) {
        return pushes.await(push -> node.equals(push.node()), XmppClient.PATIENCE);
    }

    /** Takes the next {@code count} pushes. */
    public List<Push> awaitPushes(int count, Duration timeout) {
        return pushes.await(count, timeout);
    }

    /** Fails when a push that was not taken is there or comes within this time. Use it with a positive control: a push that does come. */
    public void assertNoPushWithin(Duration time) {
        pushes.assertNone(push -> true, time);
    }

    /** Sends a stanza as it is. */
    public void send(String xml) {
        component.send(xml);
    }

    /** Tells the user's server that a node is gone for the user (XEP-0357 §8). */
    public void revoke(String userBareJid, String node) {
        revokeAs(jid, userBareJid, node);
    }

    /** As {@link #revoke}, from another JID of this component. */
    public void revokeAs(String from, String userBareJid, String node) {
        send("<message from='" + Xml.escape(from) + "' to='" + Xml.escape(userBareJid) + "' id='" + XmppClient.newId()
                + "'><pubsub xmlns='http://jabber.org/protocol/pubsub' node='" + Xml.escape(node) + "'><affiliation jid='"
                + Xml.escape(userBareJid) + "' affiliation='none'/></pubsub></message>");
    }

    private void receive(Element stanza) {
        Push push = Push.of(stanza, System.nanoTime());
        if (push != null) {
            // Before anybody who waits for it can hear of it, and say how the next one is answered.
            PushAnswer own = push.node() == null ? null : answersByNode.get(push.node());
            PushAnswer chosen = own == null ? answer : own;
            pushes.add(push);
            chosen.answer(push, this::send);
        } else if ("get".equals(stanza.attributeValue("type")) && Xml.child(stanza, "query", DISCO_INFO) != null) {
            send("<iq type='result' id='" + Xml.escape(stanza.attributeValue("id")) + "' from='" + Xml.escape(stanza.attributeValue("to"))
                    + "' to='" + Xml.escape(stanza.attributeValue("from")) + "'><query xmlns='" + DISCO_INFO
                    + "'><identity category='pubsub' type='push'/><feature var='" + XmppClient.PUSH + "'/></query></iq>");
        } else {
            others.add(stanza);
        }
    }

    @Override
    public void close() {
        component.close();
    }
}
