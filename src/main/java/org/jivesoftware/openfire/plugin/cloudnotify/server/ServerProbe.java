package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Stage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Step;

/**
 * Looks at another XMPP server as one that wants to connect to it: its name (RFC 6120 §3.2), a connection, and encryption (§5). Nothing
 * is sent but the beginning of a stream.
 */
final class ServerProbe {

    private static final int PORT = 5269;
    private static final int MOST_ADDRESSES = 4;
    private static final int MOST_READ = 16_384;

    private final String own;
    private final int timeout;

    ServerProbe(String own, Duration timeout) {
        this.own = own;
        this.timeout = (int) timeout.toMillis();
    }

    private record Target(int priority, String host, int port) {
    }

    /** @return what was found, up to where nothing more can be */
    List<Step> look(String domain) {
        List<Step> steps = new ArrayList<>();
        List<InetSocketAddress> addresses;
        try {
            addresses = addresses(IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED));
        } catch (UnknownHostException | IllegalArgumentException e) {
            steps.add(new Step(Stage.NAME, false, null));
            return steps;
        }
        steps.add(new Step(Stage.NAME, true, text(addresses.get(0))));
        for (InetSocketAddress address : addresses) {
            List<Step> reached = reach(address, domain);
            if (!reached.isEmpty()) {
                steps.addAll(reached);
                return steps;
            }
        }
        steps.add(new Step(Stage.CONNECTION, false, text(addresses.get(0))));
        return steps;
    }

    private List<Step> reach(InetSocketAddress address, String domain) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(timeout);
            socket.connect(address, timeout);
            return List.of(new Step(Stage.CONNECTION, true, text(address)), encrypt(socket, domain));
        } catch (IOException e) {
            // The next one, then.
            return List.of();
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private List<InetSocketAddress> addresses(String domain) throws UnknownHostException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Target target : targets(domain)) {
            for (InetAddress address : known(target.host())) {
                addresses.add(new InetSocketAddress(address, target.port()));
            }
        }
        if (addresses.isEmpty()) {
            for (InetAddress address : InetAddress.getAllByName(domain)) {
                addresses.add(new InetSocketAddress(address, PORT));
            }
        }
        return addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()));
    }

    private static List<InetAddress> known(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** What answers of the DNS hold is read as text: its provider makes no objects of it. JNDI wants a Hashtable. */
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    private List<Target> targets(String domain) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", Integer.toString(timeout / 2));
        environment.put("com.sun.jndi.dns.timeout.retries", "1");
        List<Target> targets = new ArrayList<>();
        try {
            InitialDirContext context = new InitialDirContext(environment);
            try {
                Attributes found = context.getAttributes("_xmpp-server._tcp." + domain, new String[] {"SRV"});
                Attribute records = found.get("SRV");
                NamingEnumeration<?> all = records == null ? null : records.getAll();
                while (all != null && all.hasMore()) {
                    String[] parts = all.next().toString().split(" ", -1);
                    if (parts.length == 4 && !parts[3].equals(".")) {
                        targets.add(new Target(Integer.parseInt(parts[0]), parts[3], Integer.parseInt(parts[2])));
                    }
                }
            } finally {
                context.close();
            }
        } catch (NamingException | NumberFormatException e) {
            // Many servers have no such record; their name has an address itself.
            return targets;
        }
        targets.sort(Comparator.comparingInt(Target::priority));
        return targets;
    }

    private Step encrypt(Socket socket, String domain) {
        try {
            send(socket, "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' from='"
                + own + "' to='" + escape(domain) + "' version='1.0'>");
            if (!readUntil(socket, "</stream:features>").contains("<starttls")) {
                return new Step(Stage.TLS, false, null);
            }
            send(socket, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            readUntil(socket, "<proceed");
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket encrypted = (SSLSocket) factory.createSocket(socket, domain, socket.getPort(), false)) {
                SSLParameters parameters = encrypted.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                encrypted.setSSLParameters(parameters);
                encrypted.startHandshake();
                return new Step(Stage.TLS, true, encrypted.getSession().getProtocol());
            }
        } catch (IOException e) {
            return new Step(Stage.TLS, false, null);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** One byte after the other, so that none of the handshake is read; what comes is hostile, so there is an end. */
    private static String readUntil(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.length() < MOST_READ) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The stream ended");
            }
            read.append((char) next);
            int begin = read.indexOf(end, Math.max(0, read.length() - 200));
            if (begin >= 0 && read.charAt(read.length() - 1) == '>') {
                return read.toString();
            }
        }
        throw new IOException("Too much came");
    }
}
