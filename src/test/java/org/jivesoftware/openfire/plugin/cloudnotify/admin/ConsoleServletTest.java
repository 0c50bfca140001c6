package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.junit.jupiter.api.Test;

/** What holds for every page, tried on the settings page. */
class ConsoleServletTest {

    private final SettingsServlet servlet = new SettingsServlet();

    @Test
    void changesNothingWithoutTheTokenOrWithThatOfAnotherSession() throws Exception {
        try (FakeConsole console = new FakeConsole()) {
            Browser browser = new Browser();
            Browser other = new Browser();
            String token = browser.get(servlet).field(PageToken.FIELD);
            String otherToken = other.get(servlet).field(PageToken.FIELD);
            assertEquals(64, token.length());
            assertNotEquals(token, otherToken);
            for (String wrong : new String[] {null, "", otherToken, token.substring(1), token + "0", "null"}) {
                Map<String, String[]> parameters = new HashMap<>(Map.of("was.cloudnotify.with-body", new String[] {"false"},
                    "cloudnotify.with-body", new String[] {"true"}));
                if (wrong != null) {
                    parameters.put(PageToken.FIELD, new String[] {wrong});
                }
                Browser.Answer answer = browser.request("POST", servlet, parameters);
                assertEquals(403, answer.status(), wrong);
                assertTrue(answer.text().contains("Nothing was changed"), answer.text());
                assertFalse(answer.body().contains(token));
            }
            assertTrue(console.properties.isEmpty());
            assertTrue(console.audit.isEmpty());
        }
    }

    @Test
    void aSessionWithoutAPageHasNoToken() throws Exception {
        try (FakeConsole console = new FakeConsole()) {
            assertEquals(403, new Browser().request("POST", servlet, Map.of(PageToken.FIELD, new String[] {"null"})).status());
            assertTrue(console.properties.isEmpty());
        }
    }

    @Test
    void getChangesNothing() throws Exception {
        try (FakeConsole console = new FakeConsole()) {
            Browser browser = new Browser();
            String token = browser.get(servlet).field(PageToken.FIELD);
            browser.get(servlet, PageToken.FIELD, token, "was.cloudnotify.with-body", "false", "cloudnotify.with-body", "true");
            assertTrue(console.properties.isEmpty());
            for (String method : List.of("PUT", "DELETE", "OPTIONS", "TRACE", "post")) {
                Browser.Answer answer = browser.request(method, servlet, Map.of(PageToken.FIELD, new String[] {token},
                    "was.cloudnotify.with-body", new String[] {"false"}, "cloudnotify.with-body", new String[] {"true"}));
                assertEquals(405, answer.status());
            }
            assertTrue(console.properties.isEmpty());
        }
    }

    @Test
    void saysThatThePluginIsNotRunning() {
        Browser.Answer answer = new Browser().get(servlet);
        assertEquals(503, answer.status());
        assertTrue(answer.body().contains("<meta name=\"pageID\" content=\"cloudnotify-settings\">"));
    }

    @Test
    void leavesNothingOfThePluginInTheSession() throws Exception {
        try (FakeConsole console = new FakeConsole()) {
            Browser browser = new Browser();
            String token = browser.get(servlet).field(PageToken.FIELD);
            browser.post(servlet, PageToken.FIELD, token);
            for (Object value : browser.session().values()) {
                assertFalse(value.getClass().getName().contains("cloudnotify"), value.getClass().getName());
            }
            assertTrue(browser.session().containsKey("cloudnotify.notices"));
            assertTrue(console.audit.isEmpty());
        }
    }

    @Test
    void aPageThatFailsSaysSoAndWorksAgain() throws Exception {
        try (FakeConsole console = new FakeConsole()) {
            RegistrationsServlet registrations = new RegistrationsServlet();
            when(console.search.find(any())).thenThrow(new OutOfMemoryError("injected"))
                .thenReturn(new RegistrationSearch.Page(List.of(), null, null));
            Browser.Answer answer = new Browser().get(registrations);
            assertEquals(500, answer.status());
            assertTrue(answer.text().contains("This page could not be shown."), answer.text());
            assertEquals(200, new Browser().get(registrations).status());
        }
    }

    @Test
    void aPageThatLacksSomethingIsSwitchedOffAndEveryPageTellsWhat() throws Exception {
        try (FakeConsole console = new FakeConsole()) {
            RegistrationsServlet registrations = new RegistrationsServlet();
            when(console.search.find(any())).thenThrow(new NoSuchMethodError("'void org.example.Gone.<b>()'"));
            assertEquals(500, new Browser().get(registrations).status());
            Browser.Answer off = new Browser().get(registrations);
            assertEquals(503, off.status());
            assertTrue(off.text().contains("This page is switched off"), off.text());
            Browser.Answer other = new Browser().get(servlet);
            assertEquals(200, other.status());
            assertTrue(other.text().contains("Switched off: the page of the registrations. Openfire 4.2.0 lacks what this part of Cloud"
                + " Notify needs: NoSuchMethodError: "), other.text());
            assertFalse(other.body().contains("Gone.<b>"), other.body());
            console.parts.part(PartName.WORK).failed(new NoClassDefFoundError("org/example/Other"));
            assertTrue(new Browser().get(servlet).text().contains("Incomplete: work in the background. Openfire 4.2.0 lacks"));
            verify(console.search, times(1)).find(any());
        }
    }
}
