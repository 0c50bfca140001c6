package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class ActivityServletTest {

    private static final RegistrationKey PHONE = new RegistrationKey("alice", new JID("push.example.org"), "secret-node");

    private final ActivityServlet servlet = new ActivityServlet();
    private final Browser browser = new Browser();
    private FakeConsole console;

    @BeforeEach
    void open() throws Exception {
        console = new FakeConsole();
        when(console.search.count()).thenReturn(1_234_567L);
        when(console.search.find(any())).thenReturn(new RegistrationSearch.Page(List.of(), null, null));
    }

    @AfterEach
    void close() {
        console.close();
    }

    private void decide(String user, Trigger trigger, Outcome outcome, String pushId, String sender, String detail) {
        Decision decision = new Decision(FakeConsole.NOW, user, PHONE, trigger, outcome, pushId, sender, detail);
        console.activity.decided(decision);
        console.figures.decided(decision);
    }

    private void answer(String pushId, String condition, long millis) {
        Answer answer = new Answer(FakeConsole.NOW, pushId, PHONE, condition, Duration.ofMillis(millis));
        console.activity.answered(answer);
        console.figures.answered(answer);
    }

    @Test
    void saysWhyInWords() {
        decide("alice", Trigger.OFFLINE, Outcome.PUSHED, "p1", "r…@montague…", null);
        answer("p1", Answer.RESULT, 250);
        decide("alice", Trigger.ACK_DELAY, Outcome.ACKNOWLEDGED, null, null, "412");
        decide("alice", Trigger.PING, Outcome.PUSHED, "p2", null, null);
        answer("p2", Answer.TIMEOUT, 60_000);
        decide("alice", Trigger.PING, Outcome.PUSHED, "p3", null, null);
        decide("alice", Trigger.OFFLINE, Outcome.VETOED, null, null, "<i>quiet hours</i>");
        Browser.Answer page = browser.get(servlet);
        String text = page.text();
        assertTrue(text.contains("message to a connected device not pushed: the device had a live session that confirmed it 0.4 s later"),
            text);
        assertTrue(text.contains("from r…@montague…"), text);
        assertFalse(text.contains("secret-node"), text);
        assertTrue(text.contains("pushed push.example.org 0.2 s accepted"), text);
        assertTrue(text.contains("no answer"), text);
        assertTrue(text.contains("waiting"), text);
        assertTrue(text.contains("another plugin vetoed it (<i>quiet hours</i>)"), text);
        assertFalse(page.body().contains("<i>quiet"));
        assertTrue(text.contains("1,234,567"), text);
        assertTrue(page.body().contains("<script src=\"scripts/activity.js?"));
        assertTrue(page.body().contains("class=\"cn-errors\""));
        assertTrue(text.indexOf("vetoed") < text.indexOf("confirmed it 0.4 s later"), "the newest comes first");
    }

    @Test
    void filtersByUser() {
        decide("alice", Trigger.OFFLINE, Outcome.UNIMPORTANT, null, null, null);
        decide("bob", Trigger.CALL, Outcome.DEVICE_ONLINE, null, null, null);
        String text = browser.get(servlet, "user", " Bob@example.org ").text();
        assertTrue(text.contains("incoming call"), text);
        assertFalse(text.contains("not important"), text);
        assertTrue(browser.get(servlet, "user", "carol").text().contains("no decision about that user"));
    }

    @Test
    void saysFirstWhatIsSoWithTheUser() throws Exception {
        assertTrue(browser.get(servlet, "user", "alice").text().contains("No device of alice is registered"));
        console.strangers.add("alcie");
        assertTrue(browser.get(servlet, "user", "Alcie").text().contains("There is no account alcie on this server."));
        when(console.search.find(any()))
            .thenReturn(new RegistrationSearch.Page(List.of(new RegistrationSearch.Row(new Registration(PHONE, null,
            "phone", null, FakeConsole.NOW, FakeConsole.NOW, new Health(16, 0, FakeConsole.NOW, "gone")), null)), null, null));
        String text = browser.get(servlet, "user", "alice").text();
        assertTrue(text.contains("push.example.org, phone: disabled since"), text);
        assertFalse(text.contains("secret-node"), text);
        assertTrue(text.contains("“Accepted” means"), text);
        console.locked.add("alice");
        assertTrue(browser.get(servlet, "user", "alice").text().contains("the account is locked"));
        assertFalse(browser.get(servlet).text().contains("“Accepted” means"), "about nobody");
        doThrow(new StoreException("down", null)).when(console.search).find(any());
        assertEquals(200, browser.get(servlet, "user", "alice").status());
    }

    @Test
    void sendsTheLivePartWithoutAPageAroundIt() {
        decide("<script>alert(1)</script>", Trigger.OFFLINE, Outcome.UNIMPORTANT, null, "<script>alert(2)</script>", null);
        Browser.Answer part = browser.get(servlet, "live", "true", "user", "<script");
        assertEquals("text/plain; charset=UTF-8", part.type());
        assertEquals("nosniff", part.headers().get("X-Content-Type-Options"));
        assertFalse(part.body().contains("<html"));
        assertFalse(part.body().contains("<script>"));
        assertTrue(part.text().contains("<script>alert(1)</script>"), part.text());
        Browser.Answer page = browser.get(servlet, "user", "\"><script>alert(3)</script>");
        assertFalse(page.body().contains("<script>alert"));
    }

    @Test
    void countsTheRegistrationsNowAndThenOnly() throws Exception {
        browser.get(servlet);
        browser.get(servlet);
        verify(console.search, times(1)).count();
    }

    @Test
    void worksWithoutTheDatabase() throws Exception {
        doThrow(new StoreException("down", null)).when(console.search).count();
        assertEquals(200, browser.get(servlet).status());
        assertEquals(405, browser.post(servlet).status());
    }

    @Test
    void hasWordsForEverything() {
        Texts texts = console.texts();
        for (Outcome outcome : Outcome.values()) {
            assertTrue(texts.has("outcome." + outcome), outcome.name());
        }
        for (Trigger trigger : Trigger.values()) {
            assertTrue(texts.has("trigger." + trigger), trigger.name());
        }
    }
}
