package org.jivesoftware.openfire.plugin.cloudnotify.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.LogLine;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The example plugin on a running server, with a plugin class loader of its own, and at last as a child of Cloud Notify. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExamplePluginIT {

    @TempDir
    private static Path folder;
    private static TestServer server;
    private Scenario scenario;
    private PushService service;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(ServerConfig.usual().named("api").plugin("example", ExamplePluginBuild.jar(folder)));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() {
        scenario = new Scenario(server);
        service = scenario.pushService("push");
    }

    @AfterEach
    void close() {
        // Openfire remembers for a minute who waits for an answer, and so keeps a plugin in memory that is unloaded meanwhile.
        scenario.await("every push is answered", () -> server.control().plugins().registrations().get("IQ answers awaited") == 0);
        scenario.close();
    }

    @Test
    @Order(1)
    void isConnectedThroughItsOwnClassLoader() {
        assertEquals("own", example("connection"));
    }

    @Test
    @Order(1)
    void amendsPushesAndHearsOfThem() {
        TestUser alice = enabled("alice", "");
        message(alice);
        assertEquals("OFFLINE", urgency(service.awaitPush("phone")));
        scenario.await("answer is told", () -> example("events", alice.name()).contains("answered"));
        assertEquals("[added " + alice.name() + " phone, pushed " + alice.name() + " OFFLINE, answered " + alice.name() + " result]",
            example("events", alice.name()));
    }

    @Test
    @Order(1)
    void hearsOfErrorsAndRemoval() {
        service.answer(PushAnswer.error("item-not-found", "cancel"));
        TestUser alice = enabled("alice", "");
        message(alice);
        scenario.await("error is told", () -> example("events", alice.name()).contains("item-not-found"));
        scenario.raw(alice, "again").disablePush(service.jid(), "phone");
        scenario.await("removal is told", () -> example("events", alice.name()).contains("removed " + alice.name() + " phone"));
    }

    @Test
    @Order(1)
    void refusesRegistration() {
        TestUser alice = scenario.user("refused");
        Element answer = scenario.raw(alice, "phone").enablePush(service.jid(), "phone", "");
        assertEquals("error", answer.attributeValue("type"));
        Element error = answer.element("error");
        assertTrue(error.asXML().contains("not-allowed"), error::asXML);
        assertEquals("Not " + service.jid() + ", please.", error.elementText("text"));
        assertEquals(0, rows(alice));
    }

    @Test
    @Order(1)
    void amendsPublishOptions() {
        TestUser alice = enabled("amended", XmppClient.publishOptions("secret", "original", "other", "kept"));
        message(alice);
        String options = service.awaitPush("phone").publishOptions().asXML();
        assertFalse(options.contains("original"), options);
        assertTrue(options.contains("replaced") && options.contains("kept") && options.contains("two"), options);
        assertTrue(options.indexOf("secret") < options.indexOf("other") && options.indexOf("other") < options.indexOf("added"), options);
    }

    @Test
    @Order(1)
    void blocksPushesAndPings() {
        TestUser alice = enabled("blocked", "");
        message(alice);
        scenario.awaitStoredOffline(alice, 1);
        // The ping comes after the message on the same lane, and so proves that the message was not pushed.
        example("ping", alice.name());
        assertEquals("PING", urgency(service.awaitPush()));
        service.assertNoPushWithin(Duration.ofMillis(300));
    }

    @Test
    @Order(1)
    void pingsOneDevice() {
        TestUser alice = scenario.user("alice");
        RawClient client = scenario.raw(alice, "phone");
        client.enablePush(service.jid(), "one");
        client.enablePush(service.jid(), "two");
        example("pingDevice", alice.name(), "two");
        assertEquals("two", service.awaitPush().node());
        service.assertNoPushWithin(Duration.ofMillis(300));
        example("ping", alice.name());
        service.awaitPushes(2, XmppClient.PATIENCE);
    }

    @Test
    @Order(2)
    void oneThatThrowsIsLeftOut() {
        TestUser alice = enabled("throwing", "");
        message(alice);
        Push push = service.awaitPush("phone");
        assertEquals(null, urgency(push), "What was added before the exception is dropped");
        message(alice);
        service.awaitPush("phone");
        scenario.await("both answers are told", () -> example("events", alice.name()).split("answered").length == 3);
        List<LogLine> warnings = warnings();
        assertEquals(3, warnings.size(), "Once for each kind: registration, push, published. " + warnings);
    }

    @Test
    @Order(3)
    void oneThatHangsIsLeftOut() {
        TestUser alice = scenario.user("hanging");
        RawClient client = scenario.raw(alice, "phone");
        long start = System.nanoTime();
        client.enablePush(service.jid(), "phone");
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(9).toNanos(), "The client waits a second only");
        scenario.leave(client);
        message(alice);
        assertEquals(null, urgency(service.awaitPush("phone")));
        // While it hangs, nobody waits for it.
        TestUser bob = enabled("bob", "");
        long before = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            message(bob);
            assertEquals(null, urgency(service.awaitPush("phone")));
        }
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(5).toNanos(), "The next pushes do not wait for a second each");
        scenario.await("it is asked again", () -> {
            message(bob);
            return urgency(service.awaitPush("phone")) != null;
        });
        assertTrue(warnings().stream().anyMatch(line -> line.toString().contains("did not return")), warnings()::toString);
    }

    @Test
    @Order(4)
    void oneThatIsUnloadedIsForgotten() {
        var leftovers = server.control().plugins().unload("example");
        assertTrue(leftovers.classLoaderCollected(), leftovers::toString);
        TestUser alice = enabled("alice", "");
        message(alice);
        assertEquals(null, urgency(service.awaitPush("phone")));
        server.control().plugins().load("example");
        assertEquals("own", example("connection"));
        message(alice);
        assertEquals("OFFLINE", urgency(service.awaitPush("phone")));
    }

    @Test
    @Order(5)
    void itSurvivesReloadsOfCloudNotify() {
        var leftovers = server.control().plugins().unload("cloudnotify");
        assertTrue(leftovers.classLoaderCollected(), leftovers::toString);
        assertEquals("none", example("connection"));
        server.control().plugins().load("cloudnotify");
        scenario.await("reconnected", () -> example("connection").equals("own"));
        TestUser alice = enabled("alice", "");
        message(alice);
        assertEquals("OFFLINE", urgency(service.awaitPush("phone")));
    }

    @Test
    @Order(6)
    void worksAsChildOfCloudNotify() {
        server.control().plugins().unload("example");
        server.control().plugins().install("child", ExamplePluginJar.asChild(folder).toString());
        assertEquals("own", server.control().plugins().callOf("child", "connection"));
        TestUser alice = enabled("alice", "");
        message(alice);
        assertEquals("OFFLINE", urgency(service.awaitPush("phone")));
    }

    private TestUser enabled(String name, String options) {
        TestUser user = scenario.user(name);
        RawClient client = scenario.raw(user, "phone");
        Element answer = client.enablePush(service.jid(), "phone", options);
        assertEquals("result", answer.attributeValue("type"), answer::asXML);
        scenario.leave(client);
        return user;
    }

    private void message(TestUser to) {
        server.control().stanzas().route("<message type='chat' from='someone@" + server.domain() + "/x' to='" + to.jid() + "' id='"
            + XmppClient.newId() + "'><body>Hello</body></message>");
    }

    private static String urgency(Push push) {
        Element urgency = push.notification().element("urgency");
        return urgency == null ? null : urgency.getText();
    }

    private int rows(TestUser user) {
        return server.control().database().query("SELECT * FROM ofCloudNotify WHERE username = ?", user.name()).size();
    }

    private List<LogLine> warnings() {
        return server.log().since(scenario.logMark(), "org.jivesoftware.openfire.plugin.cloudnotify").stream()
            .filter(line -> line.toString().contains("WARN")).toList();
    }

    private static String example(String method, String... arguments) {
        return server.control().plugins().callOf("example", method, arguments);
    }
}
