package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.PushSample.Kind;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.PushSample.Line;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.SettingsAdvice.Advice;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** What the settings page says of settings before and after they are saved. */
class SettingsPreviewTest {

    private static final String TEXT = "Shall we meet at eight?";

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

    /** What each kind of push says, as "number|sender|text", with these properties. */
    private static Map<Kind, String> said(String... properties) {
        return new PushSample(form(properties).asTyped(), TEXT).lines().stream().collect(Collectors.toMap(Line::kind,
            line -> line.sent() ? line.count() + "|" + line.sender() + "|" + line.text() : "no push"));
    }

    private static SettingsForm form(String... properties) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            texts.put("cloudnotify." + properties[i], properties[i + 1]);
        }
        return SettingsForm.read(new Settings(new FakeProperties()), name -> {
            if (name.startsWith(SettingsForm.BASE)) {
                return preset(name.substring(SettingsForm.BASE.length()));
            }
            return texts.containsKey(name) ? texts.get(name) : preset(name);
        });
    }

    private static String preset(String name) {
        return text(Settings.ALL.stream().filter(setting -> setting.property().equals(name)).findFirst().orElseThrow());
    }

    private static <T> String text(Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    private List<String> advice(String... properties) {
        return advice(OfflinePolicy.STORES, Map.of(), properties);
    }

    private List<String> advice(OfflinePolicy offline, Map<PushService, Long> devices, String... properties) {
        return advice(offline, devices, 0, properties);
    }

    private List<String> advice(OfflinePolicy offline, Map<PushService, Long> devices, long browsers, String... properties) {
        return SettingsAdvice.of(form(properties).asTyped(), console.texts(), offline, devices, browsers).stream()
            .map(one -> one.setting().property().substring("cloudnotify.".length()) + ": " + one.text()).toList();
    }

    @Test
    void byDefaultNobodyButTheAppLearnsAnything() {
        assertEquals(Map.of(Kind.PLAIN, "3|null|New Message!", Kind.ENCRYPTED, "3|null|New Message!",
            Kind.SEALED, "3|romeo@example.net|" + TEXT, Kind.UNIMPORTANT, "null|null|null"), said());
    }

    @Test
    void whatIsEncryptedIsNeverShown() {
        Map<Kind, String> said = said("with-body", "true", "with-sender", "true");
        assertEquals("3|romeo@example.net|" + TEXT, said.get(Kind.PLAIN));
        assertEquals("3|romeo@example.net|New Message!", said.get(Kind.ENCRYPTED));
    }

    @Test
    void eachSettingOfTheContentIsSeen() {
        assertEquals("1|null|Psst", said("message-count-mode", "one", "important-body", "Psst").get(Kind.PLAIN));
        assertEquals("3|null|null", said("important-body", "").get(Kind.PLAIN));
        assertEquals("3|null|New Message!", said("encrypted-content", "false").get(Kind.SEALED));
        assertEquals("3|null|" + TEXT, said("encrypted-content", "false", "with-body", "true").get(Kind.SEALED));
        assertEquals("no push", said("notify-on", "important").get(Kind.UNIMPORTANT));
    }

    @Test
    void thePageShowsThePreviewOfWhatIsTypedAndSavesNothing() throws Exception {
        Browser.Answer page = browser.get(servlet);
        assertFalse(page.text().contains("Nothing is saved yet."));
        Browser.Answer preview = post(page, "cloudnotify.with-sender", "true", "cloudnotify.max-hibernation", "3d");
        assertEquals(200, preview.status());
        assertNull(preview.location());
        assertTrue(console.properties.isEmpty());
        assertTrue(console.audit.isEmpty());
        assertTrue(preview.text().contains("Nothing is saved yet."), preview.text());
        assertTrue(preview.text().contains("a message the app’s push service, Apple or Google, the app 3 romeo@example.net New Message!"),
            preview.text());
        assertTrue(preview.body().contains("name=\"cloudnotify.with-sender\" value=\"true\" checked"));
        // Then it is saved as typed.
        List<String> parameters = new ArrayList<>(fields(preview, Map.of("cloudnotify.with-sender", "true")));
        assertEquals(302, browser.post(servlet, parameters.toArray(String[]::new)).status());
        assertEquals(Map.of("cloudnotify.with-sender", "true"), console.properties);
    }

    @Test
    void wrongValuesAreSaidInAPreviewToo() {
        Browser.Answer wrong = post(browser.get(servlet), "cloudnotify.max-devices", "many");
        assertEquals(422, wrong.status());
        assertTrue(console.properties.isEmpty());
    }

    @Test
    void defaultsNeedNoAdvice() throws Exception {
        assertEquals(List.of(), advice(OfflinePolicy.STORES, Map.of(PushService.of("push.example.org"), 7L)));
        assertFalse(browser.get(servlet).body().contains("cn-advice"));
    }

    @Test
    void saysWhereTextsAreMissing() {
        assertEquals(1, advice("important-body", "").size());
        assertEquals(List.of(), advice("important-body", "", "with-body", "true"));
    }

    @Test
    void saysWhatAServerThatStoresNothingMeans() throws Exception {
        assertTrue(advice(OfflinePolicy.DROPS, Map.of()).get(0).contains("only for messages that the archive keeps"));
        assertTrue(advice(OfflinePolicy.BOUNCES, Map.of(), "archive-trigger", "never").get(0).contains("gets no push for messages"));
        console.offline = OfflinePolicy.BOUNCES;
        Browser.Answer page = browser.get(servlet);
        assertTrue(page.body().contains("<li><a href=\"#cn-archive-trigger\">"), page.body());
    }

    @Test
    void saysWhichServicesAreOnBothLists() {
        assertEquals(List.of("services.denied: a.example is both allowed and denied. Denied counts: nothing is pushed there."),
            advice("services.allowed", "a.example, b.example", "services.denied", "a.example"));
        assertEquals(1, advice("services.allowed", "push.a.example", "services.denied", "*.a.example").size());
        assertEquals(List.of(), advice("services.allowed", "*.a.example", "services.denied", "push.a.example"), "an exception is meant");
    }

    @Test
    void saysHowManyDevicesTheListsLeaveOut() throws Exception {
        Map<PushService, Long> devices = Map.of(PushService.of("a.example"), 1_000L, PushService.of("b.example"), 2L,
            PushService.of("c.example"), 3L, PushService.of("d.example"), 4L, PushService.of("e.example"), 5L);
        assertEquals(List.of("services.allowed: Registered devices whose services are not allowed, so that nothing is pushed to them: "
            + "1,012. Services: a.example, c.example, d.example …"),
            advice(OfflinePolicy.STORES, devices, "services.allowed", "b.example"));
        assertEquals(List.of("services.denied: Registered devices whose services are not allowed, so that nothing is pushed to them: "
            + "2. Services: b.example"), advice(OfflinePolicy.STORES, devices, "services.denied", "b.example"));
        Mockito.when(console.search.services()).thenReturn(devices);
        browser.get(servlet);
        Mockito.verify(console.search, Mockito.never()).services();
        console.change("cloudnotify.services.denied", "b.example");
        assertTrue(browser.get(servlet).text().contains("Services: b.example"));
    }

    @Test
    void saysWhatOfBrowsersIsOff() {
        Map<PushService, Long> devices = Map.of(PushService.of("https://push.example"), 8L);
        assertEquals(List.of("web-push: Registered browsers to which nothing is pushed as long as this is off: 8."),
            advice(OfflinePolicy.STORES, devices, 8));
        assertEquals(List.of(), advice(OfflinePolicy.STORES, devices, 8, "web-push", "true"));
        assertEquals(1, advice("web-push", "true", "allowed-web-push", "up.example:8443", "services.allowed", "a.example").size());
        assertEquals(List.of(), advice("web-push", "true", "allowed-web-push", "up.example:8443", "services.allowed", "up.example"));
    }

    @Test
    void saysWhatIsForEverAndWhatCannotBeRead() {
        assertEquals(1, advice("max-errors", "1", "retry-disabled-after", "0").size());
        assertEquals(List.of(), advice("max-errors", "1"));
        assertEquals(List.of(), advice("retry-disabled-after", "0"));
        assertEquals(1, advice("metrics", "true", "metrics-token", "short").size());
        assertEquals(List.of(), advice("metrics", "true", "metrics-token", "x".repeat(Settings.SHORTEST_TOKEN)));
    }

    @Test
    void aDatabaseThatDoesNotTellHidesNothingElse() {
        List<Advice> advice = SettingsAdvice.of(form("metrics", "true").asTyped(), console.texts(), OfflinePolicy.STORES, null, null);
        assertEquals(1, advice.size());
    }

    private Browser.Answer post(Browser.Answer page, String... changes) {
        Map<String, String> changed = new HashMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            changed.put(changes[i], changes[i + 1]);
        }
        List<String> parameters = new ArrayList<>(fields(page, changed));
        parameters.addAll(List.of("preview", "Preview Without Saving"));
        return browser.post(servlet, parameters.toArray(String[]::new));
    }

    private static List<String> fields(Browser.Answer page, Map<String, String> changed) {
        List<String> parameters = new ArrayList<>();
        changed.forEach((name, value) -> parameters.addAll(List.of(SettingsForm.BASE + name, page.field(SettingsForm.BASE + name), name,
            value)));
        return parameters;
    }
}
