package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.dom4j.Element;

/**
 * A minimal client over BOSH (XEP-0124, XEP-0206): always one request waits at the server, and each answer is followed by the next request,
 * as a browser's tab does it, until it {@linkplain #cut vanishes}.
 */
public final class BoshClient implements XmppClient {
    private static final Duration SETTLED = Duration.ofMillis(500);
    private static final Duration IN_ORDER = Duration.ofSeconds(1);
    private static final String BOSH = "http://jabber.org/protocol/httpbind";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String domain;
    private final String username;
    private final String password;
    private final Recorder<Element> received;
    private final Set<CompletableFuture<HttpResponse<String>>> waiting = ConcurrentHashMap.newKeySet();
    private long rid = 1_000;
    private String sid;
    private String jid;
    private long lastPost;
    private volatile boolean gone;

    /** A client that is not connected yet. */
    public BoshClient(int port, String domain, String username, String password) {
        this.address = URI.create("http://127.0.0.1:" + port + "/http-bind/");
        this.domain = domain;
        this.username = username;
        this.password = password;
        this.received = new Recorder<>("stanza for " + username + "'s tab", Element::asXML);
    }

    /** Begins a session, authenticates and binds the resource; from then on a request waits at the server. Sends no presence. */
    public BoshClient login(String resource) {
        String start = " to='" + domain + "' xml:lang='en' xmlns:xmpp='urn:xmpp:xbosh'";
        sid = exchange(start + " wait='60' hold='1' ver='1.6' xmpp:version='1.0'", "").attributeValue("sid");
        String plain = Base64.getEncoder().encodeToString(("\0" + username + "\0" + password).getBytes(StandardCharsets.UTF_8));
        Element answer = exchange("", "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>");
        if (answer.element("success") == null) {
            throw new AssertionError("Not authenticated: " + answer.asXML());
        }
        exchange(start + " xmpp:restart='true'", "");
        Element bound = exchange("", "<iq type='set' id='bind' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + "<resource>" + Xml.escape(resource) + "</resource></bind></iq>");
        jid = Xml.descendant(bound, "jid", "urn:ietf:params:xml:ns:xmpp-bind").getText();
        poll();
        // One that is sent right after it, on another connection, might overtake it.
        awaitWaiting();
        return this;
    }

    /** While nothing else is under way. */
    private Element exchange(String attributes, String content) {
        return Xml.parse(post(attributes, content).join().body());
    }

    private synchronized CompletableFuture<HttpResponse<String>> post(String attributes, String content) {
        // The server takes three at once for an attack, and requests that overtake each other for none that it knows.
        while (waiting.size() > 1) {
            try {
                wait(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!waiting.isEmpty()) {
            // Each request has a connection of its own: the one before has to be there first.
            while (System.nanoTime() - lastPost < IN_ORDER.toNanos()) {
                LockSupport.parkNanos(lastPost + IN_ORDER.toNanos() - System.nanoTime());
            }
        }
        lastPost = System.nanoTime();
        String body = "<body xmlns='" + BOSH + "' rid='" + rid++ + "'" + (sid == null ? "" : " sid='" + sid + "'") + attributes + ">"
            + content + "</body>";
        var answer = http.sendAsync(HttpRequest.newBuilder(address).header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        waiting.add(answer);
        answer.whenComplete((response, problem) -> answered(answer));
        return answer;
    }

    private synchronized void answered(CompletableFuture<HttpResponse<String>> request) {
        waiting.remove(request);
        notifyAll();
    }

    private void poll() {
        follow(post("", ""));
    }

    private void follow(CompletableFuture<HttpResponse<String>> request) {
        request.thenAccept(response -> {
            if (response.statusCode() != 200) {
                // The server knows no such session any more.
                gone = true;
                return;
            }
            Element body = Xml.parse(response.body());
            synchronized (this) {
                waiting.remove(request);
                notifyAll();
            }
            List<?> stanzas = body.elements();
            stanzas.forEach(stanza -> received.add((Element) stanza));
            synchronized (this) {
                if (!gone && !"terminate".equals(body.attributeValue("type")) && waiting.isEmpty()) {
                    poll();
                }
            }
        });
    }

    @Override
    public String jid() {
        return jid;
    }

    @Override
    public synchronized void send(String xml) {
        // Stanzas are in the stream's namespace, as the server expects them.
        follow(post("", xml.replaceFirst("^<(message|presence|iq)", "<$1 xmlns='jabber:client'")));
    }

    @Override
    public Recorder<Element> received() {
        return received;
    }

    /** Vanishes without a word: the connection of the request that waits at the server is closed, and no other one comes. */
    @Override
    public void cut() {
        awaitWaiting();
        synchronized (this) {
            gone = true;
            waiting.forEach(request -> request.cancel(true));
        }
    }

    /** Until a request waits at the server: nothing tells that it arrived there but that no answer comes. */
    private void awaitWaiting() {
        Object known = null;
        long since = System.nanoTime();
        while (known == null || System.nanoTime() - since < SETTLED.toNanos()) {
            Object now = waiting.stream().findFirst().orElse(null);
            if (now != known) {
                known = now;
                since = System.nanoTime();
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public synchronized void close() {
        if (!gone && sid != null) {
            gone = true;
            post(" type='terminate'", "").join();
        }
    }
}
