package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ErrorOfRelay;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/** Errors that messages come back with, and what silence means. */
class MessageAnswersTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Lanes LANES = (domain, work) -> {
        work.run();
        return true;
    };

    private final FakeScheduler time = new FakeScheduler();
    private final List<Message> routed = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private boolean works = true;
    private boolean reachable = true;
    private int passedOn;
    private final ServiceEvents events = new ServiceEvents();
    private final MessageAnswers answers = new MessageAnswers("chat.example", packet -> {
        routed.add((Message) packet);
        return works;
    }, to -> reachable, to -> false, time, LANES, events);

    private Message send(String to) {
        return send(to, "0123456789abcdef0123456789abcdef");
    }

    private Message send(String to, String id) {
        Message message = new Message();
        message.setID(id);
        message.setFrom(new JID("chat.example"));
        message.setTo(to);
        answers.send(message, TIMEOUT, replies::add);
        return routed.get(routed.size() - 1);
    }

    private static Message error(Message about, String from, PacketError.Condition condition, PacketError.Type type) {
        Message error = new Message();
        error.setID(about.getID());
        error.setFrom(from);
        error.setTo("chat.example");
        error.setError(new PacketError(condition, type));
        return error;
    }

    @Test
    void silenceMeansThatItWasTakenWhereThereIsAWay() {
        send("relay.example");
        assertEquals(List.of(), replies);
        time.pass(MessageAnswers.SILENCE);
        assertEquals(List.of(Reply.RESULT), replies);
        assertEquals(0, answers.pending());
        assertEquals(0, time.waiting());
    }

    @Test
    void anErrorIsTheAnswer() {
        Message one = send("relay.example");
        assertTrue(answers.takes(error(one, "relay.example", PacketError.Condition.item_not_found, PacketError.Type.cancel)));
        Message two = send("pusher@relay.example");
        assertTrue(answers.takes(error(two, "pusher@relay.example/bot", PacketError.Condition.resource_constraint,
            PacketError.Type.wait)));
        reachable = false;
        Message three = send("relay.example");
        assertTrue(answers.takes(error(three, "relay.example", PacketError.Condition.remote_server_not_found, PacketError.Type.cancel)));
        assertEquals(List.of(new Reply(Reply.Kind.DEAD, "item-not-found", false), new Reply(Reply.Kind.REFUSED, "resource-constraint",
            true), new Reply(Reply.Kind.TRANSIENT, "remote-server-not-found", true)), replies);
        time.pass(Duration.ofMinutes(2));
        assertEquals(3, replies.size(), "once each");
    }

    @Test
    void whatSomebodyElseSaysIsNoAnswerAndWhatComesLateGoesNoFurther() {
        Message message = send("relay.example");
        assertTrue(answers.takes(error(message, "mallory.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(List.of(), replies);
        time.pass(MessageAnswers.SILENCE);
        assertTrue(answers.takes(error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(List.of(Reply.RESULT), replies);
    }

    @Test
    void aRelayThatIsKnownByItsFullAddressAnswersFromThatOnly() {
        Message message = send("pusher@relay.example/one");
        assertTrue(answers.takes(error(message, "pusher@relay.example/two", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertTrue(answers.takes(error(message, "pusher@relay.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(List.of(), replies);
        assertTrue(answers.takes(error(message, "pusher@relay.example/one", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(List.of(new Reply(Reply.Kind.DEAD, "gone", false)), replies);
    }

    /** As in a cluster, where a relay is connected to another node than the one that pushes. */
    @Test
    void whatComesAtAnotherNodeIsToldAndCountsThereAsHere() {
        ServiceEvents there = new ServiceEvents();
        MessageAnswers others = new MessageAnswers("chat.example", packet -> true, to -> true, to -> true, time, LANES, there);
        there.addListener(passingOn(events));
        events.addListener(passingOn(there));
        Message message = send("relay.example");
        assertTrue(others.takes(error(message, "mallory.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(List.of(), replies, "not from whom was asked");
        assertTrue(others.takes(error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(List.of(new Reply(Reply.Kind.DEAD, "gone", false)), replies);
        assertEquals(0, answers.pending());
        assertTrue(others.takes(error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(1, replies.size(), "once");
        assertEquals(3, passedOn);
        Message strange = error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel);
        strange.setID(message.getID() + "0");
        assertTrue(others.takes(strange));
        strange.setID("cloudnotify-push2-" + "x".repeat(200));
        assertTrue(others.takes(strange));
        strange.setID(message.getID());
        strange.setFrom((JID) null);
        assertTrue(others.takes(strange));
        assertEquals(3, passedOn, "what cannot be an answer is told to nobody");
    }

    /** Anybody can send what looks like an error of ours: other nodes have something else to read. */
    @Test
    void aFloodIsToldInPart() {
        Message message = send("relay.example");
        time.pass(MessageAnswers.SILENCE);
        events.addListener(passingOn(new ServiceEvents()));
        for (int i = 0; i < 10 * MessageAnswers.TOLD; i++) {
            assertTrue(answers.takes(error(message, "mallory.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        }
        assertEquals(MessageAnswers.TOLD, passedOn);
        Message next = send("relay.example");
        assertTrue(answers.takes(error(next, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(Reply.Kind.DEAD, replies.get(1).kind(), "what answers something is heard all the same");
        time.pass(Duration.ofSeconds(1));
        assertTrue(answers.takes(error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel)));
        assertEquals(MessageAnswers.TOLD + 1, passedOn);
    }

    private ServiceListener passingOn(ServiceEvents to) {
        return new ServiceListener() {
            @Override
            public void fails(PushService service, Where where) {
                throw new AssertionError();
            }

            @Override
            public void works(PushService service, Where where) {
                throw new AssertionError();
            }

            @Override
            public void unclaimed(ErrorOfRelay error, Where where) {
                if (where == Where.HERE) {
                    passedOn++;
                    to.unclaimed(error, Where.ELSEWHERE);
                }
            }
        };
    }

    @Test
    void ordinaryMessagesPass() {
        Message message = send("relay.example");
        Message ordinary = new Message();
        ordinary.setID(message.getID());
        ordinary.setFrom("relay.example");
        ordinary.setTo("chat.example");
        assertFalse(answers.takes(ordinary));
        Message toUser = error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel);
        toUser.setTo("alice@chat.example");
        assertFalse(answers.takes(toUser));
        Message elsewhere = error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel);
        elsewhere.setTo("rooms.chat.example");
        assertFalse(answers.takes(elsewhere), "this server sends from its domain only");
        Message other = error(message, "relay.example", PacketError.Condition.gone, PacketError.Type.cancel);
        other.setID("other");
        assertFalse(answers.takes(other));
        other.setID(null);
        assertFalse(answers.takes(other));
        time.pass(TIMEOUT);
        assertEquals(List.of(Reply.RESULT), replies);
    }

    @Test
    void whatCannotBeRoutedIsAnswered() {
        works = false;
        send("relay.example");
        assertEquals(List.of(Reply.TIMEOUT), replies);
        assertEquals(0, time.waiting());
    }
}
