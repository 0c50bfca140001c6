package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

/** A push service that answers as fast as it can, or as told, and tells when each push was read. */
final class LeanService implements Closeable {

    /** How pushes are answered. */
    enum Answer {
        /** With success, at once. */
        RESULT,
        /** With an error that says that the device is dead. */
        ITEM_NOT_FOUND,
        /** Not at all. */
        NEVER
    }

    private final String jid;
    private final LeanStream stream;
    private final StringBuilder answers = new StringBuilder();
    private final AtomicLong received = new AtomicLong();
    private volatile Answer answer = Answer.RESULT;
    private volatile long pauseNanos;
    private volatile ObjLongConsumer<String> listener = (node, nanos) -> { };
    private volatile BiConsumer<String, String> watcher = (node, stanza) -> { };

    LeanService(int port, String jid, String secret) throws IOException {
        this.jid = jid;
        stream = new LeanStream(port);
        stream.send("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='" + jid + "'>");
        stream.awaitText("<stream:stream");
        String id = LeanStream.attribute(stream.awaitText(">"), "id");
        stream.send("<handshake>" + sha1(id + secret) + "</handshake>");
        stream.awaitText("handshake");
        stream.awaitText(">");
        stream.read("service-" + jid, "</iq>", this::take, this::flush);
    }

    /** Who is told the node of each push and when it was read. */
    void listener(ObjLongConsumer<String> newListener) {
        listener = newListener;
    }

    /** Who is told the node of each push and the stanza. */
    void watcher(BiConsumer<String, String> newWatcher) {
        watcher = newWatcher;
    }

    void answer(Answer newAnswer) {
        answer = newAnswer;
    }

    /** Takes so long for each push from now on, reading no further meanwhile. */
    void pause(long nanos) {
        pauseNanos = nanos;
    }

    long received() {
        return received.get();
    }

    private void take(String stanza) {
        String node = LeanStream.attribute(stanza, "node");
        if (node == null || !stanza.contains("<publish ")) {
            return;
        }
        received.incrementAndGet();
        listener.accept(node, System.nanoTime());
        watcher.accept(node, stanza);
        if (pauseNanos > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(pauseNanos);
        }
        if (answer != Answer.NEVER) {
            String head = " id='" + LeanStream.attribute(stanza, "id") + "' from='" + jid + "' to='"
                + LeanStream.attribute(stanza, "from") + "'";
            answers.append(answer == Answer.RESULT ? "<iq type='result'" + head + "/>" : "<iq type='error'" + head
                + "><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
        }
    }

    /** Answers all that was read at once in one go. */
    private void flush() {
        if (!answers.isEmpty()) {
            try {
                stream.send(answers.toString());
            } catch (IOException e) {
                // The end of the measurement closes it.
            }
            answers.setLength(0);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
