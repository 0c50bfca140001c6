package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.OtherPluginImport.Result;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Outlook;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Progress;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportServletTest {

    private final ImportServlet servlet = new ImportServlet();
    private final Browser browser = new Browser();
    private FakeConsole console;

    @BeforeEach
    void open() {
        console = new FakeConsole();
        is(Stage.NOT_YET, 0, 0);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private void is(Stage stage, int done, int users) {
        when(console.takeover.progress()).thenReturn(new Progress(stage, users, done, new Result(true, 7, 2, 1)));
    }

    @Test
    void withoutATableThereIsNothingToBegin() {
        Browser.Answer page = browser.get(servlet);
        assertTrue(page.text().contains("There are no registrations of another push plugin"), page.text());
        assertFalse(page.body().contains("value=\"begin\""));
        assertFalse(page.body().contains("<progress"));
    }

    @Test
    void saysWhatItWouldTakeOverAndBeginsWhenAsked() throws Exception {
        when(console.takeover.outlook()).thenReturn(new Outlook(1_200, Map.of("push.example.org", 1_500L, "<b>", 3L)));
        Browser.Answer page = browser.get(servlet);
        assertTrue(page.text().contains("There are 1,503 registrations of 1,200 users: push.example.org: 1,500 <b>: 3"), page.text());
        assertFalse(page.body().contains("<b>"));
        assertFalse(page.body().contains("cn-import-state"), "nobody asked yet");
        verify(console.takeover, never()).begin();
        assertEquals("import.jsp", browser.post(servlet, "action", "begin").location());
        verify(console.takeover).begin();
        assertEquals(1, console.audit.size());
    }

    @Test
    void showsHowFarItIsAndStopsWhenAsked() throws Exception {
        when(console.takeover.outlook()).thenReturn(new Outlook(1_200, Map.of()));
        is(Stage.RUNNING, 300, 1_200);
        Browser.Answer page = browser.get(servlet);
        assertTrue(page.body().contains("value=\"300\" max=\"1200\""), page.body());
        assertTrue(page.text().contains("300 of 1,200 users are done: 7 registrations taken over, 2 were here already,"
            + " 1 could not be used."), page.text());
        assertFalse(page.body().contains("value=\"begin\""));
        browser.post(servlet, "action", "stop");
        verify(console.takeover).stop();
        verify(console.takeover, never()).begin();
    }

    @Test
    void saysWhatCameOfIt() throws Exception {
        when(console.takeover.outlook()).thenReturn(new Outlook(1_200, Map.of()));
        is(Stage.DONE, 1_200, 1_200);
        assertTrue(browser.get(servlet).text().contains("It is done, for 1,200 of 1,200 users: 7"));
        is(Stage.STOPPED, 5, 1_200);
        assertTrue(browser.get(servlet).text().contains("It was stopped after 5 of 1,200 users"));
        is(Stage.FAILED, 5, 1_200);
        assertTrue(browser.get(servlet).text().contains("The database failed after 5 of 1,200 users"));
        assertTrue(browser.get(servlet).body().contains("value=\"begin\""), "again");
    }

    @Test
    void whatIsNoButtonDoesNothing() {
        browser.get(servlet);
        browser.post(servlet, "action", "<script>");
        verify(console.takeover, never()).begin();
        verify(console.takeover, never()).stop();
    }
}
