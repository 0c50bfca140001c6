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
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionView;
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
        console.resources.put(PHONE.id(), "phone");
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
        assertTrue(text.contains("pushed phone push.example.org 0.2 s accepted"), text);
        assertTrue(text.contains("no answer"), text);
        assertTrue(text.contains("waiting"), text);
        assertTrue(text.contains("the plugin <i>quiet hours</i> vetoed it"), text);
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
        assertTrue(browser.get(servlet, "user", "carol").text().contains("No decision fits this search."));
    }

    @Test
    void saysFirstWhatIsSoWithTheUser() throws Exception {
        assertTrue(browser.get(servlet, "user", "alice").text().contains("No device of alice is registered"));
        assertTrue(browser.get(servlet, "user", "alice").text().contains("Without a device there is nothing to decide"));
        console.strangers.add("alcie");
        console.similar.add("alice");
        Browser.Answer stranger = browser.get(servlet, "user", "Alcie");
        assertTrue(stranger.text().contains("There is no account alcie on this server."));
        assertTrue(stranger.text().contains("Is alice meant?"));
        assertTrue(stranger.body().contains("activity.jsp?user&#x3D;alice&amp;exact&#x3D;true"), stranger.body());
        when(console.search.find(any())).thenReturn(new RegistrationSearch.Page(List.of(new RegistrationSearch.Row(new Registration(PHONE,
            null,
            "phone", null, FakeConsole.NOW, FakeConsole.NOW, new Health(16, 0, FakeConsole.NOW, "gone")), null)), null, null));
        String text = browser.get(servlet, "user", "alice").text();
        assertTrue(text.contains("push.example.org, phone: disabled since"), text);
        assertFalse(text.contains("secret-node"), text);
        assertFalse(text.contains("“Accepted” means"), "where nothing was pushed: " + text);
        assertTrue(text.contains("There is no decision about this user: nothing has arrived yet"), text);
        assertTrue(text.contains("No app is connected"), text);
        console.locked.add("alice");
        assertTrue(browser.get(servlet, "user", "alice").text().contains("The account alice is locked"));
        doThrow(new StoreException("down", null)).when(console.search).find(any());
        assertEquals(200, browser.get(servlet, "user", "alice").status());
    }

    @Test
    void saysWhatElseMayKeepAPhoneFromRinging() throws Exception {
        when(console.search.find(any())).thenReturn(new RegistrationSearch.Page(List.of(new RegistrationSearch.Row(new Registration(PHONE,
            null,
            "phone", null, FakeConsole.NOW, FakeConsole.NOW, Health.GOOD), null)), null, null));
        String plain = browser.get(servlet, "user", "alice").text();
        for (String not : List.of("own wish", "important messages", "group chats wake", "sends messages back", "drops messages",
            "stores no more", "blocks senders")) {
            assertFalse(plain.contains(not), not);
        }
        console.sessions.add(new SessionView("phone", SessionView.Kind.HIBERNATED, FakeConsole.NOW.minusSeconds(60)));
        console.sessions.add(new SessionView("desk", SessionView.Kind.MANAGED, null));
        console.sessions.add(new SessionView("web", SessionView.Kind.UNMANAGED, null));
        console.sessions.add(new SessionView("<b>tab", SessionView.Kind.SILENT, null));
        console.hides = true;
        console.blocks = true;
        console.change("cloudnotify.notify-on", "important");
        console.change("cloudnotify.group-chats", "never");
        console.offline = OfflinePolicy.DROPS;
        console.rooms.add(new RoomChoice("tea@conference.example.org", RoomChoice.Kind.ON_MENTION));
        console.rooms.add(new RoomChoice("cake@conference.example.org", RoomChoice.Kind.SWITCHED_OFF));
        Browser.Answer page = browser.get(servlet, "user", "alice");
        for (String line : List.of("phone has had no connection since", "desk is connected and confirms", "web is connected without stream",
            "<b>tab has a connection but does not confirm", "own wish", "blocks senders", "only important messages",
            "group chats wake nobody", "drops messages",
            "tea@conference.example.org: only mentions wake", "cake@conference.example.org: switched off")) {
            assertTrue(page.text().contains(line), line + " in " + page.text());
        }
        assertFalse(page.body().contains("<b>tab"));
        console.offline = OfflinePolicy.FULL_BOUNCES;
        assertTrue(browser.get(servlet, "user", "alice").text().contains("stores no more"));
    }

    /** It does not say that what arrives is pushed, where something else on the page keeps it back. */
    @Test
    void whoIsNotConnectedIsPushedToOnlyWhereNothingKeepsItBack() throws Exception {
        String pushed = "What arrives for an app that is not connected or counts as gone is pushed, unless a line below says why";
        String plain = "No app is connected at the moment. ";
        when(console.search.find(any())).thenReturn(new RegistrationSearch.Page(List.of(), null, null));
        assertTrue(browser.get(servlet, "user", "alice").text().contains(plain));
        when(console.search.find(any())).thenReturn(new RegistrationSearch.Page(List.of(new RegistrationSearch.Row(new Registration(PHONE,
            null, "phone", null, FakeConsole.NOW, FakeConsole.NOW, Health.GOOD), null)), null, null));
        assertTrue(browser.get(servlet, "user", "alice").text().contains(pushed));
        for (SessionView.Kind kind : SessionView.Kind.values()) {
            console.sessions.clear();
            console.sessions.add(new SessionView("phone", kind, FakeConsole.NOW));
            String text = browser.get(servlet, "user", "alice").text();
            assertEquals(kind == SessionView.Kind.HIBERNATED || kind == SessionView.Kind.SILENT, text.contains(pushed), kind + text);
        }
        console.sessions.clear();
        console.offline = OfflinePolicy.FULL_DROPS;
        String full = browser.get(servlet, "user", "alice").text();
        assertTrue(full.contains(plain) && !full.contains(pushed), full);
        console.offline = OfflinePolicy.STORES;
        console.locked.add("alice");
        String locked = browser.get(servlet, "user", "alice").text();
        assertTrue(locked.contains(plain) && !locked.contains(pushed), locked);
    }

    /** What is up to the vendor is said where it is up to the vendor. */
    @Test
    void acceptedIsExplainedWhereSomethingWas() {
        String accepted = "“Accepted” means";
        decide("alice", Trigger.OFFLINE, Outcome.VETOED, null, null, "SomePlugin");
        decide("alice", Trigger.OFFLINE, Outcome.PUSHED, "p1", null, null);
        answer("p1", "gone", 20);
        decide("bob", Trigger.OFFLINE, Outcome.PUSHED, "p2", null, null);
        answer("p2", Answer.RESULT, 20);
        assertFalse(browser.get(servlet, "user", "alice").text().contains(accepted));
        assertTrue(browser.get(servlet, "user", "alice").text().contains("State of the devices, and test push"));
        assertFalse(browser.get(servlet).text().contains(accepted), "about nobody");
        assertTrue(browser.get(servlet, "user", "bob").text().contains(accepted));
        assertTrue(browser.get(servlet, "user", "bob", "live", "true").body().contains(accepted), "as soon as it is");
    }

    /** The commonest case of all: the desktop got it. */
    @Test
    void saysWhereMessagesGoWhileAnotherDeviceIsThere() throws Exception {
        String there = "While an app is connected, messages go to that one.";
        when(console.search.find(any())).thenReturn(new RegistrationSearch.Page(List.of(new RegistrationSearch.Row(new Registration(PHONE,
            null, "phone", null, FakeConsole.NOW, FakeConsole.NOW, Health.GOOD), null)), null, null));
        console.sessions.add(new SessionView("phone", SessionView.Kind.MANAGED, null));
        assertFalse(browser.get(servlet, "user", "alice").text().contains(there));
        console.sessions.set(0, new SessionView("desk", SessionView.Kind.HIBERNATED, FakeConsole.NOW));
        assertFalse(browser.get(servlet, "user", "alice").text().contains(there));
        console.sessions.add(new SessionView("web", SessionView.Kind.UNMANAGED, null));
        assertTrue(browser.get(servlet, "user", "alice").text().contains(there));
        console.sessions.set(0, new SessionView("phone", SessionView.Kind.HIBERNATED, FakeConsole.NOW));
        String asleep = browser.get(servlet, "user", "alice").text();
        assertTrue(asleep.contains(there), asleep);
        assertFalse(asleep.contains("is pushed, unless"), asleep);
        console.sessions.set(1, new SessionView("web", SessionView.Kind.UNWATCHED, null));
        assertTrue(browser.get(servlet, "user", "alice").text().contains("whether it confirms what it gets is not watched"));
    }

    @Test
    void whereTheLinesAreThoseOfOthersWithSuchANameItSaysNotThatThereAreNone() {
        console.strangers.add("alic");
        decide("alice", Trigger.OFFLINE, Outcome.PUSHED, "p1", null, null);
        String text = browser.get(servlet, "user", "alic").text();
        assertTrue(text.contains("There is no account alic on this server."), text);
        assertFalse(text.contains("nothing to decide"), text);
    }

    @Test
    void filtersByOutcomeServiceDeviceAndTimeAndTheFiguresFollow() {
        decide("alice", Trigger.OFFLINE, Outcome.PUSHED, "p1", null, null);
        answer("p1", "gone", 20);
        decide("alice", Trigger.CALL, Outcome.BLOCKED, null, null, null);
        decide("bob", Trigger.ROOM, Outcome.PUSHED, "p2", null, null);
        answer("p2", Answer.RESULT, 20);
        String failed = browser.get(servlet, "ending", "failed").text();
        assertTrue(failed.contains("device gone") && !failed.contains("group chat pushed"), failed);
        assertTrue(failed.contains("1 of 1, since") && failed.contains("Pushes: 1. Errors: 1."), failed);
        assertTrue(failed.contains("Figures of these decisions"), failed);
        assertTrue(browser.get(servlet, "service", "other").text().contains("No decision fits"));
        assertTrue(browser.get(servlet, "device", PHONE.id()).text().contains("3 of 3"));
        assertTrue(browser.get(servlet, "device", "x").text().contains("No decision fits"));
        assertTrue(browser.get(servlet, "from", "2026-11-23T12:34").text().contains("3 of 3"));
        assertTrue(browser.get(servlet, "from", "2026-11-23T12:35").text().contains("No decision fits"));
        assertTrue(browser.get(servlet, "to", "2026-11-23T12:34").text().contains("No decision fits"));
        assertTrue(browser.get(servlet, "from", "yesterday", "ending", "<", "before", "x").text().contains("3 of 3"));
    }

    @Test
    void showsTwoHundredAndLeadsToTheOlderOnes() {
        for (int i = 0; i < 450; i++) {
            decide("alice", Trigger.OFFLINE, i == 0 ? Outcome.LOCKED : Outcome.UNIMPORTANT, null, null, null);
        }
        Browser.Answer first = browser.get(servlet);
        assertTrue(first.text().contains("200 of 450, since Nov 23, 2026"), first.text());
        assertTrue(first.body().contains("activity.jsp?before&#x3D;251"), first.body());
        assertFalse(first.text().contains("the account is locked"));
        Browser.Answer last = browser.get(servlet, "before", "51");
        assertTrue(last.text().contains("50 of 450"));
        assertTrue(last.text().contains("The newest") && !last.text().contains("Older ones"));
        assertTrue(last.text().contains("the account is locked"));
    }

    /** After a restart devices are looked up; a database that is down is asked once, not for each line. */
    @Test
    void aDatabaseThatIsDownTakesOnlyTheNames() {
        console.resources.put(PHONE.id(), "phone");
        decide("alice", Trigger.OFFLINE, Outcome.UNIMPORTANT, null, null, null);
        decide("bob", Trigger.OFFLINE, Outcome.UNIMPORTANT, null, null, null);
        decide("bob", Trigger.OFFLINE, Outcome.UNIMPORTANT, null, null, null);
        assertTrue(browser.get(servlet).text().contains("phone push.example.org"));
        assertEquals(2, console.looks, "once for each user");
        console.databaseDown = true;
        String text = browser.get(servlet).text();
        assertTrue(text.contains("device push.example.org") && !text.contains("phone"), text);
        assertEquals(3, console.looks);
        assertTrue(browser.get(servlet, "csv", "true").body().contains("\"push.example.org\",\"\""));
    }

    @Test
    void linksToTheLineOfTheSameMessageAndToTheDevice() {
        console.activity.decided(new Decision(FakeConsole.NOW, "alice", PHONE, Trigger.HIBERNATED, Outcome.PUSHED, "p1", null, null, 7));
        console.activity.decided(new Decision(FakeConsole.NOW.minusSeconds(90), "alice", PHONE, Trigger.OFFLINE, Outcome.ALREADY_PUSHED,
            null, null, null, 7));
        Browser.Answer page = browser.get(servlet);
        assertTrue(page.body().contains("before&#x3D;2#l-1\">not pushed: the same message"), page.body());
        assertTrue(page.body().contains("id=\"l-1\""));
        assertTrue(page.body().contains("user.jsp?username&#x3D;alice#r-" + PHONE.id()));
        assertTrue(page.text().contains("1 min ago"), page.text());
        assertTrue(page.text().contains("Coordinated Universal Time"), page.text());
    }

    @Test
    void givesTheLinesToASpreadsheetWithoutFormulas() {
        decide("=cmd()", Trigger.OFFLINE, Outcome.PUSHED, "p1", "b\"o…", null);
        answer("p1", Answer.RESULT, 250);
        decide("bob", Trigger.OFFLINE, Outcome.UNIMPORTANT, null, null, null);
        Browser.Answer csv = browser.get(servlet, "csv", "true", "ending", "accepted");
        assertEquals("text/csv; charset=UTF-8", csv.type());
        String[] rows = csv.body().split("\r\n");
        assertEquals(2, rows.length);
        assertEquals("\"2026-11-23T12:34:56Z\",\"'=cmd()\",\"message stored offline\",\"b\"\"o…\",\"pushed\",\"push.example.org\",\"\","
            + "\"0.250\",\"accepted\"", rows[1]);
    }

    @Test
    void sendsTheLivePartWithoutAPageAroundIt() {
        decide("<script>alert(1)</script>", Trigger.OFFLINE, Outcome.UNIMPORTANT, null, "<script>alert(2)</script>", null);
        console.strangers.add("<script");
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
