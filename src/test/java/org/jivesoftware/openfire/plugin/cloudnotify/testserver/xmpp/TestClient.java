package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dom4j.Element;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.ConnectionListener;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jxmpp.jid.parts.Resourcepart;

/**
 * A real client: Smack, behind a {@link Wire} that can be cut or frozen. Stream management and resumption are Smack's own,
 * it acknowledges as Smack does, and it reconnects only when told to {@link #resume}.
 */
public final class TestClient implements XmppClient {
    // Kept, since a logger that nobody holds forgets its level.
    private static final Logger SMACK = Logger.getLogger("org.jivesoftware.smack");

    static {
        SMACK.setLevel(Level.OFF);
        // These ask every service of the server about its features after each login.
        for (String busy : new String[] {"httpfileupload.HttpFileUploadManager", "iot.discovery.IoTDiscoveryManager",
            "iot.provisioning.IoTProvisioningManager", "iot.data.IoTDataManager", "hoxt.HOXTManager"}) {
            SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smackx." + busy);
        }
        Roster.setRosterLoadedAtLoginDefault(false);
    }

    private final Recorder<Element> received;
    private final Wire wire;
    private final XMPPTCPConnection connection;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch lost = new CountDownLatch(1);

    /** How the client uses stream management (XEP-0198). */
    public enum StreamManagement {
        /** Not at all. */
        OFF,
        /** Acknowledgements only. */
        ON,
        /** With resumption. */
        RESUMABLE
    }

    /** A client that is not connected yet. */
    public TestClient(int port, String domain, String username, String password, String resource, StreamManagement management) {
        received = new Recorder<>("stanza for " + username + "/" + resource, Element::asXML);
        wire = new Wire(port);
        try {
            connection = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder()
                    .setHostAddress(InetAddress.getLoopbackAddress()).setPort(wire.port()).setXmppDomain(domain)
                    .setUsernameAndPassword(username, password).setResource(Resourcepart.from(resource))
                    .setSecurityMode(SecurityMode.disabled).setCompressionEnabled(false).setSendPresence(false)
                    .addEnabledSaslMechanism("PLAIN").build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connection.setUseStreamManagement(management != StreamManagement.OFF);
        connection.setUseStreamManagementResumption(management == StreamManagement.RESUMABLE);
        connection.setReplyTimeout(PATIENCE.toMillis());
        connection.addStanzaListener(this::receive, stanza -> true);
        connection.addConnectionListener(new ConnectionListener() {
            @Override
            public void connectionClosedOnError(Exception e) {
                lost.countDown();
            }

            @Override
            public void connectionClosed() {
                lost.countDown();
            }
        });
    }

    /** Connects and logs in, or resumes the session where the last connection was lost and the server agrees. Sends no presence. */
    public TestClient login() {
        lost = new CountDownLatch(1);
        try {
            connection.connect();
            connection.login();
            return this;
        } catch (XMPPException | SmackException | IOException e) {
            throw new IllegalStateException("Login of " + connection.getConfiguration().getUsername() + " failed", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects again after {@link #cut()}; tells whether the session was resumed rather than a new one begun. */
    public boolean resume() {
        wire.thaw();
        awaitLost();
        login();
        return connection.streamWasResumed();
    }

    @Override
    public void send(String xml) {
        try {
            Element element = Xml.parse(xml);
            Stanza stanza = SmackStanzas.of(element);
            if (stanza instanceof IQ iq && iq.isRequestIQ()) {
                asked.add(iq.getStanzaId());
            }
            connection.sendStanza(stanza);
        } catch (InterruptedException | SmackException.NotConnectedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Smack's own requests, such as for binding the resource, are none of the test's business, and their answers neither. */
    private void receive(Stanza stanza) {
        boolean answer = stanza instanceof IQ iq && iq.isResponseIQ();
        if (!answer || asked.contains(stanza.getStanzaId())) {
            received.add(SmackStanzas.toElement(stanza));
        }
    }

    /** The network goes away without anybody noticing: nothing passes in either direction. */
    public void freeze() {
        wire.freeze();
    }

    /** The client hears the server, but nothing it says gets through, acknowledgements among it. */
    public void mute() {
        wire.freezeOutgoing();
    }

    /** Ends {@link #freeze} and {@link #mute}. */
    public void thaw() {
        wire.thaw();
    }

    @Override
    public void cut() {
        wire.cut();
        awaitLost();
    }

    private void awaitLost() {
        try {
            if (connection.isConnected() && !lost.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(jid() + " did not notice the end of its connection");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String jid() {
        return connection.getUser().toString();
    }

    @Override
    public Recorder<Element> received() {
        return received;
    }

    /** Smack's connection, for its managers. */
    public XMPPTCPConnection smack() {
        return connection;
    }

    @Override
    public void close() {
        wire.thaw();
        connection.setReplyTimeout(CLOSING.toMillis());
        connection.disconnect();
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
