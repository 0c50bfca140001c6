package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.SessionInfo;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.TestClient.StreamManagement;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/**
 * The people, devices and services of one test on a test server. Names are made unique, so that tests sharing a server do not
 * meet; what a scenario made, it closes, deletes or sets back in reverse order.
 */
public final class Scenario implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final long logMark;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** A scenario on any server; tests with the shared one get theirs as a parameter. */
    public Scenario(TestServer server) {
        this.server = server;
        this.logMark = server.log().mark();
    }

    /** The server. */
    public TestServer server() {
        return server;
    }

    /** The hand in the server. */
    public ServerControl control() {
        return server.control();
    }

    /** Creates an account whose name begins with {@code name}. */
    public TestUser user(String name) {
        String unique = name + "-" + COUNT.incrementAndGet();
        String password = "secret-" + unique;
        control().users().create(unique, password);
        undo.push(() -> {
            if (control().users().exists(unique)) {
                control().users().delete(unique);
            }
        });
        return new TestUser(unique, password, unique + "@" + server.domain());
    }

    /** Logs a Smack client in, without stream management and presence. */
    public TestClient client(TestUser user, String resource) {
        return client(user, resource, StreamManagement.OFF);
    }

    /** Logs a Smack client in, without presence. */
    public TestClient client(TestUser user, String resource, StreamManagement management) {
        var client = new TestClient(server.ports().client(), server.domain(), user.name(), user.password(), resource, management);
        undo.push(client::close);
        return client.login();
    }

    /** Logs a raw client in, without stream management and presence. */
    public RawClient raw(TestUser user, String resource) {
        var client = new RawClient(server.ports().client(), server.domain(), user.name(), user.password());
        undo.push(client::close);
        return client.login(resource);
    }

    /** Logs a raw client in with resumable stream management, without presence. */
    public RawClient rawResumable(TestUser user, String resource) {
        return raw(user, resource).enableStreamManagement(true);
    }

    /** Connects a push service whose subdomain begins with {@code name}. */
    public PushService pushService(String name) {
        String jid = name + "-" + COUNT.incrementAndGet() + "." + server.domain();
        var service = new PushService(server.ports().component(), jid, ServerConfig.COMPONENT_SECRET);
        undo.push(service::close);
        return service.connect();
    }

    /** Ends a push service's connection, and waits until the server knows: a newer Openfire writes into a closed one for a while. */
    public void disconnect(PushService service) {
        service.disconnect();
        await(service.jid() + " is gone", () -> !control().stanzas().component(service.jid()));
    }

    /** Sets a system property until the end of the scenario. */
    public void property(String key, String value) {
        String before = control().properties().get(key);
        control().properties().set(key, value);
        undo.push(() -> {
            if (before == null) {
                control().properties().delete(key);
            } else {
                control().properties().set(key, before);
            }
        });
    }

    /** Does something at the end of the scenario. */
    public void atEnd(Runnable action) {
        undo.push(action);
    }

    /** The session of a client as the server sees it; null when there is none. */
    public SessionInfo session(XmppClient client) {
        return control().sessions().list().stream().filter(session -> session.jid().equals(client.jid())).findFirst().orElse(null);
    }

    /** Sends an available presence, and waits until the server has taken it. */
    public <C extends XmppClient> C online(C client) {
        client.available();
        await(client.jid() + " is available", () -> session(client) != null && session(client).available());
        return client;
    }

    /**
     * Ends a client's connection without a closing tag, and waits until the server has its session detached. Where Openfire ends a session
     * with its connection, the connection first times out for the server.
     */
    public void detach(XmppClient client) {
        if (Lack.LOST_CONNECTION_ENDS_SESSION.holds()) {
            if (client instanceof TestClient smack) {
                // As a dead network would: one that hears the stream's end does not resume it.
                smack.freeze();
            }
            control().sessions().timeOut(client.jid());
        }
        client.cut();
        await(client.jid() + " is detached", () -> session(client) != null && session(client).detached());
    }

    /**
     * Has Openfire's clean-up end the detached sessions of a user, whatever their age. Again where one is left: after a push the plugin
     * lets the server's own time begin anew, which may be in the very moment of the clean-up.
     */
    public void timeOutDetached(TestUser user) {
        await("no session of " + user.name() + " is detached", () -> {
            control().sessions().expireDetached(0);
            return control().sessions().of(user.name()).stream().noneMatch(SessionInfo::detached);
        });
    }

    /** Closes a client's stream in order, and waits until its session is gone. */
    public void leave(XmppClient client) {
        String jid = client.jid();
        client.close();
        await(jid + " is gone", () -> control().sessions().list().stream().noneMatch(session -> session.jid().equals(jid)));
    }

    /** Number of messages that are stored offline for a user. */
    public int storedOffline(TestUser user) {
        List<?> rows = control().database().query("SELECT messageID FROM ofOffline WHERE username = ?", user.name());
        return rows.size();
    }

    /** Waits until a message is stored offline for the user. */
    public void awaitStoredOffline(TestUser user, int count) {
        await(count + " messages stored for " + user.name(), () -> storedOffline(user) >= count);
    }

    /** Waits until a condition holds; fails after a minute. */
    public void await(String what, BooleanSupplier condition) {
        await(what, condition, XmppClient.PATIENCE);
    }

    /** Waits until a condition holds. */
    public void await(String what, BooleanSupplier condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + timeout + ": " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Fails when the plugin has logged a warning or an error since the scenario began. */
    public void assertNoWarnings() {
        server.log().assertNoWarningsSince(logMark, "org.jivesoftware.openfire.plugin.cloudnotify");
    }

    /** Where the server's log stood when the scenario began. */
    public long logMark() {
        return logMark;
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (RuntimeException e) {
                // What could not be undone, because the test ended the server for example, must not hide the test's own result.
            }
        }
    }
}
