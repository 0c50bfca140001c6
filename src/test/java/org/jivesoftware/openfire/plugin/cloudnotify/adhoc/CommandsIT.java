package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.COMMANDS;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.NODE;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.call;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.callOpenfiresOwn;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.disco;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.field;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.form;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.iq;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.note;
import static org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandCalls.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
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

/** The ad-hoc commands, as clients call them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsIT {

    private static TestServer server;
    private Scenario scenario;
    private PushService service;

    @BeforeAll
    static void start() {
        server = TestServer.start(ServerConfig.usual().named("commands"));
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
        scenario.close();
    }

    @Test
    @Order(1)
    void isListedForThoseWhoMayCallIt() {
        RawClient alice = scenario.raw(scenario.user("alice"), "pc");
        assertEquals(List.of("devices", "privacy", "remove-device", "test"), listed(alice));
        assertEquals(8, listed(admin()).size());
        String info = disco(alice, "info", NODE + "devices").asXML();
        assertTrue(info.contains("command-node"), info);
    }

    @Test
    @Order(1)
    void listsDevices() {
        TestUser user = scenario.user("alice");
        RawClient alice = scenario.raw(user, "Phone of <Alice>");
        assertTrue(note(call(alice, "devices", "")).contains("No device"));
        alice.enablePush(service.jid(), "0123456789abcdef-secret");
        Element command = call(alice, "devices", "");
        assertEquals("completed", command.attributeValue("status"));
        assertTrue(command.asXML().contains(service.jid()), command::asXML);
        assertTrue(command.asXML().contains("Phone of &lt;Alice&gt;"), command::asXML);
        assertFalse(command.asXML().contains("secret"), "Nodes are shortened");
    }

    @Test
    @Order(1)
    void removesADevice() {
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        alice.enablePush(service.jid(), "one");
        alice.enablePush(service.jid(), "two");
        Element form = call(alice, "remove-device", "");
        assertEquals("executing", form.attributeValue("status"));
        assertNotNull(form.element("actions").element("complete"));
        List<?> options = field(form, "device").elements("option");
        assertEquals(2, options.size());
        String first = ((Element) options.get(0)).elementText("value");
        Element done = submit(alice, "remove-device", form.attributeValue("sessionid"), "device", first);
        assertEquals("completed", done.attributeValue("status"));
        assertEquals("info", done.element("note").attributeValue("type"));
        assertEquals(1, field(call(alice, "remove-device", ""), "device").elements("option").size());
        Element again = submit(alice, "remove-device", form.attributeValue("sessionid"), "device", first);
        assertEquals("error", again.element("note").attributeValue("type"));
    }

    @Test
    @Order(1)
    void cannotRemoveTheDeviceOfAnother() {
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        alice.enablePush(service.jid(), "one");
        String id = ((Element) field(call(alice, "remove-device", ""), "device").elements("option").get(0)).elementText("value");
        RawClient bob = scenario.raw(scenario.user("bob"), "phone");
        assertEquals("error", submit(bob, "remove-device", null, "device", id).element("note").attributeValue("type"));
        assertEquals("error", submit(bob, "remove-device", null, "device", id, "accountjid", alice.bareJid())
            .element("note").attributeValue("type"));
        assertEquals(1, field(call(alice, "remove-device", ""), "device").elements("option").size());
    }

    @Test
    @Order(1)
    void testPushShowsTheAnswer() {
        service.answerNode("dead", PushAnswer.error("item-not-found", "cancel"));
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        alice.enablePush(service.jid(), "good");
        alice.enablePush(service.jid(), "dead");
        Element result = submit(alice, "test", null, "device", "all");
        assertEquals("completed", result.attributeValue("status"));
        assertTrue(result.asXML().contains("accepted") && result.asXML().contains("device unknown"), result::asXML);
        service.awaitPush("good");
        service.awaitPush("dead");
        assertTrue(note(submit(alice, "test", null, "device", "all")).contains("10 seconds"), "not too often");
    }

    @Test
    @Order(1)
    void speaksTheClientsLanguage() {
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        assertTrue(note(call(alice, "devices", " xml:lang='de-AT'")).contains("Kein Gerät"));
        assertTrue(note(call(alice, "devices", " xml:lang='tlh'")).contains("No device"));
        assertTrue(note(call(alice, "devices", " xml:lang='" + "x".repeat(5_000) + "'")).contains("No device"));
    }

    @Test
    @Order(1)
    void administratorsDoTheSameForAnybody() {
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        alice.enablePush(service.jid(), "one");
        RawClient admin = admin();
        Element account = call(admin, "admin-remove-device", "");
        assertEquals("jid-single", field(account, "accountjid").attributeValue("type"));
        Element form = submit(admin, "admin-remove-device", account.attributeValue("sessionid"), "accountjid", alice.bareJid());
        String id = ((Element) field(form, "device").elements("option").get(0)).elementText("value");
        assertEquals(alice.bareJid(), field(form, "accountjid").elementText("value"));
        assertTrue(submit(admin, "admin-devices", null, "accountjid", alice.bareJid()).asXML().contains(service.jid()));
        assertTrue(submit(admin, "admin-test", null, "accountjid", alice.bareJid(), "device", id).asXML().contains("accepted"));
        submit(admin, "admin-remove-device", form.attributeValue("sessionid"), "accountjid", alice.bareJid(), "device", id);
        assertTrue(note(call(alice, "devices", "")).contains("No device"));
        assertTrue(note(submit(admin, "admin-devices", null, "accountjid", "alice@elsewhere.example")).contains("no such account"));
        assertTrue(note(submit(admin, "admin-devices", null, "accountjid", "a b@@/")).contains("no such account"));
    }

    @Test
    @Order(1)
    void usersMayNotCallWhatIsForAdministrators() {
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        for (String name : List.of("admin-devices", "admin-remove-device", "admin-test", "admin-privacy")) {
            Element error = alice.request(iq(name, "", "", null));
            assertEquals("error", error.attributeValue("type"), error::asXML);
            assertNotNull(error.element("error").element("forbidden"), error::asXML);
        }
        String toBob = iq("devices", " to='" + scenario.user("bob").jid() + "'", "", null).replace(" to='" + server.domain() + "'", "");
        assertNotNull(alice.request(toBob).element("error").element("forbidden"));
    }

    /** Openfire's own manager checks permission at the beginning of a session only. */
    @Test
    @Order(1)
    void aSessionCannotBeContinuedAsACommandOfAnAdministrator() {
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        TestUser bob = scenario.user("bob");
        String session = call(alice, "privacy", "").attributeValue("sessionid");
        Element answer = alice.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + server.domain()
            + "'><command xmlns='" + COMMANDS + "' node='http://jabber.org/protocol/admin#change-user-password'"
            + " action='complete' sessionid='" + session + "'>"
            + form("accountjid", bob.jid(), "password", "stolen") + "</command></iq>");
        assertEquals("error", answer.attributeValue("type"), answer::asXML);
        scenario.raw(bob, "phone");
    }

    @Test
    @Order(1)
    void openfiresOwnCommandsWorkAsBefore() {
        callOpenfiresOwn(admin());
    }

    @Test
    @Order(1)
    void survivesWhatIsHostile() {
        RawClient alice = scenario.raw(scenario.user("alice"), "phone");
        alice.enablePush(service.jid(), "one");
        assertNotNull(alice.request(iq("test", "", "", null).replace("<command", "<command action='prev'")).element("error"));
        assertNotNull(alice.request(iq("test", "", "", "s".repeat(100))).element("error"));
        assertEquals("canceled", alice.request(iq("test", "", "", "x").replace("<command", "<command action='cancel'"))
            .element("command").attributeValue("status"));
        assertNotNull(alice.request(iq("devices", "", "", null).replace("type='set'", "type='get'")).element("error"));
        String many = "<x xmlns='jabber:x:data' type='submit'>" + "<field var='device'><value>x</value></field>".repeat(500) + "</x>";
        assertEquals("error", note(alice, "test", many));
        String large = "<x xmlns='jabber:x:data' type='submit'><field var='device'><value>" + "x".repeat(50_000) + "</value></field></x>";
        assertEquals("executing", alice.request(iq("test", "", large, null)).element("command").attributeValue("status"));
        String deep = "<x xmlns='jabber:x:data' type='submit'>" + "<field>".repeat(500) + "</field>".repeat(500) + "</x>";
        assertEquals("executing", alice.request(iq("test", "", deep, null)).element("command").attributeValue("status"));
        assertEquals("error", note(alice, "privacy", form("hide", "perhaps")));
        assertEquals("error", note(alice, "test", form("device", "' OR '1'='1")));
        scenario.assertNoWarnings();
    }

    @Test
    @Order(2)
    void hidesSenderAndTextAlsoAfterARestart() {
        scenario.property("cloudnotify.with-body", "true");
        scenario.property("cloudnotify.with-sender", "true");
        TestUser user = scenario.user("alice");
        RawClient alice = scenario.raw(user, "phone");
        alice.enablePush(service.jid(), "one");
        assertEquals("0", field(call(alice, "privacy", ""), "hide").elementText("value"));
        scenario.leave(alice);
        message(user, "Shown");
        assertEquals("Shown", service.awaitPush().body());

        alice = scenario.raw(user, "phone");
        assertTrue(note(submit(alice, "privacy", null, "hide", "1")).contains("neither"));
        assertEquals("1", field(call(alice, "privacy", ""), "hide").elementText("value"));
        scenario.leave(alice);
        message(user, "Hidden");
        var push = service.awaitPush();
        assertEquals("New Message!", push.body());
        assertNull(push.sender());

        service.disconnect();
        server.restart();
        service.connect();
        message(user, "Still hidden");
        assertEquals("New Message!", service.awaitPush().body());

        RawClient admin = admin();
        submit(admin, "admin-privacy", null, "accountjid", user.jid(), "hide", "false");
        message(user, "Shown again");
        assertEquals("Shown again", service.awaitPush().body());
        assertEquals(0, server.control().database().query("SELECT * FROM ofUserProp WHERE username = ?", user.name()).size());
    }

    @Test
    @Order(3)
    void isGoneWhenThePluginIs() {
        RawClient admin = admin();
        server.control().plugins().unload("cloudnotify");
        assertEquals(List.of(), listed(admin));
        assertNotNull(admin.request(iq("devices", "", "", null)).element("error").element("item-not-found"));
        callOpenfiresOwn(admin);
        server.control().plugins().load("cloudnotify");
        assertEquals(8, listed(admin).size());
    }

    private RawClient admin() {
        TestUser admin = scenario.user("admin");
        scenario.property("admin.authorizedJIDs", admin.jid());
        return scenario.raw(admin, "pc");
    }

    private List<String> listed(RawClient client) {
        return disco(client, "items", COMMANDS).elements().stream().map(item -> ((Element) item).attributeValue("node"))
            .filter(node -> node.startsWith(NODE)).map(node -> node.substring(NODE.length())).sorted().toList();
    }

    private void message(TestUser to, String body) {
        server.control().stanzas().route("<message type='chat' from='bob@" + server.domain() + "/x' to='" + to.jid() + "' id='"
            + XmppClient.newId() + "'><body>" + body + "</body></message>");
    }
}
