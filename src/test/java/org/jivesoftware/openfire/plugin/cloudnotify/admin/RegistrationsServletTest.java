package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Obstacles;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import org.xmpp.packet.JID;

class RegistrationsServletTest extends RegistrationsRoom {

    @Test
    void showsWhatThereIsToKnow() {
        RegistrationKey key = add("alice", "push.example.org", "n".repeat(10) + "0123456789" + "z".repeat(10), Health.GOOD,
            Instant.parse("2026-11-22T08:00:00Z"));
        add("bob", "push.example.org", null, new Health(16, 0, Instant.parse("2026-11-20T09:00:00Z"), "item-not-found"), null);
        console.activity.decided(new Decision(FakeConsole.NOW, "alice", key, Trigger.OFFLINE, Outcome.PUSHED, "p1", null, null));
        console.activity.answered(new Answer(FakeConsole.NOW, "p1", key, Answer.RESULT, Duration.ofMillis(123)));
        Browser.Answer page = browser.get(servlet);
        assertEquals(200, page.status());
        String text = page.text();
        assertTrue(text.contains("nnnnnnnnnn…zzzzzzzzz"), text);
        assertTrue(text.contains("n".repeat(10) + "0123456789" + "z".repeat(10)));
        assertTrue(text.contains("accepted after 0.1 s"), text);
        assertTrue(text.contains("device unknown"), text);
        assertTrue(text.contains("no node"), text);
        assertTrue(text.contains("disabled since Nov 20, 2026"), text);
        assertTrue(text.contains("never"), text);
        assertTrue(page.body().contains("href=\"/user-properties.jsp?username&#x3D;alice\"")
            || page.body().contains("href=\"/user-properties.jsp?username=alice\""), page.body());
    }

    @Test
    void saysTheOneStateThatKeepsAPushFromEachDevice() {
        add("anna", "push.example.org", "n", Health.GOOD, null);
        add("ben", "push.example.org", "n", new Health(3, 0, null, "item-not-found"), null);
        add("cleo", "push.example.org", "n", new Health(16, 0, FakeConsole.NOW, "gone"), null);
        add("dora", "push.example.org", "n", new Health(0, 0, FakeConsole.NOW, Health.BY_ADMINISTRATOR), null);
        add("emil", "denied.example.org", "n", Health.GOOD, null);
        add("finn", "down.example.org", "n", new Health(1, 0, null, "gone"), null);
        add("gerd", "push.example.org", "n", new Health(1, 0, FakeConsole.NOW, "gone"), null);
        console.locked.add("gerd");
        when(console.services.allowed(PushService.of("denied.example.org"))).thenReturn(false);
        when(console.services.state(PushService.of("down.example.org")))
            .thenReturn(new ServiceState(PushService.of("down.example.org"), 0, 1,
            Duration.ofMinutes(1), FakeConsole.NOW, FakeConsole.NOW.plusSeconds(60)));
        Browser.Answer page = browser.get(servlet);
        String text = page.text();
        assertTrue(text.contains("failing: 3 of 16 errors until it is disabled; the last: device unknown to the service"), text);
        assertTrue(text.matches(".*disabled since Nov 23, 2026[^:]*:34:56[^:]*: device gone.*"), text);
        assertTrue(text.contains(": disabled by an administrator"), text);
        assertTrue(text.contains("the settings do not allow its service"), text);
        assertTrue(text.contains("waits: its service does not work since Nov 23, 2026"), text);
        assertTrue(text.contains("the account is locked"), text);
        assertEquals(1, page.body().split("class=\"cn-good\"", -1).length - 1, "anna");
    }

    /** One refusal does not stop the service, but it keeps that push back. */
    @Test
    void saysThatAPushWaitsForItsService() {
        RegistrationKey key = add("alice", "push.example.org", "n", Health.GOOD, null);
        console.held.put(key, new HeldPush(FakeConsole.NOW.plusSeconds(90)));
        Browser.Answer page = browser.get(servlet);
        assertTrue(page.text().contains("active, but a push waits: its service could not deliver it, and is asked again at Nov 23, 2026"),
            page.text());
        assertFalse(page.body().contains("cn-good\">active"), page.body());
        console.held.put(key, new HeldPush(FakeConsole.NOW));
        assertTrue(browser.get(servlet).text().contains("is asked again in a moment"));
        console.held.clear();
        assertTrue(browser.get(servlet).body().contains("cn-good\">active"));
    }

