package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A push service of RFC 8030 that takes nothing that is not as it should be: it knows its subscriptions, looks at each header, checks the
 * signature of the token, and decrypts. On a port of its own at {@code https://localhost}.
 */
public final class PushReceiver implements AutoCloseable {

    private static final Set<String> EXPECTED = Set.of("authorization", "connection", "content-encoding", "content-length", "content-type",
        "host",
        "http2-settings", "topic", "ttl", "upgrade", "urgency", "user-agent");
    private static final long PATIENCE_SECONDS = 30;

    /** What it got: the path, the headers that tell something, and the text, decrypted. */
    public record Got(String path, int ttl, String urgency, String topic, String plain) {

        /** The text, where it is JSON. */
        public JsonObject text() {
            return JsonParser.parseString(plain).getAsJsonObject();
        }
    }

    private record Known(Browser browser, String serverKey) {
    }

    /** How a request is answered that was right. */
    public interface Answer {

        /** Answers. */
        void give(HttpExchange exchange, Got got) throws IOException;
    }

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Known> subscriptions = new ConcurrentHashMap<>();
    private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> connections = ConcurrentHashMap.newKeySet();
    private volatile Answer answer = (exchange, push) -> exchange.sendResponseHeaders(201, -1);

    /** Begins to listen. */
    public PushReceiver(TestCertificate certificate) throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** Its port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Subscribes a browser, as a browser does with the server's key. */
    public String subscribe(String path, Browser browser, String serverKey) {
        subscriptions.put("/" + path, new Known(browser, serverKey));
        return "https://localhost:" + port() + "/" + path;
    }

    /** How it answers from now on. */
    public void answers(Answer next) {
        answer = next;
    }

    /** The next push; waits for it. */
    public Got await() throws InterruptedException {
        Got next = got.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("No push came. What was wrong: " + wrong);
        }
        return next;
    }

    /** How many came that nobody looked at. */
    public int left() {
        return got.size();
    }

    /** What was not as it should be. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How many connections there were. */
    public int connections() {
        return connections.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        connections.add(exchange.getRemoteAddress().toString());
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(100_000);
            Got push;
            try {
                push = read(exchange, body);
            } catch (RuntimeException | AssertionError e) {
                wrong.add(String.valueOf(e.getMessage()));
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            // Before the next one can come, which waits for the answer.
            got.add(push);
            answer.give(exchange, push);
        }
    }

    private Got read(HttpExchange exchange, byte[] body) {
        Known known = subscriptions.get(exchange.getRequestURI().toString());
        demand(known != null, "a subscription that nobody has");
        demand(exchange.getRequestMethod().equals("POST"), "the method");
        Headers headers = exchange.getRequestHeaders();
        Set<String> more = new TreeSet<>(headers.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        more.removeAll(EXPECTED);
        demand(more.isEmpty(), "headers that nobody expects: " + more);
        demand(one(headers, "Content-Encoding").equals("aes128gcm"), "the encoding");
        demand(one(headers, "Content-Type").equals("application/octet-stream"), "the type");
        demand(Integer.parseInt(one(headers, "Content-Length")) == body.length && body.length <= 4_096, "the length");
        demand(one(headers, "Topic").matches("[A-Za-z0-9_-]{1,32}"), "the topic");
        demand(Set.of("very-low", "low", "normal", "high").contains(one(headers, "Urgency")), "the urgency");
        JsonObject claims = Tokens.verified(one(headers, "Authorization"), known.serverKey());
        demand(claims.get("aud").getAsString().equals("https://localhost:" + port()), "for another server: " + claims);
        long now = Instant.now().getEpochSecond();
        demand(claims.get("exp").getAsLong() > now && claims.get("exp").getAsLong() <= now + 24 * 3_600, "when it ends: " + claims);
        demand(claims.get("sub").getAsString().matches("(mailto:|https://).+"), "from nobody: " + claims);
        return new Got(exchange.getRequestURI().getPath().substring(1), Integer.parseInt(one(headers, "TTL")), one(headers, "Urgency"),
            one(headers, "Topic"), known.browser().read(body));
    }

    private static String one(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        demand(values.size() == 1, name + " " + values);
        return values.get(0);
    }

    private static void demand(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
