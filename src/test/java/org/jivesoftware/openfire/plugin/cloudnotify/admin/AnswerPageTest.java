package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.when;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionView;
import org.junit.jupiter.api.Test;

/** What the activity's page answers where somebody asks why a phone did not ring. */
class AnswerPageTest extends ActivityRoom {

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
}
