package org.jivesoftware.openfire.plugin.cloudnotify.console;

import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.chrome.ChromeDriver;

/** What the browser's tests stand on: a server with a console, a browser, and in each test an administrator who is logged in. */
abstract class ConsoleTest {

    static final String BODY = "cloudnotify.with-body";
    static final String DEVICES = "cloudnotify.max-devices";
    static final String ERRORS = "cloudnotify.max-errors";

    static TestServer server;
    static String base;
    private static ChromeDriver shared;

    Scenario scenario;
    TestUser admin;
    Pages pages;

    @BeforeAll
    static void start() {
        server = TestServer.start(ServerConfig.usual().named("console").withConsole());
        base = server.console();
        shared = Chromium.open();
    }

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.quit();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void login() {
        scenario = new Scenario(server);
        admin = scenario.user("admin");
        scenario.property("admin.authorizedJIDs", admin.jid());
        scenario.atEnd(() -> server.control().properties().startingWith("cloudnotify.").keySet()
            .forEach(server.control().properties()::delete));
        shared.manage().deleteAllCookies();
        pages = new Pages(shared, base).width(1280).login(admin.name(), admin.password());
    }

    @AfterEach
    void end() {
        scenario.close();
    }

    String property(String name) {
        return server.control().properties().get(name);
    }

    /** A user with one registration, who is away. */
    TestUser away(PushService service, String node) {
        TestUser user = scenario.user("alice");
        XmppClient phone = scenario.raw(user, "phone");
        phone.enablePush(service.jid(), node);
        scenario.leave(phone);
        return user;
    }

    /** Finds a user's registration and ticks it. */
    void tick(TestUser user) {
        pages.open("registrations.jsp?user=" + user.name()).click("input[name=id]");
    }
}
