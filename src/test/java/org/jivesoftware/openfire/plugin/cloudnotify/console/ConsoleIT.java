package org.jivesoftware.openfire.plugin.cloudnotify.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The console's pages in a real browser, on a running server. */
class ConsoleIT extends ConsoleTest {

    @Test
    void aSwitchChangesTheNextPush() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.chat(alice.jid(), "First secret");
        assertEquals("New Message!", service.awaitPush().body());

        // By keyboard alone: to the box by its label's field, the space bar ticks it, the enter key sends the form.
        WebElement box = pages.open("settings.jsp").field(BODY);
        assertFalse(box.isSelected());
        box.sendKeys(Keys.SPACE);
        pages.field("cloudnotify.important-body").sendKeys(Keys.ENTER);
        Pages.await("the change", () -> pages.text().contains("Saved: Include the text of messages."));
        assertEquals("true", property(BODY));
        assertTrue(pages.field(BODY).isSelected());

        bob.chat(alice.jid(), "Second text");
        Pages.await("the body", () -> "Second text".equals(service.awaitPush().body()));
        List<?> audit = server.control().database().query("SELECT username, summary, details FROM ofSecurityAuditLog ORDER BY msgID DESC");
        assertTrue(audit.get(0).toString().contains(admin.name()), audit.toString());
        assertTrue(audit.get(0).toString().contains("cloudnotify.with-body: \"false\" -> \"true\""), audit.toString());
        scenario.assertNoWarnings();
    }

    @Test
    void wrongInputIsSaidBesideTheFieldAndTheOthersAreKept() {
        pages.open("settings.jsp").type(DEVICES, "lots").type(ERRORS, "7").click("[name='" + BODY + "']").save();
        assertTrue(pages.text().contains("Nothing was saved"), pages.text());
        assertEquals("lots", pages.value(DEVICES));
        assertEquals("7", pages.value(ERRORS));
        assertTrue(pages.field(BODY).isSelected());
        WebElement problem = pages.find("#cn-max-devices-problem");
        assertEquals("“lots” is not a whole number from 1 to 1000.", problem.getText());
        assertEquals("true", pages.field(DEVICES).getAttribute("aria-invalid"));
        assertTrue(pages.field(DEVICES).getAttribute("aria-describedby").contains("cn-max-devices-problem"));
        assertFalse(pages.has("#cn-max-errors-problem"));
        assertNull(property(DEVICES));
        assertNull(property(ERRORS));
        assertNull(property(BODY));
        pages.type(DEVICES, "9").save();
        assertEquals("9", property(DEVICES));
        assertEquals("7", property(ERRORS));
        assertEquals("true", property(BODY));
    }

    @Test
    void thePreviewSaysWhatThePushThenSays() {
        pages.open("settings.jsp").type("cloudnotify.important-body", "Something came").click("[name='cloudnotify.with-sender']")
            .submit("input[name=preview]");
        assertTrue(pages.text().contains("Nothing is saved yet."), pages.text());
        assertTrue(pages.find("#cn-preview tbody tr").getText().contains("romeo@example.net"), pages.text());
        assertTrue(pages.find("#cn-preview tbody tr").getText().contains("Something came"), pages.text());
        assertNull(property("cloudnotify.with-sender"));
        pages.save();
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.chat(alice.jid(), "One");
        var push = service.awaitPush();
        assertEquals("Something came", push.body());
        assertEquals(bob.bareJid(), push.sender());
    }

    @Test
    void aChangeElsewhereShows() {
        pages.open("settings.jsp");
        server.control().properties().set("cloudnotify.important-body", "<b>Hi</b>");
        assertEquals("<b>Hi</b>", pages.open("settings.jsp").value("cloudnotify.important-body"));
    }

    @Test
    void registrationsCanBeDisabledEnabledAndDeleted() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        tick(alice);
        pages.submit("button[value=disable]");
        assertTrue(pages.text().contains("Registrations disabled: 1."), pages.text());
        assertTrue(pages.text().contains("disabled since"), pages.text());
        bob.chat(alice.jid(), "one");
        service.assertNoPushWithin(Duration.ofSeconds(1));
        tick(alice);
        pages.submit("button[value=enable]");
        assertTrue(pages.text().contains("active"), pages.text());
        bob.chat(alice.jid(), "two");
        service.awaitPush();
        tick(alice);
        pages.submit("button[value=delete]").submit(".cn form button[type=submit]");
        assertTrue(pages.text().contains("Registrations deleted: 1."), pages.text());
        assertTrue(pages.text().contains("No registration fits your search."), pages.text());
        bob.chat(alice.jid(), "three");
        service.assertNoPushWithin(Duration.ofSeconds(1));
    }

    @Test
    void aTestPushShowsItsAnswer() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        tick(alice);
        pages.submit("button[value=test]");
        assertTrue(pages.text().contains("accepted"), pages.text());
        assertEquals("node-1", service.awaitPush().node());
        service.answer(PushAnswer.error("item-not-found", "cancel"));
        tick(alice);
        pages.submit("button[value=test]");
        assertTrue(pages.text().contains("device unknown to the service"), pages.text());
    }

    @Test
    void theActivityPageFollowsByItselfAndSaysWhy() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        pages.open("activity.jsp?user=" + alice.name());
        assertTrue(pages.text().contains("There is no decision about this user"), pages.text());
        bob.chat(alice.jid(), "A secret text");
        service.awaitPush();
        Pages.await("the decision", () -> pages.text().contains("message stored offline") && pages.text().contains("accepted"));
        assertFalse(pages.browser().getPageSource().contains("A secret text"));
        assertFalse(pages.browser().getPageSource().contains("node-1"));
        assertTrue(pages.has("svg rect.cn-pushes"));
        pages.click("#cn-pause");
        assertEquals("Resume", pages.find("#cn-pause").getText());
    }

    /** Of some, newer servers can make no address. */
    @Test
    void aNameThatNoAccountCanHaveIsLookedForLikeAnyOther() {
        assertTrue(pages.open("activity.jsp?user=Maria+Smith").text().contains("There is no account maria smith"), pages.text());
        assertFalse(pages.open("user.jsp?username=Maria+Smith").text().contains("could not be shown"), pages.text());
    }

    @Test
    void theActivitySaysWhatTheServerDidNotKeep() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        scenario.property("cloudnotify.archive-trigger", "never");
        scenario.atEnd(() -> server.control().users().offlineStorage("store_and_bounce", 100_000));
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        for (String type : List.of("drop", "bounce")) {
            server.control().users().offlineStorage(type, 100_000);
            bob.chat(alice.jid(), "Nobody keeps this");
        }
        assertTrue(pages.open("settings.jsp").text().contains("gets no push for messages"), "the settings warn");
        server.control().users().offlineStorage("store_and_drop", 100_000);
        bob.chat(alice.jid(), "This is stored");
        service.awaitPush();
        for (String type : List.of("store_and_drop", "store_and_bounce")) {
            server.control().users().offlineStorage(type, 1);
            bob.chat(alice.jid(), "Too many are stored");
        }
        Pages.await("four lines", () -> pages.open("activity.jsp?user=" + alice.name()).text()
            .split("this server neither stored nor archived", -1).length == 5);
        service.assertNoPushWithin(Duration.ofSeconds(1));
    }

    @Test
    void everythingButTheLivePartWorksWithoutScripts() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "Hello");
        service.awaitPush();
        try (var plain = new Pages(Chromium.openWithoutScripts(), base).login(admin.name(), admin.password())) {
            plain.open("settings.jsp").click("[name='" + BODY + "']").save();
            assertEquals("true", property(BODY));
            plain.open("activity.jsp?user=" + alice.name());
            assertTrue(plain.text().contains("message stored offline"), plain.text());
            assertFalse(plain.find("#cn-pause").isDisplayed());
            plain.open("registrations.jsp?user=" + alice.name()).click("input[name=id]").submit("button[value=delete]")
                .submit(".cn form button[type=submit]");
            assertTrue(plain.text().contains("Registrations deleted: 1."), plain.text());
        }
    }

    @Test
    void theOtherPluginsRegistrationsAreTakenOverFromThePage() {
        TestUser alice = scenario.user("alice");
        DatabaseCommands database = server.control().database();
        pages.open("registrations.jsp").submit("a[href='import.jsp']");
        assertTrue(pages.text().contains("There are no registrations"), pages.text());
        database.update("CREATE TABLE ofPushNotiService (username VARCHAR(64), service VARCHAR(255), node VARCHAR(255),"
            + " options LONGVARCHAR)");
        scenario.atEnd(() -> database.update("DROP TABLE ofPushNotiService"));
        database.update("INSERT INTO ofPushNotiService VALUES (?, ?, ?, ?)", alice.name(), "push.example.org", "device", "");
        pages.open("import.jsp").submit("button[value=begin]");
        Pages.await("the end", () -> pages.text().contains("It is done, for 1 of 1 users: 1 registrations taken over"));
        assertTrue(pages.open("registrations.jsp?user=" + alice.name()).text().contains("push.example.org"), pages.text());
    }

    @Test
    void takingOverIsSeenAndStopped() {
        TestUser alice = scenario.user("alice");
        DatabaseCommands database = server.control().database();
        database.update("CREATE TABLE ofPushNotiService (username VARCHAR(64), service VARCHAR(255), node VARCHAR(255),"
            + " options LONGVARCHAR)");
        scenario.atEnd(() -> database.update("DROP TABLE ofPushNotiService"));
        database.update("INSERT INTO ofPushNotiService SELECT 'a' || n, 'push.example.org', 'device', ''"
            + " FROM UNNEST(SEQUENCE_ARRAY(1, 20000, 1)) AS numbers(n)");
        database.update("INSERT INTO ofPushNotiService VALUES (?, ?, ?, ?)", alice.name(), "push.example.org", "device", "");
        assertTrue(pages.open("import.jsp").text().contains("There are 20,001 registrations of 20,001 users"), pages.text());
        pages.submit("button[value=begin]");
        Pages.await("the bar moves by itself", () -> Integer.parseInt(pages.find("progress").getAttribute("value")) > 0);
        assertEquals("20001", pages.find("progress").getAttribute("max"));
        pages.submit("button[value=stop]");
        Pages.await("the end", () -> pages.text().contains("It was stopped after") && pages.has("button[value=begin]"));
        database.update("DELETE FROM ofPushNotiService WHERE username <> ?", alice.name());
        pages.submit("button[value=begin]");
        Pages.await("the rest", () -> pages.text().contains("It is done, for 1 of 1 users:"));
        assertTrue(pages.open("registrations.jsp?user=" + alice.name()).text().contains("push.example.org"), pages.text());
        scenario.assertNoWarnings();
    }

    @Test
    void theActivityIsSavedAndSurvivesARestart() throws Exception {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        XmppClient bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.chat(alice.jid(), "A secret text");
        service.awaitPush();
        String page = "activity.jsp?user=" + alice.name();
        Pages.await("the answer", () -> pages.open(page).text().contains("accepted"));
        assertTrue(pages.find("a[download]").getAttribute("href").contains("csv"));
        String before = csv(alice);
        assertEquals(2, before.split("\r\n").length, before);
        assertTrue(before.contains("\"" + alice.name() + "\",\"message stored offline\",\"" + bob.bareJid().charAt(0) + "…@"), before);
        assertTrue(before.contains("\"pushed\",\"" + service.jid() + "\",\"phone\",") && before.endsWith("\"accepted\"\r\n"), before);
        assertFalse(before.contains("secret") || before.contains("node-1"), before);
        server.restart();
        pages.logout().login(admin.name(), admin.password());
        assertTrue(pages.open(page).text().contains("message stored offline"), pages.text());
        assertEquals(before, csv(alice));
        scenario.assertNoWarnings();
    }

    private String csv(TestUser user) throws Exception {
        var reply = PlainHttp.get(base + "/plugins/cloudnotify/activity.jsp?csv=true&user=" + user.name(), pages.cookie());
        assertEquals(200, reply.status());
        return reply.body();
    }

    @Test
    void fitsNarrowAndWideWindows() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "x".repeat(200));
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "Hello");
        service.awaitPush();
        for (int width : new int[] {360, 1920}) {
            pages.width(width);
            for (String page : List.of("settings.jsp", "registrations.jsp", "user.jsp?username=" + alice.name(), "activity.jsp")) {
                pages.open(page);
                long needed = (Long) pages.browser().executeScript("return document.documentElement.scrollWidth");
                assertTrue(needed <= width, page + " needs " + needed + " of " + width);
            }
        }
    }

    @Test
    void everyFieldHasANameThatAScreenReaderCanSay() {
        PushService service = scenario.pushService("push");
        TestUser alice = away(service, "node-1");
        for (String page : List.of("settings.jsp", "registrations.jsp", "user.jsp?username=" + alice.name(), "activity.jsp")) {
            pages.open(page);
            for (WebElement field : pages.browser().findElements(By.cssSelector(
                ".cn input:not([type=hidden]), .cn textarea, .cn select, .cn button, .cn table, .cn svg, .cn fieldset"))) {
                if (field.isDisplayed()) {
                    assertFalse(field.getAccessibleName().isBlank(), page + ": " + field.getAttribute("outerHTML"));
                }
            }
            for (WebElement image : pages.browser().findElements(By.cssSelector(".cn img"))) {
                assertEquals("", image.getDomAttribute("alt"), page);
            }
        }
    }
}