    /** Whoever opens the page of a million rows does not wait for what is counted. */
    @Test
    void saysThatItCounts() throws Exception {
        List<Runnable> counts = new ArrayList<>();
        console.counter = counts::add;
        add("alice", "push.example.org", "n", Health.GOOD, null);
        String text = browser.get(servlet).text();
        assertTrue(text.contains("Registrations: they are being counted") && text.contains("alice"), text);
        browser.get(servlet);
        assertEquals(1, counts.size(), "It is counted once");
        counts.get(0).run();
        text = browser.get(servlet).text();
        assertTrue(text.contains("Registrations: 1,234."), text);
        when(console.services.states()).thenReturn(List.of(new ServiceState(PushService.of("push.example.org"), 0, 1, Duration.ofMinutes(1),
            FakeConsole.NOW, FakeConsole.NOW.plusSeconds(60))));
        text = browser.get(servlet).text();
        assertTrue(text.contains("Registrations: 1,234."), "What was known is said until it is counted anew: " + text);
        assertEquals(2, counts.size());
    }

    @Test
    void findsThoseWithProblems() throws Exception {
        browser.get(servlet, "problems", "true");
        ArgumentCaptor<Query> query = ArgumentCaptor.forClass(Query.class);
        verify(console.search).find(query.capture());
        assertTrue(query.getValue().problemsOnly());
        assertTrue(browser.get(servlet, "problems", "true").body().contains("name=\"problems\" value=\"true\" checked"));
    }

    /** What the database cannot know it is told: so the order, what is left and the totals agree with the rows. */
    @Test
    void ordersByWhatKeepsAPushFromADevice() throws Exception {
        PushService denied = PushService.of("denied.example.org");
        PushService down = PushService.of("down.example.org");
        when(console.search.serviceNames()).thenReturn(Set.of(denied, down, PushService.of("push.example.org")));
        when(console.services.allowed(denied)).thenReturn(false);
        when(console.services.states()).thenReturn(List.of(
            new ServiceState(down, 0, 1, Duration.ofMinutes(1), FakeConsole.NOW, FakeConsole.NOW.plusSeconds(60)),
            new ServiceState(denied, 0, 1, Duration.ofMinutes(1), FakeConsole.NOW, FakeConsole.NOW.plusSeconds(60)),
            new ServiceState(PushService.of("push.example.org"), 1, 0, Duration.ZERO, null, null)));
        console.locked.add("gerd");
        RegistrationKey waits = new RegistrationKey("wim", new JID("push.example.org"), "n");
        console.held.put(waits, new HeldPush(null));
        console.held.put(new RegistrationKey("dora", new JID("down.example.org"), "n"), new HeldPush(null));
        Obstacles expected = new Obstacles(Set.of("gerd"), Set.of(denied), Set.of(down), Set.of(waits));
        for (String[] parameters : new String[][] {{"sort", "state"}, {"problems", "true"}, {"disabled", "true"}}) {
            browser.get(servlet, parameters);
        }
        browser.get(servlet);
        ArgumentCaptor<Query> query = ArgumentCaptor.forClass(Query.class);
        verify(console.search, Mockito.times(4)).find(query.capture());
        assertEquals(List.of(expected, expected, expected, Obstacles.NONE), query.getAllValues().stream().map(Query::obstacles).toList());
        verify(console.search, Mockito.times(1)).states(expected.lasting());
        console.locked.clear();
        browser.get(servlet);
        verify(console.search).states(new Obstacles(Set.of(), Set.of(denied), Set.of(down), Set.of()));
    }

    @Test
    void passesTheSearchOnAndLinksToTheOtherPages() throws Exception {
        add("alice", "push.example.org", "n", Health.GOOD, null);
        when(console.search.states(any())).thenReturn(new RegistrationSearch.States(1_234, 1, 2, 5, 3, 67));
        when(console.search.find(any())).thenAnswer(call -> new RegistrationSearch.Page(rows, "next&1", "previous=1"));
        Browser.Answer page = browser.get(servlet, "user", " Ali@example.org ", "service", "PUSH", "disabled", "true", "sort", "errors",
            "descending", "true", "cursor", "c1");
        ArgumentCaptor<Query> query = ArgumentCaptor.forClass(Query.class);
        verify(console.search).find(query.capture());
        assertEquals(new Query("ali", "push", true, Sort.ERRORS, true, "c1", RegistrationQuery.SIZE), query.getValue());
        String links = page.text().isEmpty() ? "" : page.body().replace("&#x3D;", "=").replace("&amp;", "&");
        String same = "registrations.jsp?user=ali&service=push&disabled=true&sort=errors&descending=true&cursor=";
        assertTrue(links.contains(same + "next%261\""), links);
        assertTrue(links.contains(same + "previous%3D1\""), links);
        assertTrue(links.contains("registrations.jsp?user=ali&service=push&disabled=true&sort=created\""), links);
        assertTrue(links.contains("aria-sort=\"descending\""));
        assertTrue(links.contains("&sort=last_push\""), links);
        assertTrue(links.contains("&sort=state\""), links);
    }

