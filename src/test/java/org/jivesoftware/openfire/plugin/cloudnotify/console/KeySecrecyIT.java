package org.jivesoftware.openfire.plugin.cloudnotify.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.api.ExamplePluginJar;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/** An app's key is in its column, and nowhere else (docs/behaviour.md §10); the server of tests writes the plugin's log at level debug. */
class KeySecrecyIT {

    private static final String COLUMN = "OFCLOUDNOTIFY.wishes";

    private final byte[] key = new byte[16];
    private final String encoded;
    /** In which ways it may be written. */
    private final List<String> writings;
    private final Map<String, String> searched = new LinkedHashMap<>();

    KeySecrecyIT() {
        new Random().nextBytes(key);
        encoded = Base64.getEncoder().encodeToString(key);
        String ofUrl = URLEncoder.encode(encoded, StandardCharsets.UTF_8);
        writings = List.of(encoded, encoded.substring(0, 20), ofUrl, ofUrl.substring(0, 20),
            Base64.getUrlEncoder().encodeToString(key), HexFormat.of().formatHex(key),
            HexFormat.of().withUpperCase().formatHex(key), new String(key, StandardCharsets.ISO_8859_1),
            Arrays.toString(key).replaceAll("[\\[\\]]", ""));
    }

    private boolean tells(String text) {
        return writings.stream().anyMatch(text::contains);
    }

    private String encrypt(String value) {
        return "<encrypt xmlns='tigase:push:encrypt:0' alg='aes-128-gcm'>" + value + "</encrypt><jingle xmlns='tigase:push:jingle:0'/>";
    }

    @Test
    void aKeyIsInItsColumnAndNowhereElse(@TempDir Path folder) throws Exception {
        ServerConfig config = ServerConfig.usual().named("keys").withConsole().property("cloudnotify.merge-window", "0")
            .plugin("example", ExamplePluginJar.withOwnApi(folder));
        try (TestServer server = TestServer.start(config); Scenario scenario = new Scenario(server)) {
            TestUser alice = scenario.user("alice");
            use(scenario, alice);
            searched.put("what the API says", server.control().plugins().callOf("example", "shown", alice.name()));
            pages(scenario, alice);
            searched.put("the log", server.log().textSince(0));
            searched.put("the output", Files.readString(server.log().console()));
            for (Map.Entry<String, String> each : searched.entrySet()) {
                assertFalse(each.getValue().isEmpty(), each.getKey());
                assertFalse(tells(each.getValue()), () -> "A key is in " + each.getKey());
            }
            assertTrue(searched.get("the log").contains(alice.name()) && searched.get("what the API says").contains("phone")
                && searched.get("registrations.jsp").contains(alice.name()), "which do tell of her");
            assertEquals(List.of(COLUMN), columns(server), "the one place where it is");
        }
    }

    /** Everything that has to do with the key: registered, again, in vain, used, refused, looked at. */
    private void use(Scenario scenario, TestUser alice) {
        PushService service = scenario.pushService("push");
        Devices devices = new Devices(scenario, service);
        RawClient bob = scenario.online(scenario.raw(scenario.user("bob"), "desktop"));
        RawClient phone = devices.phone(alice, "phone");
        StringBuilder said = new StringBuilder();
        said.append(phone.enablePush(service.jid(), "phone", encrypt(encoded)).asXML());
        said.append(phone.enablePush(service.jid(), "phone", encrypt(encoded)).asXML());
        said.append(phone.enablePush(service.jid(), "other", encrypt(encoded).replace("aes-128-gcm", "aes-256-gcm")).asXML());
        said.append(phone.enablePush(service.jid(), "other", encrypt(encoded + encoded)).asXML());
        said.append(phone.enablePush(service.jid(), "other", encrypt(encoded).replace("alg=", "max-size='x' alg=")).asXML());
        devices.hibernate(devices.quiet(phone));
        bob.chat(alice.jid(), "Hello");
        said.append(service.awaitPush().xml());
        bob.send("<message to='" + alice.jid() + "' type='chat' id='c'><propose xmlns='urn:xmpp:jingle-message:0' id='c1'>"
            + "<description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose></message>");
        said.append(service.awaitPush().xml());
        service.answer(PushAnswer.error("internal-server-error", "wait"));
        bob.chat(alice.jid(), "Hello again");
        said.append(service.awaitPush().xml());
        bob.chat(alice.jid(), "And again, which waits");
        service.answer(PushAnswer.result());
        RawClient desktop = devices.desktop(alice, "desktop");
        for (String command : List.of("devices", "test", "privacy", "remove-device")) {
            Element answer = desktop.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + scenario.server().domain()
                + "'><command"
                + " xmlns='http://jabber.org/protocol/commands' node='urn:cloudnotify:commands#" + command + "'/></iq>");
            assertNotNull(answer.element("command"), answer::asXML);
            said.append(answer.asXML());
        }
        searched.put("what was answered and pushed", said.toString());
        StringBuilder heard = new StringBuilder();
        List.of(bob, phone, desktop).forEach(client -> client.received().all().forEach(each -> heard.append(each.asXML())));
        service.others().all().forEach(each -> heard.append(each.asXML()));
        searched.put("what others heard", heard.toString());
        searched.put("the waiting", scenario.control().database().query("SELECT * FROM ofCloudNotifyWaiting").toString());
    }

    private void pages(Scenario scenario, TestUser alice) {
        TestUser admin = scenario.user("admin");
        scenario.property("admin.authorizedJIDs", admin.jid());
        ChromeDriver browser = Chromium.open();
        try {
            Pages pages = new Pages(browser, scenario.server().console()).width(1280).login(admin.name(), admin.password());
            for (String page : List.of("settings.jsp", "registrations.jsp", "user.jsp?username=" + alice.name(), "services.jsp",
                "activity.jsp",
                "activity.jsp?user=" + alice.name(), "activity.jsp?live=true")) {
                pages.open(page);
                searched.put(page, browser.getPageSource());
            }
        } finally {
            browser.quit();
        }
    }

    /** Where in the whole database it is. */
    private List<String> columns(TestServer server) {
        List<String> found = new ArrayList<>();
        for (Map<String, String> table : server.control().database().query(
            "SELECT TABLE_NAME AS name FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC'")) {
            String name = table.get("name");
            for (Map<String, String> row : server.control().database().query("SELECT * FROM \"" + name + "\"")) {
                row.forEach((column, value) -> {
                    if (value != null && tells(value)) {
                        found.add(name + "." + column);
                    }
                });
            }
        }
        return found;
    }
}
