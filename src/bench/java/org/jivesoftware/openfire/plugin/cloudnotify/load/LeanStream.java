package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * An XMPP stream that costs the load program as little as possible: it shares two cores with the server that it measures. It parses
 * nothing; stanzas are told apart by their closing tags. The test clients, which understand what they read, would use more CPU than the
 * server.
 */
final class LeanStream implements Closeable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final StringBuilder text = new StringBuilder();
    private final byte[] buffer = new byte[65_536];

    LeanStream(int port) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        in = socket.getInputStream();
    }

    /** Connects as a client that has not said who it is. */
    static LeanStream open(int port, String domain) throws IOException {
        LeanStream stream = new LeanStream(port);
        stream.begin(domain);
        return stream;
    }

    private void begin(String domain) throws IOException {
        send("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
            + "version='1.0' to='" + domain + "'>");
        awaitText("</stream:features>");
    }

    /** Connects and logs a user in; with an available presence only where told. */
    static LeanStream login(int port, String domain, String user, String password, String resource) throws IOException {
        LeanStream stream = open(port, domain);
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        stream.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + Base64.getEncoder().encodeToString(plain)
            + "</auth>");
        stream.awaitText("<success");
        stream.begin(domain);
        stream.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
            + "</resource></bind></iq>");
        stream.awaitText("</iq>");
        return stream;
    }

    /** Connects, and writes the whole login and what follows at once, waiting for no answer but that the resource is bound. */
    static LeanStream loginAtOnce(int port, String domain, String user, String password, String resource, String then)
        throws IOException {
        LeanStream stream = new LeanStream(port);
        String header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='" + domain
            + "'>";
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        stream.send(header);
        stream.awaitText("</stream:features>");
        stream.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + Base64.getEncoder().encodeToString(plain)
            + "</auth>");
        stream.awaitText("<success");
        stream.send(header + "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
            + "</resource></bind></iq>" + then);
        stream.awaitText("</iq>");
        return stream;
    }

    void send(String xml) throws IOException {
        send(xml.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] xml) throws IOException {
        synchronized (out) {
            out.write(xml);
            out.flush();
        }
    }

    /** Reads until a text has come, and returns all that came up to its end. */
    String awaitText(String end) throws IOException {
        while (true) {
            int found = text.indexOf(end);
            if (found >= 0) {
                String taken = text.substring(0, found + end.length());
                text.delete(0, found + end.length());
                return taken;
            }
            if (text.indexOf("</stream:stream>") >= 0 || text.indexOf("<failure") >= 0 || !more()) {
                throw new IOException("Instead of " + end + " came: " + text);
            }
        }
    }

    /**
     * Reads until the answer to a request has come; what comes before it is dropped.
     *
     * @throws IOException also where the answer is an error
     */
    void awaitAnswer(String id) throws IOException {
        String tag;
        do {
            tag = awaitText(">");
        } while (!id.equals(attribute(tag, "id")));
        if ("error".equals(attribute(tag, "type"))) {
            throw new IOException("Refused: " + tag + text);
        }
    }

    /** Hands over stanza after stanza, from each closing tag to the next, in a thread of its own; then calls {@code afterRead}. */
    void read(String name, String closingTag, Consumer<String> stanzas, Runnable afterRead) {
        Thread thread = new Thread(() -> {
            try {
                socket.setSoTimeout(0);
                do {
                    int start = 0;
                    for (int end = text.indexOf(closingTag); end >= 0; end = text.indexOf(closingTag, start)) {
                        end += closingTag.length();
                        stanzas.accept(text.substring(start, end));
                        start = end;
                    }
                    text.delete(0, start);
                    afterRead.run();
                } while (more());
            } catch (IOException e) {
                // The end of the measurement closes it.
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    private boolean more() throws IOException {
        int count = in.read(buffer);
        if (count < 0) {
            return false;
        }
        // What is looked for is ASCII.
        text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        return true;
    }

    /** The value of the first attribute of that name, or null. Openfire quotes with ", other servers with '. */
    static String attribute(String stanza, String name) {
        String value = between(stanza, " " + name + "=\"", "\"");
        return value != null ? value : between(stanza, " " + name + "='", "'");
    }

    /** What stands between two texts, or null. */
    static String between(String stanza, String before, String after) {
        int start = stanza.indexOf(before);
        int end = start < 0 ? -1 : stanza.indexOf(after, start + before.length());
        return end < 0 ? null : stanza.substring(start + before.length(), end);
    }

    /** Ends the connection as a lost network does. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
