package org.jivesoftware.openfire.plugin.cloudnotify.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.DatabaseCommands;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The console's pages for people who see little, use no mouse, or have a small window: axe-core, the keyboard alone, three widths. */
class AccessibilityIT extends ConsoleTest {

    private static final int NARROW = 390;

    private static final String NAMES = "return [...document.querySelectorAll('.cn a[href], .cn button, .cn input:not([type=hidden]),"
        + " .cn select, .cn textarea, .cn summary, .cn [tabindex=\"0\"]')]"
        // Of radio buttons one is reached by the tabulator, the others by the arrows.
        + ".filter(one => one.getClientRects().length && !one.disabled && (one.type !== 'radio' || one.checked))"
        + ".map((one, number) => { one.dataset.test = number + ' ' + one.tagName + ' ' + (one.name || one.id || one.innerText || '')"
        + ".trim().split('\\n')[0]; return one.dataset.test; })";

    private static final String START = "document.activeElement.blur(); const start = document.querySelector('.cn');"
        + "start.tabIndex = -1; start.focus()";

    /** Which element has the focus, and whether that shows and nothing lies over it. */
    private static final String FOCUSED = "const one = document.activeElement; const name = one.dataset.test; if (!name) { return null; }"
        // A field for a time has a button in it, which the browser marks by itself.
        + "if (one.matches(':focus') && getComputedStyle(one).outlineStyle === 'none') { return name + ' has no mark'; }"
        + "const place = one.getClientRects()[0];"
        + "const top = document.elementFromPoint(place.x + place.width / 2, Math.max(place.y, 0) + Math.min(place.height, 16) / 2);"
        + "return name + (top && one.contains(top) ? '' : ' is not seen')";

    /** A user with a device of a long node, a push that was accepted, one that was refused, and a registration of another plugin. */
    private static TestUser story(Scenario scenario, Pages pages) {
        DatabaseCommands database = scenario.control().database();
        database.update("CREATE TABLE ofPushNotiService (username VARCHAR(64), service VARCHAR(255), node VARCHAR(255),"
            + " options LONGVARCHAR)");
        scenario.atEnd(() -> database.update("DROP TABLE ofPushNotiService"));
        PushService service = scenario.pushService("push");
        TestUser alice = scenario.user("alice");
        database.update("INSERT INTO ofPushNotiService VALUES (?, ?, ?, ?)", alice.name(), "push.example.org", "x".repeat(200), "");
        var phone = scenario.raw(alice, "phone");
        phone.enablePush(service.jid(), "node-" + "x".repeat(200));
        scenario.leave(phone);
        scenario.raw(scenario.user("bob"), "desktop").chat(alice.jid(), "Hello");
        service.awaitPush();
        String activity = "activity.jsp?user=" + alice.name();
        Pages.await("the first answer", () -> pages.open(activity).has("#cn-live tbody tr td:last-child .cn-good"));
        service.answer(PushAnswer.error("item-not-found", "cancel"));
        scenario.raw(scenario.user("carol"), "desktop").chat(alice.jid(), "Hello again");
        service.awaitPush();
        Pages.await("the second answer", () -> pages.open(activity).has("#cn-live tbody tr td:last-child .cn-bad"));
        return alice;
    }

    /** The pages that need a user or a search. */
    private static List<String> addresses(TestUser alice) {
        return List.of("settings.jsp", "registrations.jsp", "registrations.jsp?user=nobody", "registrations.jsp?sort=state",
            "services.jsp", "activity.jsp", "activity.jsp?user=" + alice.name(), "activity.jsp?user=nobody", "browser.jsp", "import.jsp",
            "user.jsp?username=" + alice.name());
    }

    /** Each page, and what is seen after mistakes, before deletions, and with what was found out, by what the failure calls it. */
    private static Map<String, Runnable> pages(Pages pages, TestUser alice) {
        Map<String, Runnable> all = new LinkedHashMap<>();
        for (String address : addresses(alice)) {
            all.put(address, () -> still(pages.open(address)));
        }
        all.put("a mistake", () -> pages.open("settings.jsp").type(DEVICES, "lots").save());
        all.put("a preview", () -> pages.open("settings.jsp").type("cloudnotify.important-body", "").submit("input[name=preview]"));
        all.put("a deletion's question", () -> ticked(pages, alice).submit("button[value=delete]"));
        all.put("a test's answer", () -> ticked(pages, alice).submit("button[value=test]"));
        all.put("a check of a service", () -> pages.open("services.jsp").click("input[name=service]").submit("button[value=check]"));
        return all;
    }

    /** What follows by itself stands still, so that nothing changes under a test. */
    private static void still(Pages pages) {
        if (pages.has("#cn-pause") && pages.find("#cn-pause").isDisplayed()) {
            pages.click("#cn-pause");
        }
    }

    private static Pages ticked(Pages pages, TestUser user) {
        return pages.open("registrations.jsp?user=" + user.name()).click("input[name=id]");
    }

