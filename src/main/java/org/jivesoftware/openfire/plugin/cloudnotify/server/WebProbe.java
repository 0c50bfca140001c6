package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Stage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Step;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;

/** Looks at a server of endpoints: its name, a connection, and encryption. Nothing is asked, since it answers nothing but pushes. */
final class WebProbe {

    private final int timeout;

    WebProbe(Duration timeout) {
        this.timeout = (int) timeout.toMillis();
    }

    /** @return what was found, up to where nothing more can be */
    List<Step> look(WebOrigin origin) {
        List<Step> steps = new ArrayList<>();
        InetSocketAddress address;
        try {
            address = new InetSocketAddress(InetAddress.getByName(origin.host()), origin.port());
        } catch (UnknownHostException e) {
            steps.add(new Step(Stage.NAME, false, null));
            return steps;
        }
        String text = address.getAddress().getHostAddress() + ":" + address.getPort();
        steps.add(new Step(Stage.NAME, true, text));
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(timeout);
            socket.connect(address, timeout);
            steps.add(new Step(Stage.CONNECTION, true, text));
            steps.add(encrypt(socket, origin));
        } catch (IOException e) {
            steps.add(new Step(Stage.CONNECTION, false, text));
        }
        return steps;
    }

    private static Step encrypt(Socket socket, WebOrigin origin) {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (SSLSocket encrypted = (SSLSocket) factory.createSocket(socket, origin.host(), origin.port(), false)) {
            SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(parameters);
            encrypted.startHandshake();
            return new Step(Stage.TLS, true, encrypted.getSession().getProtocol());
        } catch (IOException e) {
            return new Step(Stage.TLS, false, null);
        }
    }
}
