package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Messages to whoever is away, goes or comes. */
class MessageAnswersAbsenceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final FakeScheduler time = new FakeScheduler();
    private final List<Message> routed = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private boolean reachable = true;
    private boolean component;
    private boolean busy;
    private final List<Runnable> lane = new ArrayList<>();
    /** What happens while a message is being routed. */
    private Runnable meanwhile = () -> { };
    /** What happens while it is looked whether there is a way. */
    private Runnable look = () -> { };
    private final MessageAnswers answers = new MessageAnswers("chat.example", packet -> {
        routed.add((Message) packet);
        meanwhile.run();
        return true;
    }, to -> {
        look.run();
        return reachable;
    }, to -> component, time, (domain, work) -> !busy && lane.add(work), new ServiceEvents());

    private void pass(Duration duration) {
        for (long i = 0; i < duration.toSeconds(); i++) {
            time.pass(Duration.ofSeconds(1));
            work();
        }
    }

    private void work() {
        List.copyOf(lane).forEach(Runnable::run);
        lane.clear();
    }

    private void send(String to, String id) {
        Message message = new Message();
        message.setID(id);
        message.setFrom(new JID("chat.example"));
        message.setTo(to);
        answers.send(message, TIMEOUT, replies::add);
    }

    @Test
    void withoutAWayItIsWaitedFor() {
        reachable = false;
        send("relay.example", "first");
        pass(Duration.ofSeconds(59));
        assertEquals(List.of(), replies);
        pass(Duration.ofSeconds(1));
        assertEquals(List.of(MessageAnswers.NOBODY), replies);
        send("relay.example", "second");
        pass(Duration.ofSeconds(30));
        // Another server, which was connected to because of the message.
        reachable = true;
        pass(Duration.ofSeconds(30));
        assertEquals(Reply.RESULT, replies.get(1));
    }

    /** It may have got the message before it went away. */
    @Test
    void whoWasThereAndGoesAwayHasNotAnswered() {
        send("relay.example", "only");
        reachable = false;
        pass(TIMEOUT);
        assertEquals(List.of(Reply.TIMEOUT), replies);
    }

    @Test
    void whatWasSentBeforeAComponentConnectedIsNotDelivered() {
        reachable = false;
        send("relay.example", "before");
        send("other.example", "elsewhere");
        reachable = true;
        send("relay.example", "after");
        answers.connected("relay.example");
        assertEquals(List.of(MessageAnswers.NOBODY), replies);
        assertTrue(replies.get(0).undelivered());
        pass(MessageAnswers.SILENCE);
        assertEquals(List.of(MessageAnswers.NOBODY, Reply.RESULT, Reply.RESULT), replies);
        assertEquals(0, answers.pending());
    }

    /** It went to nobody, though there is a way when the routing is done. */
    @Test
    void whatIsBeingSentWhileAComponentConnectsIsNotDelivered() {
        reachable = false;
        meanwhile = () -> {
            reachable = true;
            answers.connected("relay.example");
        };
        send("relay.example", "heard at once");
        assertEquals(List.of(MessageAnswers.NOBODY), replies);
        reachable = false;
        meanwhile = () -> reachable = true;
        send("relay.example", "heard later");
        answers.connected("relay.example");
        assertEquals(List.of(MessageAnswers.NOBODY, MessageAnswers.NOBODY), replies);
        meanwhile = () -> { };
        send("relay.example", "after");
        pass(TIMEOUT);
        assertEquals(Reply.RESULT, replies.get(2));
        assertEquals(3, replies.size());
        assertEquals(0, answers.pending());
    }

    /** It is sent again; if it went out now, too, it would come twice. */
    @Test
    void whatAComponentFindsThatConnectsBeforeItIsSentIsNotSent() {
        look = () -> {
            if (!reachable) {
                reachable = true;
                answers.connected("relay.example");
            }
        };
        reachable = false;
        send("relay.example", "found");
        assertEquals(List.of(MessageAnswers.NOBODY), replies);
        assertEquals(List.of(), routed);
        pass(TIMEOUT);
        assertEquals(1, replies.size());
        send("relay.example", "again");
        pass(TIMEOUT);
        assertEquals(List.of(MessageAnswers.NOBODY, Reply.RESULT), replies);
    }

    /** A component that is connected to another node, which this one did not know of for a while. */
    @Test
    void whatWasSentBeforeAComponentWasThereUnheardIsNotDelivered() {
        reachable = false;
        send("relay.example", "before");
        reachable = true;
        component = true;
        send("relay.example", "after");
        pass(MessageAnswers.SILENCE);
        assertEquals(List.of(MessageAnswers.NOBODY, Reply.RESULT), replies);
        reachable = false;
        component = false;
        send("relay.example", "later");
        pass(Duration.ofSeconds(30));
        reachable = true;
        component = true;
        pass(Duration.ofSeconds(30));
        assertEquals(MessageAnswers.NOBODY, replies.get(2));
    }

    @Test
    void atTheEndIsNotDeliveredWhatNobodyGot() {
        send("relay.example", "heard");
        reachable = false;
        send("relay.example", "unheard");
        answers.close();
        assertEquals(List.of(MessageAnswers.NOBODY), replies);
        assertEquals(1, answers.pending());
    }

    /** In a cluster it may take long. */
    @Test
    void whetherThereIsAWayIsNotAskedOnTheThreadThatKeepsTheTime() {
        send("relay.example", "silent");
        look = () -> {
            throw new AssertionError("asked on the thread of the time");
        };
        busy = true;
        time.pass(MessageAnswers.SILENCE.plus(MessageAnswers.BUSY.multipliedBy(3)));
        assertEquals(List.of(), lane);
        busy = false;
        time.pass(MessageAnswers.BUSY);
        assertEquals(List.of(), replies);
        look = () -> { };
        work();
        assertEquals(List.of(Reply.RESULT), replies);
        time.pass(TIMEOUT);
        assertEquals(List.of(), lane);
        assertEquals(0, time.waiting());
    }
}
