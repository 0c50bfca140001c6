package org.jivesoftware.openfire.plugin.cloudnotify.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What the console must not do, tried with a real browser and without one. */
class ConsoleSafetyIT extends ConsoleTest {

    private static final String HOSTILE =
        "\"'></td><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">{{token}}&amp;";

    @Test
    void withoutALoginNothingIsShownAndNothingChanged() throws Exception {
        String token = pages.open("settings.jsp").value("token");
        for (String page : List.of("settings.jsp", "registrations.jsp", "user.jsp?username=admin", "activity.jsp", "activity.jsp?live=true",
            "scripts/activity.js", "styles/cloudnotify.css")) {
            PlainHttp.Reply reply = PlainHttp.get(base + "/plugins/cloudnotify/" + page, null);
            assertEquals(302, reply.status(), page);
            assertTrue(reply.location().contains("/login.jsp"), reply.location());
            assertFalse(reply.body().contains("Push"), page);
        }
        Map<String, String> change = Map.of("token", token, "was." + BODY, "false", BODY, "true");
        PlainHttp.Reply reply = PlainHttp.post(base + "/plugins/cloudnotify/settings.jsp", null, change);
        assertEquals(302, reply.status());
        assertTrue(reply.location().contains("/login.jsp"), reply.location());
        assertNull(property(BODY));
    }

    @Test
    void twoAdministratorsDoNotUndoEachOthersWork() {
        TestUser second = scenario.user("second");
        server.control().properties().set("admin.authorizedJIDs", admin.jid() + "," + second.jid());
        try (var other = new Pages(Chromium.open(), base).login(second.name(), second.password())) {
            pages.open("settings.jsp");
            other.open("settings.jsp").type(DEVICES, "8").type(ERRORS, "20").save();
            assertEquals("8", property(DEVICES));
            // The first one's form is older than that. What it does not touch stays; what both changed is asked about.
            pages.type(DEVICES, "6").save();
            assertEquals("8", property(DEVICES));
            assertTrue(pages.text().contains("It now is: 8."), pages.text());
            assertEquals("6", pages.value(DEVICES));
            assertEquals("20", pages.value(ERRORS));
            pages.save();
            assertEquals("6", property(DEVICES));
            assertEquals("20", property(ERRORS));
        }
    }

    @Test
    void htmlAndScriptInARegistrationAreText() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, HOSTILE);
        for (String page : List.of("registrations.jsp?user=" + alice.name(), "user.jsp?username=" + alice.name())) {
            pages.open(page);
            assertTrue(pages.has("details"), pages.text());
            pages.click("details > summary");
            assertTrue(pages.find("details").getText().contains(HOSTILE), pages.text());
            assertNotEquals("owned", pages.browser().getTitle());
            assertEquals(0, pages.browser().findElements(By.cssSelector(".cn table tbody img, .cn table script")).size());
        }
        tick(alice);
        pages.submit("button[value=delete]");
        assertNotEquals("owned", pages.browser().getTitle());
        assertTrue(pages.text().contains("Delete these registrations?"), pages.text());
        pages.open("registrations.jsp?user=%3Cscript%3Edocument.title%3D%27owned%27%3C%2Fscript%3E");
        assertNotEquals("owned", pages.browser().getTitle());
        assertEquals("<script>document.title='owned'</script>", pages.value("user"));
    }

    @Test
    void aRequestWithoutThePagesTokenOrWithAnothersChangesNothing() throws Exception {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        pages.open("registrations.jsp?user=" + alice.name());
        String id = pages.find("input[name=id]").getAttribute("value");
        String cookie = pages.cookie();
        try (var other = new Pages(Chromium.open(), base).login(admin.name(), admin.password())) {
            String others = other.open("settings.jsp").value("token");
            for (String token : List.of("", "x", others)) {
                PlainHttp.Reply settings = PlainHttp.post(base + "/plugins/cloudnotify/settings.jsp", cookie,
                    Map.of("token", token, "was." + BODY, "false", BODY, "true"));
                assertEquals(403, settings.status());
                PlainHttp.Reply delete = PlainHttp.post(base + "/plugins/cloudnotify/registrations.jsp", cookie,
                    Map.of("token", token, "action", "delete", "confirmed", "true", "id", id));
                assertEquals(403, delete.status());
            }
        }
        String own = pages.value("token");
        PlainHttp.get(base + "/plugins/cloudnotify/settings.jsp?token=" + own + "&was." + BODY + "=false&" + BODY + "=true", cookie);
        PlainHttp.get(base + "/plugins/cloudnotify/registrations.jsp?token=" + own + "&action=delete&confirmed=true&id=" + id, cookie);
        assertNull(property(BODY));
        assertTrue(pages.open("registrations.jsp?user=" + alice.name()).has("input[name=id]"));
    }
}
