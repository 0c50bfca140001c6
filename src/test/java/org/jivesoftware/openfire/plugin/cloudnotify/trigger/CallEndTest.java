package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Copies;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Wanted;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallMark;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** Who was woken for a call is told when it is over, and nobody else; and apps are woken while all are away (docs/behaviour.md §2, §10). */
class CallEndTest {

    private static final String CALLER = "friend@example.net/home";
    private static final String TABLET = "user@example.org/tablet";

    private final AppFeatures features = new AppFeatures();
    private final StanzaReader reader = new StanzaReader("example.org");
    private final List<Occasion> due = new ArrayList<>();
    private final SessionTracker sessions = mock(SessionTracker.class);
    private final Copies copies = mock(Copies.class);
    private final Settings settings = mock(Settings.class);
    private final PushHistory history = new PushHistory(1_000, System::nanoTime, Runnable::run);
    private final CallEndTrigger ends = new CallEndTrigger("example.org", settings, features.jingle(), history, sessions, due::add);
    private final Registration asking = registration("asking", "<jingle xmlns='tigase:push:jingle:0'/>", "");
    private final Registration plain = registration("plain", "", "");
    private long journeys;

    @BeforeEach
    void usual() {
        when(sessions.copies()).thenReturn(copies);
        when(copies.first(anyString(), any())).thenAnswer(call -> call.getArgument(1));
        when(settings.get(Settings.CALL_END)).thenReturn(Wanted.ASKED);
    }

    private Registration registration(String node, String children, String attributes) {
        try {
            return new Registration(new RegistrationKey("user", new JID("push.example.com"), node), null, features.reader()
                .read(DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0' " + attributes + ">" + children + "</enable>")
                .getRootElement()), node, null, null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Travelling signal(String kind, String from, String to, String id) {
        return new Travelling(reader.read(Xml.message("<message type='chat' from='" + from + "' to='" + to + "'><" + kind
            + " xmlns='urn:xmpp:jingle-message:0' id='" + id + "'/></message>")), new Journey(++journeys, Origin.TRACED));
    }

    /** What deciding to push for a call leaves in the history. */
    private void rings(Registration registration, String id) {
        Stanza propose = signal("propose", CALLER, "user@example.org", id).stanza();
        history.first(registration.key(), new Travelling(propose, new Journey(++journeys, Origin.TRACED)), Instant.now(), false);
        history.first(registration.key(), new Travelling(CallMark.call(new JID("user@example.org"), propose), null), Instant.now(), false);
    }

    private boolean told(Registration registration) {
        return due.stream().anyMatch(each -> each.trigger() == Trigger.CALL_END && each.audience().test(registration)
            && history.first(registration.key(), each.travelling(), Instant.now(), false));
    }

    @Test
    void whatTheCallerTakesBackStopsRinging() {
        rings(asking, "c1");
        rings(plain, "c1");
        ends.said("user", signal("retract", CALLER, "user@example.org", "c1"));
        assertTrue(told(asking));
        assertFalse(told(asking), "once");
        assertFalse(told(plain), "its app would show another alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "reject", "proceed", "finish"})
    void whatAnotherDeviceAnswersStopsRinging(String kind) {
        rings(asking, "c1");
        ends.said("user", signal(kind, TABLET, kind.equals("proceed") ? CALLER : "user@example.org", "c1"));
        assertTrue(told(asking));
        ends.said("user", signal("retract", CALLER, "user@example.org", "c1"));
        assertFalse(told(asking), "once, whatever follows");
    }

    @Test
    void nobodyElseEndsACall() {
        rings(asking, "c1");
        ends.said("user", signal("retract", "stranger@example.net/x", "user@example.org", "c1"));
        ends.said("user", signal("accept", CALLER, "user@example.org", "c1"));
        ends.said("user", signal("retract", TABLET, "user@example.org", "c1"));
        ends.said("user", signal("retract", CALLER, "user@example.org", "c2"));
        assertFalse(told(asking));
        ends.said("user", signal("retract", CALLER, "user@example.org", "c1"));
        assertTrue(told(asking));
    }

    @Test
    void whoWasNotWokenIsNotTold() {
        ends.said("user", signal("retract", CALLER, "user@example.org", "c1"));
        assertFalse(told(asking));
    }

    @Test
    void allOrNoneByTheSetting() {
        rings(plain, "c1");
        when(settings.get(Settings.CALL_END)).thenReturn(Wanted.NEVER);
        ends.said("user", signal("retract", CALLER, "user@example.org", "c1"));
        assertFalse(told(plain));
        when(settings.get(Settings.CALL_END)).thenReturn(Wanted.ALL);
        ends.said("user", signal("retract", CALLER, "user@example.org", "c1"));
        assertTrue(told(plain));
    }

    @Test
    void appsThatAskedAreWokenWhileAllAreAway() {
        Registration away = registration("away", "", "away='true'");
        Registrations registrations = mock(Registrations.class);
        Recipient recipient = mock(Recipient.class);
        when(registrations.known("user")).thenReturn(List.of(away, plain));
        AwayTrigger trigger = new AwayTrigger("example.org", features.away(), registrations, recipient, sessions, due::add);
        assertTrue(trigger.concerns("user"));
        Travelling message = new Travelling(reader.read(Xml.chat("<body>Hi</body>")), new Journey(++journeys, Origin.TRACED));
        trigger.routed("user", message);
        assertEquals(List.of(), due);
        when(recipient.away("user")).thenReturn(true);
        trigger.routed("user", message);
        assertEquals(Trigger.AWAY, due.get(0).trigger());
        assertTrue(due.get(0).audience().test(away));
        assertFalse(due.get(0).audience().test(plain));
        when(registrations.known("user")).thenReturn(List.of(plain));
        assertFalse(trigger.concerns("user"));
    }
}