    @Test
    void escapesEverything() {
        add("al\\3cice", "push.example.org/" + "a<b>&\"'", HOSTILE, new Health(1, 0, null, HOSTILE), null);
        rows.add(new Row(new Registration(new RegistrationKey(HOSTILE, new JID("push.example.org"), HOSTILE.repeat(3)), null, HOSTILE, null,
            FakeConsole.NOW, FakeConsole.NOW, Health.GOOD), null));
        Browser.Answer page = browser.get(servlet, "user", HOSTILE, "service", HOSTILE, "sort", HOSTILE, "cursor", HOSTILE);
        assertEquals(200, page.status());
        assertFalse(page.body().contains("<script>alert"));
        assertFalse(page.body().contains("<img src=x"));
        assertFalse(page.body().contains("a<b>"));
        assertTrue(page.text().contains(HOSTILE));
        // The confirmation and the messages show them, too.
        String id = rows.get(1).registration().key().id();
        Browser.Answer confirm = browser.post(servlet, "action", "delete", "id", id, "user", HOSTILE);
        assertEquals(200, confirm.status());
        assertFalse(confirm.body().contains("<script>alert"));
        when(console.actions.testPush(any())).thenReturn(CompletableFuture.completedFuture(new TestResult(Outcome.SERVICE_DENIED, null)));
        browser.post(servlet, "action", "test", "id", id);
        assertFalse(browser.get(servlet).body().contains("<script>alert"));
    }

    @Test
    void saysWhenTheDatabaseFails() throws Exception {
        RegistrationKey key = add("alice", "push.example.org", "n1", Health.GOOD, null);
        RegistrationKey other = add("bob", "push.example.org", "n1", Health.GOOD, null);
        browser.get(servlet);
        when(console.actions.disable(key)).thenReturn(true);
        doThrow(new StoreException("no", null)).when(console.actions).disable(other);
        browser.post(servlet, "action", "disable", "id", key.id(), "id", other.id());
        String text = browser.get(servlet).text();
        assertTrue(text.contains("Registrations disabled: 1."), text);
        assertTrue(text.contains("not all of the selected registrations were changed"), text);
        assertTrue(console.audit.get(0).endsWith("alice, push.example.org, n1"), console.audit.get(0));
        doThrow(new StoreException("no", null)).when(console.search).find(any());
        Browser.Answer page = browser.get(servlet);
        assertEquals(500, page.status());
        assertTrue(page.text().contains("The database did not answer"), page.text());
    }

    @Test
    void showsOneUsersDevicesAmongThatUsersOptions() throws Exception {
        RegistrationKey ann = add("ann", "push.example.org", "n1", Health.GOOD, null);
        add("anna", "push.example.org", "n2", Health.GOOD, null);
        Browser.Answer page = browser.get(new UserServlet(), "username", "ann");
        assertTrue(page.body().contains("<meta name=\"subPageID\" content=\"cloudnotify-user\">"), page.body());
        assertTrue(page.text().contains("n1"));
        assertFalse(page.text().contains("n2"));
        when(console.actions.disable(ann)).thenReturn(true);
        Browser.Answer done = browser.post(new UserServlet(), "username", "ann", "action", "disable", "id", ann.id());
        assertEquals("user.jsp?username=ann", done.location());
        assertEquals("registrations.jsp", browser.get(new UserServlet()).location());
        Browser.Answer hostile = browser.get(new UserServlet(), "username", HOSTILE);
        assertFalse(hostile.body().contains("<script>alert"));
        assertTrue(hostile.body().contains("content=\"username&#x3D;%22%27%3E%3Cscript%3E")
            || hostile.body().contains("content=\"username=%22%27%3E%3Cscript%3E"), hostile.body());
    }

    @Test
    void findsAllDevicesOfAUserWhoHasMoreThanOnePage() throws Exception {
        add("ann", "push.example.org", "n1", Health.GOOD, null);
        Row first = rows.get(0);
        add("ann", "push.example.org", "n2", Health.GOOD, null);
        Row second = rows.get(1);
        when(console.search.find(any())).thenAnswer(call -> call.<Query>getArgument(0).cursor() == null
            ? new RegistrationSearch.Page(List.of(first), "more", null) : new RegistrationSearch.Page(List.of(second), null, "less"));
        String text = browser.get(new UserServlet(), "username", "ann").text();
        assertTrue(text.contains("n1") && text.contains("n2"), text);
    }

    @Test
    void saysWhetherThereIsNothingOrNothingFound() {
        assertTrue(browser.get(servlet).text().contains("There are no registrations yet"));
        assertTrue(browser.get(servlet, "user", "x").text().contains("No registration fits your search"));
        assertEquals(Optional.empty(), RegistrationAction.named("explode"));
    }
}
