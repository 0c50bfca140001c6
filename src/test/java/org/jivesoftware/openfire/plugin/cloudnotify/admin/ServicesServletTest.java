package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ServiceFigures.Hour;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Stage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability.Step;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class ServicesServletTest {

    private static final PushService WORKS = PushService.of("push.example.org");
    private static final PushService DOWN = PushService.of("down.example.org");

    private final ServicesServlet servlet = new ServicesServlet();
    private final Browser browser = new Browser();
    private final List<Row> rows = new ArrayList<>();
    private FakeConsole console;

    @BeforeEach
    void open() throws Exception {
        console = new FakeConsole();
        when(console.search.services()).thenReturn(Map.of(WORKS, 1_234L, DOWN, 5L));
        when(console.search.find(any())).thenAnswer(call -> new RegistrationSearch.Page(rows, null, null));
        when(console.services.lastHour(WORKS)).thenReturn(new Hour(77, 3, Duration.ofMillis(20), Duration.ofSeconds(2)));
    }

    @AfterEach
    void close() {
        console.close();
    }

    private void down(Instant nextTry) {
        ServiceState state = new ServiceState(DOWN, 2, 41, Duration.ofMinutes(4), FakeConsole.NOW.minusSeconds(600), nextTry);
        when(console.services.states()).thenReturn(List.of(state));
    }

    private RegistrationKey add(String user, PushService service, Health health, Instant lastPush) {
        RegistrationKey key = new RegistrationKey(user, new JID(service.name()), "node-of-" + user);
        rows.add(new Row(new Registration(key, null, "phone", null, FakeConsole.NOW, FakeConsole.NOW, health), lastPush));
        return key;
    }

    @Test
    void saysOfEachServiceWhetherItWorksThoseWithTroubleFirst() {
        down(FakeConsole.NOW.plusSeconds(120));
        Browser.Answer page = browser.get(servlet);
        String text = page.text();
        assertEquals(200, page.status());
        assertTrue(text.contains("down.example.org does not work since Nov 23, 2026, 12:24:56 PM; next try: Nov 23,"
            + " 2026, 12:36:56 PM 5 41 2 0 0 – –")
            || text.replace('\u202f', ' ').contains("12:36:56 PM 5 41 2 0 0 – –"), text);
        assertTrue(text.contains("push.example.org works 1,234 0 0 77 3 0.020 s 2.0 s"), text);
        assertTrue(text.indexOf("down.example.org") < text.indexOf("push.example.org"), text);
        assertTrue(page.body().contains("registrations.jsp?service"));
        down(FakeConsole.NOW.minusSeconds(1));
        assertTrue(browser.get(servlet).text().contains("tried with the next push"));
    }

    @Test
    void saysWhatTheSettingsDoNotAllowAndWhatRests() {
        when(console.services.allowed(WORKS)).thenReturn(false);
        String text = browser.get(servlet).text();
        assertTrue(text.contains("push.example.org not allowed by the settings"), text);
        assertTrue(text.contains("down.example.org nothing was sent to it in the last hour"), text);
    }

    @Test
    void countsTheDevicesNowAndThenOnlyAndWorksWithoutTheDatabase() throws Exception {
        browser.get(servlet);
        browser.get(servlet);
        verify(console.search, times(1)).services();
        ServicesServlet other = new ServicesServlet();
        doThrow(new StoreException("down", null)).when(console.search).services();
        down(FakeConsole.NOW);
        Browser.Answer page = browser.get(other);
        assertEquals(200, page.status());
        assertTrue(page.text().contains("down.example.org"), page.text());
    }

    /** Who has just registered the first device wants to see its service. */
    @Test
    void aFewDevicesAreCountedEachTime() throws Exception {
        when(console.search.services()).thenReturn(Map.of());
        assertTrue(browser.get(servlet).text().contains("There are no push services yet."));
        when(console.search.services()).thenReturn(Map.of(WORKS, 1L));
        assertTrue(browser.get(servlet).text().contains("push.example.org works 1 "));
        when(console.search.services()).thenReturn(Map.of(WORKS, 1_234L));
        browser.get(servlet);
        when(console.search.serviceNames()).thenReturn(Set.of(WORKS, DOWN));
        String text = browser.get(servlet).text();
        assertTrue(text.contains("1,234") && text.contains("down.example.org nothing was sent to it in the last hour – 0"), text);
    }

    /** One push that is sent again later does not make a service fail, but it is there. */
    @Test
    void saysThatPushesWaitForOneThatWorks() {
        when(console.services.states()).thenReturn(List.of(ServiceState.idle(WORKS).and(2, FakeConsole.NOW.plusSeconds(90))));
        String text = browser.get(servlet).text().replace('\u202f', ' ');
        assertTrue(text.contains("push.example.org works, but pushes wait that it did not deliver; the next is sent again at Nov 23, 2026,"
            + " 12:36:26 PM 1,234 2 0 77 3"), text);
        for (ServiceState soon : List.of(ServiceState.idle(WORKS).and(1, FakeConsole.NOW),
            new ServiceState(WORKS, 0, 1, Duration.ZERO, null, null))) {
            when(console.services.states()).thenReturn(List.of(soon));
            assertTrue(browser.get(servlet).text()
                .contains("push.example.org works, but pushes wait; they are sent in a moment 1,234 1 0"));
        }
    }

    @Test
    void showsTheServicesBeforeTheirDevicesAreCounted() throws Exception {
        List<Runnable> counts = new ArrayList<>();
        console.counter = counts::add;
        when(console.search.serviceNames()).thenReturn(Set.of(WORKS, DOWN));
        String text = browser.get(servlet).text();
        assertTrue(text.contains("push.example.org") && text.contains("down.example.org") && text.contains("counting…"), text);
        counts.forEach(Runnable::run);
        text = browser.get(servlet).text();
        assertTrue(text.contains("1,234") && !text.contains("counting"), text);
    }

    @Test
    void triesTheTickedOnesAtOnce() {
        when(console.services.tryNow(DOWN)).thenReturn(true);
        browser.get(servlet);
        assertEquals("services.jsp", browser.post(servlet, "action", "try", "service", "down.example.org", "service", "push.example.org")
            .location());
        verify(console.services).tryNow(DOWN);
        String text = browser.get(servlet).text();
        assertTrue(text.contains("down.example.org is tried at once"), text);
        assertTrue(text.contains("push.example.org works as far as is known"), text);
        assertEquals(List.of("admin|tried push services|down.example.org\npush.example.org"), console.audit);
    }

    @Test
    void sendsATestToTheDeviceOfTheServiceThatIsMostLikelyToWork() {
        add("carol", WORKS, new Health(0, 3, FakeConsole.NOW, "gone"), FakeConsole.NOW);
        add("dave", WORKS, new Health(1, 0, null, "forbidden"), FakeConsole.NOW);
        add("alice", WORKS, Health.GOOD, null);
        RegistrationKey bob = add("bob", WORKS, Health.GOOD, FakeConsole.NOW.minusSeconds(60));
        add("erin", PushService.of("push.example.org.evil.example"), Health.GOOD, FakeConsole.NOW);
        when(console.actions.testPush(bob)).thenReturn(CompletableFuture.completedFuture(new TestResult(Outcome.PUSHED,
            new Answer(FakeConsole.NOW, "p1", bob, Answer.RESULT, Duration.ofMillis(250)))));
        browser.get(servlet);
        browser.post(servlet, "action", "test", "service", "push.example.org", "service", "down.example.org");
        verify(console.actions, times(1)).testPush(any());
        String text = browser.get(servlet).text();
        assertTrue(text.contains("accepted after"), text);
        assertTrue(text.contains("down.example.org: no test was sent"), text);
        assertFalse(text.contains("node-of-bob-and-more"), text);
    }

    @Test
    void saysStepByStepWhetherAServiceIsReached() {
        when(console.reach.check(DOWN)).thenReturn(List.of(new Step(Stage.NAME, true, "192.0.2.1:5269"),
            new Step(Stage.CONNECTION, false, "192.0.2.1:5269")));
        when(console.reach.check(WORKS)).thenReturn(List.of(new Step(Stage.COMPONENT, true, null), new Step(Stage.ANSWER, true, null),
            new Step(Stage.IDENTITY, false, "<b>other")));
        browser.get(servlet);
        browser.post(servlet, "action", "check", "service", "down.example.org", "service", "push.example.org");
        Browser.Answer page = browser.get(servlet);
        assertTrue(page.text().contains("down.example.org: its name leads to 192.0.2.1:5269."), page.text());
        assertTrue(page.text().contains("down.example.org: no connection to 192.0.2.1:5269."), page.text());
        assertTrue(page.text().contains("push.example.org: it is connected to this server itself."), page.text());
        assertTrue(page.text().contains("(but: <b>other)"), page.text());
        assertFalse(page.body().contains("<b>other"));
        assertTrue(page.body().contains("value=\"down.example.org\" checked"), "still ticked");
        when(console.reach.check(WORKS)).thenReturn(List.of(new Step(Stage.IDENTITY, false, null)));
        browser.post(servlet, "action", "check", "service", "push.example.org");
        String silent = browser.get(servlet).text();
        assertTrue(silent.contains("it does not say what it is.") && !silent.contains("but:"), silent);
        when(console.reach.check(WORKS)).thenReturn(List.of(new Step(Stage.NAME, false, null)));
        browser.post(servlet, "action", "check", "service", "push.example.org");
        assertTrue(browser.get(servlet).text().contains("should be a component of this server: it is not connected"));
        when(console.reach.check(WORKS)).thenReturn(List.of(new Step(Stage.ANSWER, false, "timeout")));
        browser.post(servlet, "action", "check", "service", "push.example.org");
        assertTrue(browser.get(servlet).text().contains("push.example.org: no good answer: no answer."));
    }

    @Test
    void everyStepHasWords() {
        for (Stage stage : Stage.values()) {
            String key = "check." + stage.name().toLowerCase(java.util.Locale.ROOT);
            assertTrue(console.texts().has(key + ".good"), key);
            assertTrue(stage == Stage.COMPONENT || console.texts().has(key + ".bad"), key);
        }
    }

    @Test
    void allowsAndDenies() {
        when(console.services.allowed(any())).thenAnswer(call ->
            !console.properties.getOrDefault("cloudnotify.services.denied", "").contains(call.<PushService>getArgument(0).domain()));
        browser.get(servlet);
        browser.post(servlet, "action", "deny", "service", "push.example.org", "service", "down.example.org");
        assertEquals("push.example.org, down.example.org", console.properties.get("cloudnotify.services.denied"));
        assertTrue(browser.get(servlet).text().contains("push.example.org is denied"));
        browser.post(servlet, "action", "allow", "service", "push.example.org");
        assertEquals("down.example.org", console.properties.get("cloudnotify.services.denied"));
        assertEquals("", console.properties.getOrDefault("cloudnotify.services.allowed", ""), "all are allowed already");
        assertTrue(browser.get(servlet).text().contains("push.example.org is allowed"));
        console.change("cloudnotify.services.allowed", "other.example.org");
        browser.post(servlet, "action", "allow", "service", "push.example.org");
        assertEquals("other.example.org, push.example.org", console.properties.get("cloudnotify.services.allowed"));
        doReturn(true).when(console.services).allowed(any());
        browser.post(servlet, "action", "deny", "service", "push.example.org");
        assertTrue(browser.get(servlet).text().contains("a pattern such as"), "what the lists say is what counts");
        assertEquals("admin|denied push services|push.example.org\ndown.example.org", console.audit.get(0));
    }

    @Test
    void doesNothingWithoutASelectionOrTheToken() {
        browser.get(servlet);
        for (String service : List.of("", "a@b@c", "<script>")) {
            browser.post(servlet, "action", "try", "service", service);
        }
        browser.post(servlet, "action", "try");
        browser.post(servlet, "action", "other", "service", "down.example.org");
        assertTrue(browser.get(servlet).text().contains("select at least one service"));
        browser.post(servlet, "action", "try", "service", "down.example.org", PageToken.FIELD, "wrong");
        verify(console.services, never()).tryNow(DOWN);
        assertEquals(List.of(), console.audit);
    }

    @Test
    void escapesEverything() throws Exception {
        PushService hostile = PushService.of("push.example.org/\"'><script>alert(1)</script>");
        when(console.search.services()).thenReturn(Map.of(hostile, 1L));
        browser.get(servlet);
        browser.post(servlet, "action", "try", "service", hostile.toString());
        assertFalse(browser.get(servlet).body().contains("<script>alert"));
    }
}
