package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.dom4j.Element;

/**
 * A minimal client that does exactly what it is told: XMPP over a plain socket or a WebSocket, SASL PLAIN, resource binding and
 * stream management (XEP-0198) with acknowledgements under the test's control. It never reconnects by itself and
 * answers nothing but, unless told otherwise, the server's requests for acknowledgement.
 */
public final class RawClient extends RawConnection {

    private static final String SM = "urn:xmpp:sm:3";
    /** Openfire 5.0.3 to 5.1.0 take 20 s to bind the resource of a detached session. */
    private static final Duration BINDING = Duration.ofSeconds(30);
    private final Recorder<Element> received;
    private final Recorder<Element> others;
    private String resumptionId;
    private volatile boolean acknowledging = true;
    private volatile boolean managed;
    private volatile long handled;
    private long acknowledged;

    /** A client that is not connected yet. */
    public RawClient(int port, String domain, String username, String password) {
        super(port, domain, username, password);
        this.received = new Recorder<>("stanza for " + username, Element::asXML);
        this.others = new Recorder<>("stream element for " + username, Element::asXML);
    }

    /** From now on it connects over WebSocket (RFC 7395); its port is that of the HTTP binding. */
    public RawClient overWebSocket() {
        webSocket = true;
        return this;
    }

    /** From now on it authenticates by SASL2 (XEP-0388), as the user agent with this id. */
    public RawClient userAgent(String id) {
        authentication.userAgent(id);
        return this;
    }

    /** Whether the server offered, on the last stream, that this be asked for inside an authentication by SASL2: a namespace. */
    public boolean offersInline(String namespace) {
        return authentication.offered(namespace);
    }

    /** Connects, authenticates and binds the resource. Sends no presence. */
    public RawClient login(String resource) {
        try {
            authenticate("");
            stream.timeout(BINDING);
            stream.send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
                    + Xml.escape(resource) + "</resource></bind></iq>");
            Element bound = stream.next();
            return begin(bound.element("bind").elementText("jid"), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Connects, authenticates by SASL2 and in the same step binds (XEP-0386) and enables resumable stream management. Sends no presence.
     */
    public RawClient bindInline(String tag) {
        try {
            Element success = authenticate("<bind xmlns='urn:xmpp:bind:0'><tag>" + Xml.escape(tag) + "</tag><enable xmlns='" + SM
                    + "' resume='true'/></bind>");
            Element bound = success.element("bound");
            if (bound == null || bound.element("enabled") == null) {
                throw new IOException("Not bound: " + success.asXML());
            }
            return begin(success.elementText("authorization-identifier"), bound.element("enabled").attributeValue("id"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawClient begin(String newJid, String newResumptionId) throws IOException {
        jid = newJid;
        managed = newResumptionId != null;
        begins();
        resumptionId = newResumptionId;
        read();
        return this;
    }

    /** Connects anew and resumes the session inside the authentication by SASL2; false when the server refuses. */
    public boolean resumeInline() {
        try {
            Element success = authenticate("<resume xmlns='" + SM + "' previd='" + resumptionId + "' h='" + handled + "'/>");
            if (success.element("resumed") == null) {
                stream.close();
                return false;
            }
            read();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Enables stream management and waits for the server's answer. */
    public RawClient enableStreamManagement(boolean resumable) {
        send("<enable xmlns='" + SM + "'" + (resumable ? " resume='true'" : "") + "/>");
        Element answer = others.await(element -> element.getName().equals("enabled") || element.getName().equals("failed"), PATIENCE);
        if (!answer.getName().equals("enabled")) {
            throw new AssertionError("Stream management refused: " + answer.asXML());
        }
        resumptionId = answer.attributeValue("id");
        return this;
    }

    /** Connects anew and resumes the session, telling the server what was received; false when the server refuses. */
    public boolean resume() {
        return resume(handled);
    }

    /** As {@link #resume()}, claiming to have handled {@code h} stanzas. */
    public boolean resume(long h) {
        try {
            authenticate("");
            stream.send("<resume xmlns='" + SM + "' previd='" + resumptionId + "' h='" + h + "'/>");
            // The server may redeliver stanzas before it confirms.
            while (true) {
                Element element = stream.next();
                if (element == null) {
                    throw new IOException("The server closed the stream");
                }
                if (element.getName().equals("resumed")) {
                    managed = true;
                    read();
                    return true;
                }
                if (element.getName().equals("failed")) {
                    stream.close();
                    return false;
                }
                take(element);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void take(Element element) throws IOException {
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
                managed = true;
                begins();
                others.add(element);
            }
            default -> others.add(element);
        }
    }

    @Override
    public void acknowledging(boolean on) {
        acknowledging = on;
    }

    @Override
    public void acknowledge() {
        acknowledgeUpTo(handled);
    }

    /**
     * Acknowledges {@code h} stanzas, unless more are acknowledged already. A number that is lower than one before, for example since the
     * thread that reads answered a request meanwhile, puts Openfire's count out by one.
     */
    public synchronized void acknowledgeUpTo(long h) {
        if (h >= acknowledged) {
            acknowledged = h;
            acknowledge(h);
        }
    }

    private synchronized void begins() {
        handled = 0;
        acknowledged = 0;
    }

    /** Acknowledges {@code h} stanzas, true or not. */
    public void acknowledge(long h) {
        send("<a xmlns='" + SM + "' h='" + h + "'/>");
    }

    @Override
    public long handled() {
        return handled;
    }

    /** Tells whether stream management is on. */
    public boolean isManaged() {
        return managed;
    }

    /** Elements that are no stanzas: {@code <r/>}, {@code <a/>}, {@code <enabled/>}, stream errors. */
    public Recorder<Element> others() {
        return others;
    }

    @Override
    public Recorder<Element> received() {
        return received;
    }
}
