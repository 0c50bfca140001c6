package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.HttpBind;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Lack;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients over WebSocket (RFC 7395). Up to 4.7 Openfire does not take a session with stream management for detached when its socket is
 * closed: it puts what comes into the session's queue, and stores it offline besides.
 */
class WebSocketIT {

    /** Long before an acknowledgement is late. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final HttpBind HTTP = HttpBind.free();

    private static TestServer server;

    private Scenario scenario;
    private PushService service;
    private TestUser alice;
    private RawClient bob;

    @BeforeAll
    static void start() {
        server = TestServer.start(HTTP.on(ServerConfig.usual().named("websocket").property("cloudnotify.merge-window", "0"), 60));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void people() {
        scenario = new Scenario(server);
        service = scenario.pushService("push");
        alice = scenario.user("alice");
        bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
    }

    @AfterEach
    void end() {
        scenario.close();
    }

    private WebSocketClient connected(String resource) {
        var tab = new WebSocketClient(HTTP.port(), server.domain(), alice.name(), alice.password());
        scenario.atEnd(tab::close);
        return tab.login(resource);
    }

    private WebSocketClient tab(String resource, String node) {
        WebSocketClient tab = connected(resource).enableStreamManagement();
        tab.enablePush(service.jid(), node);
        scenario.online(tab);
        Devices.quiet(scenario, tab);
        return tab;
    }

    private void read(WebSocketClient tab, String text) {
        bob.chat(alice.jid(), text);
        tab.awaitMessage(text);
        Devices.quiet(scenario, tab);
    }

    private static Stream<Named<Consumer<WebSocketClient>>> ways() {
        return Stream.of(Named.of("with a closing frame", WebSocketClient::leave), Named.of("without", WebSocketClient::cut));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatComesForATabThatIsGoneIsPushedOnceAndAtOnce(Consumer<WebSocketClient> goes) {
        WebSocketClient tab = tab("tab", "tab");
        read(tab, "seen");
        goes.accept(tab);
        service.assertNoPushWithin(Devices.SILENCE);
        for (int i = 1; i <= 2; i++) {
            bob.chat(alice.jid(), "message " + i);
            assertEquals(i, service.awaitPush(SOON).messageCount());
        }
        bob.chat(tab.jid(), "to the tab itself");
        assertEquals(3, service.awaitPush(SOON).messageCount());
        service.assertNoPushWithin(Devices.SILENCE);
        boolean resumed = tab.resume();
        Lack.NO_WEBSOCKET_RESUME.assumeNot(!resumed && Lack.NO_WEBSOCKET_RESUME.holds());
        assertTrue(resumed);
        tab.awaitMessage("to the tab itself");
        service.assertNoPushWithin(Devices.SILENCE);
        // 4.2.0 takes what it says from now on for another session's, its acknowledgements among it.
        scenario.assertNoWarnings();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatWasNotAcknowledgedIsPushedWhenTheTabGoes(Consumer<WebSocketClient> goes) {
        WebSocketClient tab = tab("tab", "tab");
        tab.acknowledging(false);
        bob.chat(alice.jid(), "lost on its way");
        tab.awaitMessage("lost on its way");
        service.assertNoPushWithin(Devices.SILENCE);
        goes.accept(tab);
        assertEquals(1, service.awaitPush(SOON).messageCount());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void withoutStreamManagementItIsAsIfTheTabHadLoggedOut(Consumer<WebSocketClient> goes) {
        WebSocketClient tab = connected("tab");
        tab.enablePush(service.jid(), "tab");
        scenario.online(tab);
        bob.chat(alice.jid(), "seen");
        tab.awaitMessage("seen");
        goes.accept(tab);
        scenario.await("the session is gone", () -> server.control().sessions().of(alice.name()).isEmpty());
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "not seen");
        assertEquals(1, service.awaitPush(SOON).messageCount());
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void whoLogsOutIsAway() {
        WebSocketClient tab = tab("tab", "tab");
        read(tab, "seen");
        tab.close();
        scenario.await("the session is gone", () -> server.control().sessions().of(alice.name()).isEmpty());
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "not seen");
        assertEquals(1, service.awaitPush(SOON).messageCount());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    /** As with every site whose configuration holds the node. */
    @Test
    void whatAnOpenTabAcknowledgesDoesNotPushForOneThatIsGone() {
        WebSocketClient open = tab("tab1", "browser");
        WebSocketClient closed = tab("tab2", "browser");
        for (WebSocketClient tab : new WebSocketClient[] {open, closed}) {
            tab.request("<iq type='set' id='carbons'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
            Devices.quiet(scenario, tab);
        }
        closed.leave();
        bob.chat(alice.jid(), "read in the open tab");
        open.received().await(stanza -> stanza.asXML().contains("read in the open tab"), WebSocketClient.PATIENCE);
        service.assertNoPushWithin(Devices.SILENCE);
        open.acknowledging(false);
        open.cut();
        bob.chat(alice.jid(), "read nowhere");
        assertEquals("browser", service.awaitPush(SOON).node());
        service.assertNoPushWithin(Devices.SILENCE);
    }
}
