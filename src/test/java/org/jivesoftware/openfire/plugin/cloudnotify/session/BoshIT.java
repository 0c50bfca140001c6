package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.HttpBind;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.BoshClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients over BOSH, which vanish without a word: Openfire writes the next message into a request whose other end is gone. */
class BoshIT {

    /** The server's own clean-up runs every half minute. */
    private static final Duration IDLE = Duration.ofSeconds(150);

    private static final int MANY = 40;

    private static TestServer server;
    private static final HttpBind HTTP = HttpBind.free();

    private Scenario scenario;
    private PushService service;
    private TestUser alice;
    private RawClient bob;

    @BeforeAll
    static void start() {
        server = TestServer.start(HTTP.on(ServerConfig.usual().named("bosh"), 3));
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

    private BoshClient tab(String resource) {
        var tab = new BoshClient(HTTP.port(), server.domain(), alice.name(), alice.password());
        scenario.atEnd(tab::close);
        tab.login(resource);
        tab.enablePush(service.jid(), resource);
        scenario.online(tab);
        return tab;
    }

    /** The server knows that a tab saw something by the tab's next request; that it came there is seen by what it carried. */
    private void seen(BoshClient tab) {
        bob.chat(alice.jid(), "seen");
        tab.awaitMessage("seen");
        tab.chat(bob.jid(), "answer");
        bob.awaitMessage("answer");
    }

    @Test
    void whatATabThatIsGoneWasSentLastIsPushedOnce() {
        BoshClient tab = tab("tab");
        seen(tab);
        tab.cut();
        bob.chat(alice.jid(), "written into a request whose other end is gone");
        bob.chat(alice.jid(), "stored when the session ends");
        List<Push> pushes = service.awaitPushes(2, IDLE);
        assertEquals(List.of("tab", "tab"), pushes.stream().map(Push::node).toList());
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    /** The tab's session ends long after; what it did not fetch is then stored by a thread of Openfire's own. */
    @Test
    void whoIsOffIsPushedOnceAndWhoGotItIsNot() {
        scenario.property("route.all-resources", "true");
        scenario.property("cloudnotify.archive-trigger", "always");
        scenario.property("cloudnotify.merge-window", "0");
        Devices devices = new Devices(scenario, service);
        scenario.leave(devices.phone(alice, "off"));
        RawClient open = devices.phone(alice, "open");
        BoshClient tab = tab("tab");
        seen(tab);
        assertEquals(List.of("off"), nodes(1));
        tab.cut();
        bob.chat(alice.jid(), "written into a request whose other end is gone");
        bob.chat(alice.jid(), "stored when the session ends");
        open.awaitMessage("stored when the session ends");
        assertEquals(List.of("off", "off"), nodes(2));
        assertEquals(List.of("tab", "tab"), nodes(2));
        devices.hibernate(open);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "news");
        assertEquals(List.of("off", "open", "tab"), nodes(3));
        scenario.assertNoWarnings();
    }

    private List<String> nodes(int pushes) {
        return service.awaitPushes(pushes, IDLE).stream().map(Push::node).sorted().toList();
    }

    /** Openfire routes them again while the session ends, and may find that very session. */
    @Test
    void manyThatWaitForATabThatIsGoneArePushedOnceEach() {
        scenario.property("cloudnotify.with-body", "true");
        BoshClient tab = tab("tab");
        seen(tab);
        tab.cut();
        for (int i = 0; i < MANY; i++) {
            bob.send("<message type='chat' to='" + tab.jid() + "'><body>" + i + "</body></message>");
        }
        assertEquals(IntStream.range(0, MANY).mapToObj(Integer::toString).collect(Collectors.toSet()),
            service.awaitPushes(MANY, IDLE).stream().map(Push::body).collect(Collectors.toSet()));
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.assertNoWarnings();
    }

    @Test
    void theFirstMessageAloneIsPushedToo() {
        BoshClient tab = tab("tab");
        seen(tab);
        tab.cut();
        bob.chat(alice.jid(), "lost");
        assertEquals("tab", service.awaitPush(IDLE).node());
        service.assertNoPushWithin(Devices.SILENCE);
        assertEquals(0, scenario.storedOffline(alice));
    }

    @Test
    void whatATabSawAndALogoutPushNothing() {
        BoshClient tab = tab("tab");
        seen(tab);
        tab.close();
        scenario.await("the session is gone", () -> server.control().sessions().of(alice.name()).isEmpty());
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "not seen");
        assertEquals("tab", service.awaitPush().node());
    }
}
