package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;

/**
 * A minimal client over WebSocket (RFC 7395), as a browser's tab has it, with stream management under the test's control. A tab can go
 * in three ways: in order, by {@link #close}; with a closing frame but no word in XMPP, as browsers do when it is closed, by
 * {@link #leave}; and without either, as a lost network does, by {@link #cut}.
 */
public final class WebSocketClient implements ManagedClient {
    private static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
    private static final String SM = "urn:xmpp:sm:3";
    private static final int GOING_AWAY = 1001;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final String domain;
    private final String plain;
    private final Recorder<Element> received;
    private final Recorder<Element> others;
    private WebSocket socket;
    private String jid;
    private String resumptionId;
    private volatile boolean acknowledging = true;
    private volatile long handled;

    /** A client that is not connected yet. */
    public WebSocketClient(int port, String domain, String username, String password) {
        this.address = URI.create("ws://127.0.0.1:" + port + "/ws/");
        this.domain = domain;
        this.plain = Base64.getEncoder().encodeToString(("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8));
        this.received = new Recorder<>("stanza for " + username + "'s tab", Element::asXML);
        this.others = new Recorder<>("stream element for " + username + "'s tab", Element::asXML);
    }

    /** Connects, authenticates and binds the resource. Sends no presence. */
    public WebSocketClient login(String resource) {
        authenticate();
        Element bound = request("<iq type='set' id='" + XmppClient.newId() + "'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
            + Xml.escape(resource) + "</resource></bind></iq>");
        jid = Xml.descendant(bound, "jid", "urn:ietf:params:xml:ns:xmpp-bind").getText();
        return this;
    }

    /** Enables stream management, to be resumed. */
    public WebSocketClient enableStreamManagement() {
        write("<enable xmlns='" + SM + "' resume='true'/>");
        Element answer = await("enabled", "failed");
        if (!answer.getName().equals("enabled")) {
            throw new AssertionError("Stream management refused: " + answer.asXML());
        }
        resumptionId = answer.attributeValue("id");
        return this;
    }

    /** Connects anew and resumes the session; false when the server refuses. */
    public boolean resume() {
        authenticate();
        write("<resume xmlns='" + SM + "' previd='" + resumptionId + "' h='" + handled + "'/>");
        return await("resumed", "failed").getName().equals("resumed");
    }

    private void authenticate() {
        socket = http.newWebSocketBuilder().subprotocols("xmpp").buildAsync(address, new Listener()).join();
        open();
        write("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>");
        Element answer = await("success", "failure");
        if (!answer.getName().equals("success")) {
            throw new AssertionError("Not authenticated: " + answer.asXML());
        }
        open();
    }

    private void open() {
        write("<open xmlns='" + FRAMING + "' to='" + domain + "' version='1.0'/>");
        await("features", "close");
    }

    private Element await(String... names) {
        return others.await(element -> List.of(names).contains(element.getName()), PATIENCE);
    }

    private synchronized void write(String xml) {
        socket.sendText(xml, true).join();
    }

    private void take(Element element) {
        switch (element.getName()) {
            case "message", "presence", "iq" -> {
                handled++;
                received.add(element);
            }
            case "r" -> {
                others.add(element);
                if (acknowledging) {
                    acknowledge();
                }
            }
            case "enabled" -> {
                handled = 0;
                others.add(element);
            }
            default -> others.add(element);
        }
    }

    @Override
    public String jid() {
        return jid;
    }

    @Override
    public void send(String xml) {
        // A frame is a document of its own.
        write(xml.replaceFirst("^<(message|presence|iq)", "<$1 xmlns='jabber:client'"));
    }

    @Override
    public Recorder<Element> received() {
        return received;
    }

    @Override
    public void acknowledging(boolean on) {
        acknowledging = on;
    }

    @Override
    public void acknowledge() {
        write("<a xmlns='" + SM + "' h='" + handled + "'/>");
    }

    @Override
    public long handled() {
        return handled;
    }

    @Override
    public void cut() {
        socket.abort();
    }

    /** Ends the connection as a browser does when the tab is closed: with a closing frame, and without a word in XMPP. */
    public void leave() {
        socket.sendClose(GOING_AWAY, "").join();
    }

    @Override
    public void close() {
        if (socket == null || socket.isOutputClosed()) {
            return;
        }
        try {
            write("<close xmlns='" + FRAMING + "'/>");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            // It was closed already.
        }
    }

    /** Elements may come in several pieces, and are taken one after the other. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(Xml.parse(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
