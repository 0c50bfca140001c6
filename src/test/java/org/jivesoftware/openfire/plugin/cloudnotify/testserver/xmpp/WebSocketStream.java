package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;

/** An XMPP stream over a WebSocket (RFC 7395): one element in each frame, a stream's header and end are elements, too. */
final class WebSocketStream implements ClientStream {
    private static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
    /** All share one: each has threads of its own. */
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Object END = new Object();

    private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile long timeoutMillis;

    /** @param port where Openfire's HTTP binding listens */
    WebSocketStream(int port) throws IOException {
        try {
            socket = HTTP.newWebSocketBuilder().subprotocols("xmpp").connectTimeout(XmppClient.PATIENCE)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/"), new Frames()).join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }

    private final class Frames implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                frames.add(Xml.parse(part.toString()));
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            frames.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            frames.add(END);
        }
    }

    @Override
    public Element open(String domain) throws IOException {
        send("<open xmlns='" + FRAMING + "' to='" + domain + "' version='1.0'/>");
        Element answer = next();
        if (answer == null || !answer.getName().equals("open")) {
            throw new IOException("No stream: " + (answer == null ? "closed" : answer.asXML()));
        }
        return answer;
    }

    /** Openfire wants stanzas in the stream's namespace. One frame after the other, whoever sends. */
    @Override
    public synchronized void send(String xml) throws IOException {
        try {
            CompletableFuture<WebSocket> sent = socket.sendText(xml.replaceFirst("^<(message|presence|iq)\\b", "<$1 xmlns='jabber:client'"),
                true);
            sent.join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Element next() throws IOException {
        try {
            long millis = timeoutMillis;
            Object frame = millis == 0 ? frames.take() : frames.poll(millis, TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new IOException("Nothing came within " + millis + " ms");
            }
            if (frame == END || ((Element) frame).getName().equals("close")) {
                return null;
            }
            return (Element) frame;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void timeout(Duration timeout) {
        timeoutMillis = timeout.toMillis();
    }

    @Override
    public void end() throws IOException {
        send("<close xmlns='" + FRAMING + "'/>");
    }

    @Override
    public void close() {
        socket.abort();
        frames.add(END);
    }

    @Override
    public void reset() {
        close();
    }
}
