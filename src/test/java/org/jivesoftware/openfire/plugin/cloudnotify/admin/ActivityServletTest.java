package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.junit.jupiter.api.Test;

class ActivityServletTest extends ActivityRoom {

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
