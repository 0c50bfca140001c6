package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xmpp.packet.JID;

/** The page of the activity, and decisions and answers to show. */
abstract class ActivityRoom {

    static final RegistrationKey PHONE = new RegistrationKey("alice", new JID("push.example.org"), "secret-node");

    final ActivityServlet servlet = new ActivityServlet();
    final Browser browser = new Browser();
    FakeConsole console;

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

    void decide(String user, Trigger trigger, Outcome outcome, String pushId, String sender, String detail) {
        Decision decision = new Decision(FakeConsole.NOW, user, PHONE, trigger, outcome, pushId, sender, detail);
        console.activity.decided(decision);
        console.figures.decided(decision);
    }

    void answer(String pushId, String condition, long millis) {
        Answer answer = new Answer(FakeConsole.NOW, pushId, PHONE, condition, Duration.ofMillis(millis));
        console.activity.answered(answer);
        console.figures.answered(answer);
    }
}
