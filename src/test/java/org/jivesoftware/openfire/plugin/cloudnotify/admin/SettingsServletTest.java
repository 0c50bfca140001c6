package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsServletTest {

    private final SettingsServlet servlet = new SettingsServlet();
    private final Browser browser = new Browser();
    private FakeConsole console;

    @BeforeEach
    void open() {
        console = new FakeConsole();
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void everySettingHasItsPlaceOnThePage() {
        List<Setting<?>> placed = Arrays.stream(SettingGroup.values()).flatMap(group -> group.settings().stream()).toList();
        assertEquals(new HashSet<>(Settings.ALL), new HashSet<>(placed));
        assertEquals(Settings.ALL.size(), placed.size());
        Browser.Answer page = browser.get(servlet);
        assertEquals(200, page.status());
        assertEquals("text/html; charset=UTF-8", page.type());
        assertEquals("no-store", page.headers().get("Cache-Control"));
        for (Setting<?> setting : Settings.ALL) {
            assertTrue(page.body().contains("name=\"" + setting.property() + "\""), setting.property());
        }
        assertFalse(page.text().contains("setting."), "a text without a translation");
        // An empty one would make Openfire look for a sub-menu.
        assertFalse(page.body().contains("subPageID"));
    }

    @Test
    void showsTheKeyThatBrowsersSubscribeWithWhereThereIsOne() {
        assertFalse(browser.get(servlet).text().contains("Public key"));
        console.webPushKey = "BEu_vnf0Vk";
        assertTrue(browser.get(servlet).text().contains("BEu_vnf0Vk"));
    }

    @Test
    void savesASwitchAtOnceAndSaysSoOnceAndInTheAuditLog() {
        Browser.Answer page = browser.get(servlet);
        Browser.Answer saved = post(page, "cloudnotify.with-body", "true");
        assertEquals("settings.jsp", saved.location());
        assertEquals(Map.of("cloudnotify.with-body", "true"), console.properties);
        assertEquals(List.of("admin|changed settings of Cloud Notify|cloudnotify.with-body: \"false\" -> \"true\""), console.audit);
        Browser.Answer after = browser.get(servlet);
        assertTrue(after.text().contains("Saved: Include the text of messages."), after.text());
        assertTrue(after.body().contains("name=\"cloudnotify.with-body\" value=\"true\" checked"));
        assertFalse(browser.get(servlet).text().contains("Saved:"));
    }

    @Test
    void switchesOffWhatIsNotTicked() {
        console.change("cloudnotify.with-sender", "true");
        Browser.Answer page = browser.get(servlet);
        post(page, "cloudnotify.with-sender", null);
        assertEquals("false", console.properties.get("cloudnotify.with-sender"));
    }

    @Test
    void savesNothingWhileOneValueIsWrongAndKeepsTheOthers() {
        Browser.Answer page = browser.get(servlet);
        Browser.Answer wrong = post(page, "cloudnotify.max-devices", "<b>seven</b>", "cloudnotify.max-errors", "7",
            "cloudnotify.services.denied", "good.example, bad_\"example", "cloudnotify.with-body", "true");
        assertEquals(422, wrong.status());
        assertNull(wrong.location());
        assertTrue(console.properties.isEmpty());
        assertTrue(console.audit.isEmpty());
        assertTrue(wrong.text().contains("“<b>seven</b>” is not a whole number from 1 to 1000."), wrong.text());
        assertFalse(wrong.body().contains("<b>seven"));
        assertTrue(wrong.text().contains("“bad_\"example” is not a domain name."), wrong.text());
        assertEquals("<b>seven</b>", fieldOf(wrong, "cloudnotify.max-devices"));
        assertEquals("7", fieldOf(wrong, "cloudnotify.max-errors"));
        assertTrue(wrong.body().contains("name=\"cloudnotify.with-body\" value=\"true\" checked"));
        assertTrue(wrong.body().contains("id=\"cn-max-devices-problem\""));
        assertTrue(wrong.body().contains("cn-max-devices-problem\" aria-invalid=\"true\""));
        // Put right, everything that was typed is saved.
        post(wrong, "cloudnotify.max-devices", "7", "cloudnotify.max-errors", "7", "cloudnotify.services.denied", "good.example",
            "cloudnotify.with-body", "true");
        assertEquals(Map.of("cloudnotify.max-devices", "7", "cloudnotify.max-errors", "7", "cloudnotify.services.denied", "good.example",
            "cloudnotify.with-body", "true"), console.properties);
    }

    @Test
    void refusesNumbersOutOfRangeAndTextsThatAreTooLong() {
        for (String wrong : List.of("0", "-1", "1001", "99999999999999", "1.5", "", "５ 5")) {
            assertEquals(422, post(browser.get(servlet), "cloudnotify.max-devices", wrong).status(), wrong);
        }
        assertEquals(422, post(browser.get(servlet), "cloudnotify.important-body", "x".repeat(1025)).status());
        assertEquals(422, post(browser.get(servlet), "cloudnotify.notify-on", "sometimes").status());
        assertTrue(console.properties.isEmpty());
    }

    @Test
    void takesTimesAsPeopleTypeThem() {
        for (var time : Map.of("3d", "259200", "12 h", "43200", "90m", "5400", "2min", "120", "30S", "30", "1d 12h", "129600", "7", "7")
            .entrySet()) {
            post(browser.get(servlet), "cloudnotify.max-hibernation", "5");
            assertEquals(302, post(browser.get(servlet), "cloudnotify.max-hibernation", time.getKey()).status(), time.getKey());
            assertEquals(time.getValue(), console.properties.get("cloudnotify.max-hibernation"));
        }
        for (String wrong : List.of("3 weeks", "d", "31d", "-1h", "9999999d 9999999d", "1.5h")) {
            assertEquals(422, post(browser.get(servlet), "cloudnotify.max-hibernation", wrong).status(), wrong);
        }
        assertEquals(422, post(browser.get(servlet), "cloudnotify.max-devices", "3d").status(), "no time");
    }

    @Test
    void theTokenIsInNoLog() {
        post(browser.get(servlet), "cloudnotify.metrics", "true", "cloudnotify.metrics-token", "a-secret-of-the-scraper");
        assertEquals("a-secret-of-the-scraper", console.properties.get("cloudnotify.metrics-token"));
        assertFalse(console.audit.get(0).contains("secret"), console.audit.get(0));
        assertTrue(console.audit.get(0).contains("cloudnotify.metrics-token: changed"), console.audit.get(0));
    }

    @Test
    void leavesAloneWhatAnotherAdministratorChangedAndThisOneDidNot() {
        Browser.Answer page = browser.get(servlet);
        console.change("cloudnotify.max-devices", "9");
        Browser.Answer saved = post(page, "cloudnotify.max-errors", "3");
        assertEquals(302, saved.status());
        assertEquals(Map.of("cloudnotify.max-devices", "9", "cloudnotify.max-errors", "3"), console.properties);
    }

    @Test
    void asksWhereBothChangedTheSame() {
        Browser.Answer page = browser.get(servlet);
        console.change("cloudnotify.max-devices", "9");
        Browser.Answer asked = post(page, "cloudnotify.max-devices", "7", "cloudnotify.max-errors", "3");
        assertEquals(409, asked.status());
        assertEquals(Map.of("cloudnotify.max-devices", "9"), console.properties);
        assertTrue(asked.text().contains("It now is: 9."), asked.text());
        assertEquals("7", fieldOf(asked, "cloudnotify.max-devices"));
        Browser.Answer saved = post(asked, "cloudnotify.max-devices", "7", "cloudnotify.max-errors", "3");
        assertEquals(302, saved.status());
        assertEquals(Map.of("cloudnotify.max-devices", "7", "cloudnotify.max-errors", "3"), console.properties);
        assertEquals(1, console.audit.size());
        assertTrue(console.audit.get(0).contains("cloudnotify.max-devices: \"9\" -> \"7\""), console.audit.get(0));
    }

    @Test
    void showsWhatWasChangedElsewhere() {
        browser.get(servlet);
        console.change("cloudnotify.important-body", "</textarea><script>alert(1)</script>\"'>");
        Browser.Answer page = browser.get(servlet);
        assertFalse(page.body().contains("<script>alert"));
        assertEquals("</textarea><script>alert(1)</script>\"'>", fieldOf(page, "cloudnotify.important-body"));
    }

    @Test
    void savesNothingWhenNothingChanged() {
        Browser.Answer page = browser.get(servlet);
        Browser.Answer saved = post(page);
        assertEquals(302, saved.status());
        assertTrue(console.properties.isEmpty());
        assertTrue(console.audit.isEmpty());
        assertTrue(browser.get(servlet).text().contains("Nothing was changed"));
    }

    @Test
    void ignoresARequestThatIsNotItsForm() {
        browser.get(servlet);
        browser.post(servlet, "cloudnotify.with-body", "true", "cloudnotify.unknown", "1");
        assertTrue(console.properties.isEmpty());
    }

    /** Sends a form as a browser does: all its fields, some of them changed; null takes the tick from a box. */
    private Browser.Answer post(Browser.Answer page, String... changes) {
        List<String> parameters = new ArrayList<>(List.of(PageToken.FIELD, page.field(PageToken.FIELD)));
        Map<String, String> changed = new java.util.HashMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            changed.put(changes[i], changes[i + 1]);
        }
        for (Setting<?> setting : Settings.ALL) {
            String name = setting.property();
            parameters.addAll(List.of(SettingsForm.BASE + name, page.field(SettingsForm.BASE + name)));
            String value = changed.containsKey(name) ? changed.get(name) : fieldOf(page, name);
            if (value != null) {
                parameters.addAll(List.of(name, value));
            }
        }
        return browser.post(servlet, parameters.toArray(String[]::new));
    }

    /** What a field of the page holds. */
    private static String fieldOf(Browser.Answer page, String name) {
        Setting<?> setting = Settings.ALL.stream().filter(one -> one.property().equals(name)).findFirst().orElseThrow();
        return switch (setting.kind()) {
            case SWITCH -> page.body().contains("name=\"" + name + "\" value=\"true\" checked") ? "true" : null;
            case CHOICE -> setting.choices().stream()
                .filter(choice -> page.body().contains("name=\"" + name + "\" value=\"" + choice + "\" checked")).findFirst().orElseThrow();
            case DOMAINS -> {
                String start = page.body().substring(page.body().indexOf("name=\"" + name + "\""));
                yield start.substring(start.indexOf(">\n") + 2, start.indexOf("</textarea>")).strip();
            }
            default -> page.field(name);
        };
    }
}
