package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ServiceFigures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.States;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What waits is said to wait on every page, as long as it does. */
class WaitingShownTest {

    private static final RegistrationKey PHONE = new RegistrationKey("alice", new JID("push.example.org"), "node");

    private final Browser browser = new Browser();
    private FakeConsole console;

    @BeforeEach
    void open() throws Exception {
        console = new FakeConsole();
        Registration phone = new Registration(PHONE, null, "phone", null, FakeConsole.NOW, FakeConsole.NOW, Health.GOOD);
        when(console.search.find(any())).thenReturn(new RegistrationSearch.Page(List.of(new RegistrationSearch.Row(phone, null)), null,
            null));
    }

    @AfterEach
    void close() {
        console.close();
    }

    /** An answer of type wait: it was not delivered to this device, which is no trouble of the service's. */
    @Test
    void aPushThatIsSentAgainLaterWaitsForItsServiceAndCanBeTriedNow() {
        DeliveryRig rig = new DeliveryRig();
        RegistrationKey key = rig.enable("alice");
        PushService service = key.destination().service();
        PushServices services = PushServices.of(rig.courier, rig.outbox.held(), new ServiceFigures(rig.time.clock()));
        assertFalse(services.tryNow(service), "nothing waits");
        rig.answer(DeliveryRig.error("recipient-unavailable", "wait"));
        rig.send(key);
        rig.pass(Duration.ofSeconds(1));
        List<ServiceState> states = services.states();
        assertEquals(1, states.size());
        assertTrue(states.get(0).works());
        assertEquals("1 1", states.get(0).waiting() + " " + states.get(0).deferred());
        assertEquals(rig.time.clock().instant().plusSeconds(59), states.get(0).again());
        rig.router.service(push -> FakeRouter.result());
        assertTrue(services.tryNow(service));
        rig.pass(Duration.ofSeconds(1));
        assertEquals(2, rig.router.count());
        assertEquals(0, services.states().stream().mapToInt(ServiceState::waiting).sum());
    }

    /** Together with what waits for a service that is down. */
    @Test
    void bothKindsOfWaitingAreOneNumber() {
        DeliveryRig rig = new DeliveryRig();
        RegistrationKey refused = rig.enable("refused");
        rig.answer(DeliveryRig.error("recipient-unavailable", "wait"));
        rig.send(refused);
        rig.answer(DeliveryRig.away());
        List.of("a", "b", "c").forEach(user -> rig.send(rig.enable(user)));
        ServiceState state = PushServices.of(rig.courier, rig.outbox.held(), new ServiceFigures(rig.time.clock())).states().get(0);
        assertFalse(state.works());
        assertEquals("4 1", state.waiting() + " " + state.deferred());
    }

    /** Before three failures in a row tell that the service does not work. */
    @Test
    void aDeviceWhoseFirstPushFailedIsNotJustActive() {
        console.held.put(PHONE, new HeldPush(null));
        String text = browser.get(new ActivityServlet(), "user", "alice").text();
        assertTrue(text.contains("phone: active, but a push waits: its service could not deliver it, and is asked again in a moment"),
            text);
    }

    @Test
    void theTotalsSayForHowManyAPushWaits() throws Exception {
        when(console.search.states(any())).thenReturn(new States(9, 0, 0, 0, 0, 0));
        String held = "Active ones for which a push waits";
        assertFalse(browser.get(new RegistrationsServlet()).text().contains(held));
        PushService service = PHONE.destination().service();
        when(console.services.states()).thenReturn(List.of(ServiceState.idle(service).and(3, FakeConsole.NOW),
            new ServiceState(PushService.of("down.example.org"), 0, 8, Duration.ofMinutes(1), FakeConsole.NOW, FakeConsole.NOW)));
        String text = browser.get(new RegistrationsServlet()).text();
        assertTrue(text.contains("Active: 9;") && text.contains(held + ", since their service did not take it: 3."), text);
    }