    /** What axe-core finds on all pages, and which of them are wider than the window. */
    private static List<String> look(Pages pages, TestUser alice, int width) {
        List<String> wrong = new ArrayList<>();
        pages.width(width);
        pages(pages, alice).forEach((name, page) -> {
            page.run();
            String where = name.replace(alice.name(), "alice") + " at " + width + ": ";
            long needed = (Long) pages.browser().executeScript("return document.documentElement.scrollWidth");
            if (needed > width) {
                wrong.add(where + "needs " + needed);
            }
            for (Axe.Finding finding : Axe.check(pages.browser())) {
                wrong.add(where + finding);
            }
        });
        return wrong;
    }

    @ParameterizedTest
    @ValueSource(ints = {NARROW, 1_400, 1_920})
    void nothingKeepsPeopleOut(int width) {
        TestUser alice = story(scenario, pages);
        assertEquals("", String.join("\n", look(pages, alice, width)));
    }

    /** German words are longer. */
    @Test
    void norInGerman() {
        try (TestServer german = TestServer.start(ServerConfig.usual().named("console-de").withConsole().property("locale", "de"));
            Scenario there = new Scenario(german)) {
            TestUser keeper = there.user("admin");
            there.property("admin.authorizedJIDs", keeper.jid());
            pages.browser().manage().deleteAllCookies();
            Pages browser = new Pages(pages.browser(), german.console()).login(keeper.name(), keeper.password());
            TestUser alice = story(there, browser);
            assertEquals("de", browser.open("settings.jsp").find(".cn").getDomAttribute("lang"));
            List<String> wrong = new ArrayList<>();
            for (int width : new int[] {NARROW, 1_400, 1_920}) {
                wrong.addAll(look(browser, alice, width));
            }
            assertEquals("", String.join("\n", wrong));
        }
    }

    /** It would find something: a field without a name. */
    @Test
    void whatIsWrongIsFound() {
        pages.open("settings.jsp").browser()
            .executeScript("document.querySelector('.cn form').insertAdjacentHTML('beforeend', '<input type=\"text\" id=\"nameless\">')");
        List<Axe.Finding> found = Axe.check(pages.browser());
        assertEquals(1, found.size(), found::toString);
        assertEquals("label #nameless", found.get(0).key());
    }

    /** Everything that can be used is reached by the tabulator, in the order of the page, and seen to have the focus. */
    @ParameterizedTest
    @ValueSource(ints = {NARROW, 1_400})
    void everythingIsReachedByKeyboard(int width) {
        TestUser alice = story(scenario, pages);
        pages.width(width);
        for (String page : addresses(alice)) {
            still(pages.open(page));
            List<?> wanted = (List<?>) pages.browser().executeScript(NAMES);
            assertFalse(wanted.isEmpty(), page);
            pages.browser().executeScript(START);
            Set<Object> reached = new LinkedHashSet<>();
            // A field for a time has several places to stop at.
            for (int i = 0; i < wanted.size() + 30 && reached.size() < wanted.size(); i++) {
                press(Keys.TAB);
                Object now = pages.browser().executeScript(FOCUSED);
                if (now != null) {
                    reached.add(now);
                }
            }
            assertEquals(lines(wanted), lines(reached), page);
        }
    }

    /** From the page's first field to a deleted registration without a mouse. */
    @Test
    void aRegistrationIsDeletedByKeyboardAlone() {
        TestUser alice = story(scenario, pages);
        pages.open("registrations.jsp?user=" + alice.name()).browser().executeScript(START);
        go("input[name=id]");
        press(Keys.SPACE);
        assertTrue(pages.find("input[name=id]").isSelected());
        go("button[value=delete]");
        pressFor(Keys.ENTER, () -> pages.has("input[name=confirmed]"));
        pages.browser().executeScript(START);
        go(".cn form button[type=submit]");
        pressFor(Keys.SPACE, () -> pages.text().contains("Registrations deleted: 1."));
    }

    /** What was typed wrong has the focus beside what is said of it, one tabulator and one return away. */
    @Test
    void aMistakeIsFoundByKeyboardAlone() {
        pages.open("settings.jsp").type(DEVICES, "lots");
        pressFor(Keys.ENTER, () -> pages.has("#cn-problems"));
        Pages.await("the focus", () -> focused("#cn-problems"));
        press(Keys.TAB);
        pressFor(Keys.ENTER, () -> focused("[name='" + DEVICES + "']"));
    }

    private void go(String css) {
        for (int i = 0; i < 100 && !focused(css); i++) {
            press(Keys.TAB);
        }
        assertTrue(focused(css), css + " is not reached");
    }

    private boolean focused(String css) {
        return Boolean.TRUE.equals(pages.browser().executeScript("return document.activeElement.matches(arguments[0])", css));
    }

    /** As a person does: whatever has the focus gets the key. */
    private void press(Keys key) {
        new Actions(pages.browser()).sendKeys(key).perform();
    }

    private void pressFor(Keys key, BooleanSupplier outcome) {
        press(key);
        Pages.await("what follows", outcome);
    }

    private static String lines(Iterable<?> values) {
        List<String> lines = new ArrayList<>();
        values.forEach(value -> lines.add(value.toString()));
        return String.join("\n", lines);
    }
}
