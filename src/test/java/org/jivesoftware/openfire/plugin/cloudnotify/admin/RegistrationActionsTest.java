package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What an administrator does with registrations on their page. */
class RegistrationActionsTest extends RegistrationsRoom {

    @Test
    void disablesAndEnablesTheTickedOnes() throws Exception {
        RegistrationKey one = add("alice", "push.example.org", "secret-of-the-device-1234567890", Health.GOOD, null);
        RegistrationKey two = add("bob", "push.example.org", null, Health.GOOD, null);
        RegistrationKey three = add("carol", "push.example.org", null, Health.GOOD, null);
        when(console.actions.disable(any())).thenReturn(true);
        when(console.actions.enableAgain(any())).thenReturn(true);
        browser.get(servlet);
        Browser.Answer done = browser.post(servlet, "action", "disable", "id", one.id(), "id", two.id(), "user", "a b");
        assertEquals("registrations.jsp?user=a+b", done.location());
        verify(console.actions).disable(one);
        verify(console.actions).disable(two);
        verify(console.actions, never()).disable(three);
        assertTrue(browser.get(servlet).text().contains("Registrations disabled: 2."));
        assertEquals(1, console.audit.size());
        assertTrue(console.audit.get(0).startsWith("admin|disabled push registrations|alice, push.example.org, secret-of"));
        assertFalse(console.audit.get(0).contains("secret-of-the-device-1234567890"));
        browser.post(servlet, "action", "enable", "id", three.id());
        verify(console.actions).enableAgain(three);
    }

    @Test
    void asksBeforeItDeletes() throws Exception {
        RegistrationKey key = add("alice", "push.example.org", "n1", Health.GOOD, null);
        when(console.actions.delete(key)).thenReturn(true);
        browser.get(servlet);
        Browser.Answer confirm = browser.post(servlet, "action", "delete", "id", key.id(), "sort", "errors");
        assertEquals(200, confirm.status());
        verifyNoInteractions(console.actions);
        assertTrue(confirm.text().contains("alice, push.example.org, node n1"), confirm.text());
        Browser.Answer done = browser.post(servlet, "action", "delete", "id", key.id(), "confirmed", confirm.field("confirmed"),
            "sort", "errors");
        assertEquals("registrations.jsp?sort=errors", done.location());
        verify(console.actions).delete(key);
        assertTrue(console.audit.get(0).startsWith("admin|deleted push registrations|alice"));
    }

    @Test
    void showsWhatTheServiceAnsweredToATest() {
        RegistrationKey good = add("alice", "push.example.org", "n1", Health.GOOD, null);
        RegistrationKey bad = add("bob", "push.example.org", "n2", Health.GOOD, null);
        RegistrationKey off = add("carol", "push.example.org", "n3", Health.GOOD, null);
        when(console.actions.testPush(good)).thenReturn(answered(good, Answer.RESULT));
        when(console.actions.testPush(bad)).thenReturn(answered(bad, "item-not-found"));
        when(console.actions.testPush(off)).thenReturn(CompletableFuture.completedFuture(new TestResult(Outcome.DISABLED, null)));
        browser.get(servlet);
        browser.post(servlet, "action", "test", "id", good.id(), "id", bad.id(), "id", off.id());
        String text = browser.get(servlet).text();
        assertTrue(text.contains("Test push to alice, push.example.org, node n1: accepted after 0.2 s."), text);
        assertTrue(text.contains("node n2: device unknown to the service after 0.2 s."), text);
        assertTrue(text.contains("node n3: not pushed: the registration is disabled."), text);
        assertTrue(console.audit.get(0).startsWith("admin|tested push registrations|"));
    }

    @Test
    void doesNotWaitForeverForAnAnswer() {
        RegistrationKey key = new RegistrationKey("alice", new JID("push.example.org"), "n1");
        when(console.actions.testPush(key)).thenReturn(new CompletableFuture<>());
        Texts texts = new Texts(FakeConsole.messages(), java.util.Locale.ENGLISH, java.time.ZoneOffset.UTC);
        List<Notice> notices = new TestPushes(console.actions, texts, Duration.ofMillis(20)).send(List.of(key));
        assertEquals(Notice.Kind.WARNING, notices.get(0).kind());
        when(console.actions.testPush(key)).thenReturn(CompletableFuture.failedFuture(new IllegalStateException("no")));
    }

    @Test
    void doesNothingWithoutASelectionAnActionOrAToken() {
        RegistrationKey key = add("alice", "push.example.org", "n1", Health.GOOD, null);
        browser.get(servlet);
        browser.post(servlet, "action", "disable");
        browser.post(servlet, "action", "disable", "id", "0".repeat(64));
        browser.post(servlet, "action", "explode", "id", key.id());
        browser.post(servlet, "id", key.id());
        assertEquals(403, browser.post(servlet, "action", "disable", "id", key.id(), PageToken.FIELD, "wrong").status());
        browser.get(servlet, "action", "disable", "id", key.id(), PageToken.FIELD,
            String.valueOf(browser.session().get(PageToken.ATTRIBUTE)));
        verifyNoInteractions(console.actions);
        assertTrue(console.audit.isEmpty());
    }

    @Test
    void saysHowManyThereAreAndKeepsWhatWasTickedOverAnAction() throws Exception {
        RegistrationKey ticked = add("ann", "push.example.org", "n1", Health.GOOD, null);
        RegistrationKey other = add("bob", "push.example.org", "n2", Health.GOOD, null);
        when(console.actions.disable(ticked)).thenReturn(true);
        assertTrue(browser.get(servlet).text().contains("Registrations: 1,234. "
            + "Active: 1,156; failing: 67; waiting: 3; disabled: 5; not allowed: 2; account locked: 1."));
        assertFalse(browser.get(servlet, "user", "a").text().contains("1,234"), "of a search, that is not the number");
        browser.post(servlet, "action", "disable", "id", ticked.id());
        Browser.Answer after = browser.get(servlet);
        assertTrue(after.body().contains("value=\"" + ticked.id() + "\" checked"), after.body());
        assertFalse(after.body().contains("value=\"" + other.id() + "\" checked"));
        assertFalse(browser.get(servlet).body().contains(" checked aria-label"), "once");
        assertTrue(after.body().contains("activity.jsp?user&#x3D;ann&amp;exact&#x3D;true&amp;device&#x3D;" + ticked.id()), after.body());
    }

    private static CompletableFuture<TestResult> answered(RegistrationKey key, String condition) {
        return CompletableFuture.completedFuture(
            new TestResult(Outcome.PUSHED, new Answer(FakeConsole.NOW, "p", key, condition, Duration.ofMillis(210))));
    }
}
