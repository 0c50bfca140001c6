package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.dom4j.Element;

/** An external component (XEP-0114): connects, does the handshake, hands over each stanza. Can be disconnected and connected again. */
final class Component implements Closeable {
    private static final Duration PATIENCE = XmppClient.PATIENCE;

    private final int port;
    private final String domain;
    private final String secret;
    private final Consumer<Element> stanzas;
    private XmlStream stream;
    private CountDownLatch ended;

    Component(int port, String domain, String secret, Consumer<Element> stanzas) {
        this.port = port;
        this.domain = domain;
        this.secret = secret;
        this.stanzas = stanzas;
    }

    /**
     * Connects, and tries again while the server has not noticed yet that the last connection is gone: newer ones do so in the background.
     */
    synchronized void connect() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                open();
                break;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new UncheckedIOException("Component " + domain + " could not connect", e);
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        XmlStream current = stream;
        var end = new CountDownLatch(1);
        ended = end;
        var reader = new Thread(() -> read(current, end), "component-" + domain);
        reader.setDaemon(true);
        reader.start();
    }

    private void open() throws IOException {
        stream = new XmlStream(port);
        try {
            stream.timeout(PATIENCE);
            Element header = stream.header("<stream:stream xmlns='jabber:component:accept' "
                    + "xmlns:stream='http://etherx.jabber.org/streams' to='" + domain + "'>");
            stream.send("<handshake>" + sha1(header.attributeValue("id") + secret) + "</handshake>");
            Element answer = stream.next();
            if (answer == null || !answer.getName().equals("handshake")) {
                throw new IOException("Handshake refused: " + (answer == null ? "stream closed" : answer.asXML()));
            }
            stream.timeout(Duration.ZERO);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private void read(XmlStream current, CountDownLatch end) {
        try {
            for (Element stanza = current.next(); stanza != null; stanza = current.next()) {
                stanzas.accept(stanza);
            }
        } catch (IOException | UncheckedIOException e) {
            // Disconnected from one side or the other, perhaps while something was being answered.
        } finally {
            end.countDown();
        }
    }

    void send(String xml) {
        XmlStream current;
        synchronized (this) {
            current = stream;
        }
        try {
            current.send(xml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the socket without more ado. */
    synchronized void cut() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the stream in order and waits until the server has done the same. */
    @Override
    public synchronized void close() {
        try {
            stream.send("</stream:stream>");
            ended.await(XmppClient.CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            stream.close();
        } catch (IOException e) {
            // It was gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