    private void decide(Outcome outcome, RegistrationKey key, int seconds) {
        console.activity.decided(new Decision(FakeConsole.NOW.plusSeconds(seconds), "alice", key, Trigger.OFFLINE, outcome, null, null,
            null));
    }

    /** A line says that something had to wait; that it was pushed since is another line. */
    @Test
    void stillToBePushedIsWhatStillWaits() {
        decide(Outcome.MERGED, PHONE, 1);
        decide(Outcome.SERVICE_DOWN, PHONE, 5);
        decide(Outcome.DATABASE_DOWN, null, 6);
        ActivityServlet servlet = new ActivityServlet();
        assertTrue(browser.get(servlet, "ending", "waits").text().contains("No decision fits"));
        console.waiting.put(PHONE.id(), FakeConsole.NOW.plusSeconds(5));
        assertTrue(browser.get(servlet, "ending", "waits").text().contains("1 of 1"));
        console.waiting.put(PHONE.id(), FakeConsole.NOW.plusSeconds(1));
        assertTrue(browser.get(servlet, "ending", "waits").text().contains("2 of 2"));
        console.undecided = true;
        assertTrue(browser.get(servlet, "ending", "waits").text().contains("3 of 3"));
        assertTrue(browser.get(servlet).text().contains("3 of 3"));
        assertTrue(browser.get(servlet, "ending", "not_pushed").text().contains("No decision fits"));
    }

    @Test
    void pushesThatWaitForTheUserAtAnotherDeviceAreExplained() {
        ActivityServlet servlet = new ActivityServlet();
        String line = "pushes wait while the user is at another device, for ";
        assertFalse(browser.get(servlet, "user", "alice").text().contains(line));
        console.change("cloudnotify.grace", "120");
        assertTrue(browser.get(servlet, "user", "alice").text().contains("By the settings, " + line + "2 min at most"));
        console.grace = 45;
        assertTrue(browser.get(servlet, "user", "alice").text().contains("The user’s own wish: " + line + "45 s at most"));
        console.grace = 0;
        assertFalse(browser.get(servlet, "user", "alice").text().contains(line), "the user's own wish goes first");
    }

    @Test
    void whoIsNoMemberOfAGroupChatFindsTheAnswer() {
        assertTrue(browser.get(new ActivityServlet(), "user", "alice").text()
            .contains("Anybody else is not woken, mentioned or not."));
    }

    /** The page of the devices has no lines below. */
    @Test
    void theUsersPageLeadsToTheDecisions() {
        String here = browser.get(new ActivityServlet(), "user", "alice").text();
        assertTrue(here.contains("unless a line below says why"), here);
        Browser.Answer there = browser.get(new UserServlet(), "username", "alice");
        assertFalse(there.text().contains("a line below"), there.text());
        assertTrue(there.text().contains("the push activity of the user says why"), there.text());
    }

    @Test
    void addressesAreUnderstoodAsPeopleTypeThem() {
        console.strangers.add("zoe");
        for (String typed : List.of("zoe", " Zoe ", "zoe@example.org", "zoe @example.org", "xmpp:zoe@example.org", "XMPP: zoe")) {
            String text = browser.get(new ActivityServlet(), "user", typed).text();
            assertTrue(text.contains("There is no account zoe on this server."), typed + ": " + text);
        }
    }

    @Test
    void saysWhereTheOrderDoesNotKnowWhoIsLocked() {
        String notice = "accounts are locked by something that does not tell which ones are";
        assertFalse(browser.get(new RegistrationsServlet(), "sort", "state").text().contains(notice));
        console.lockedElsewhere = true;
        assertTrue(browser.get(new RegistrationsServlet(), "sort", "state").text().contains(notice));
        assertFalse(browser.get(new RegistrationsServlet(), "user", "alice").text().contains(notice), "its row says it");
    }
}
