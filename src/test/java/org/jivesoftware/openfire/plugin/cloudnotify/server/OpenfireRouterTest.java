package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.jivesoftware.openfire.session.ComponentSession;
import org.jivesoftware.openfire.session.LocalComponentSession;
import org.junit.jupiter.api.Test;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/** Whose answers count, and when. */
class OpenfireRouterTest extends OpenfireRouterRoom {

    @Test
    void onlyAComponentOnItsOwnConnectionIsNearby() {
        LocalComponentSession component = mock(LocalComponentSession.class);
        when(sessions.getComponentSession("push.example.org")).thenReturn(component);
        assertTrue(router.nearby(new JID("app@push.example.org/x")));
        when(sessions.getComponentSession("node.example.org")).thenReturn(mock(ComponentSession.class));
        assertFalse(router.nearby(new JID("node.example.org")), "a component of another cluster node");
        assertFalse(router.nearby(new JID("plugin.example.org")), "one that is part of a plugin, or another server");
    }

    @Test
    void theAnswerOfTheService() {
        ask();
        arrives(resultFrom("push.example.org"));
        assertEquals(Reply.Kind.RESULT, replies.get(0).kind());
        assertEquals(0, router.pending());
    }

    @Test
    void answersOfOthersDoNotCountAndTheTrueOneStillDoes() {
        ask();
        for (String false_ : List.of("evil.example.org", "push.example.org/x", "x@push.example.org", "chat.example")) {
            arrives(resultFrom(false_));
        }
        IQ nobody = resultFrom("x");
        nobody.setFrom((JID) null);
        arrives(nobody);
        assertTrue(replies.isEmpty());
        arrives(resultFrom("push.example.org"));
        assertEquals(1, replies.size());
    }

    @Test
    void aServiceWithAFullAddressAnswersFromIt() {
        request.setTo("app@push.example.org/apns");
        ask();
        arrives(resultFrom("app@push.example.org"));
        assertTrue(replies.isEmpty());
        arrives(resultFrom("app@push.example.org/apns"));
        assertEquals(1, replies.size());
    }

    @Test
    void silenceEndsAfterTheTimeout() {
        ask();
        time.pass(Duration.ofSeconds(59));
        assertTrue(replies.isEmpty());
        time.pass(Duration.ofSeconds(2));
        assertEquals(List.of(Reply.TIMEOUT), replies);
        arrives(resultFrom("push.example.org"));
        openfireGivesUp();
        time.pass(Duration.ofMinutes(5));
        assertEquals(1, replies.size());
        assertEquals(0, router.pending());
    }

    @Test
    void falseAnswersDoNotProlongIt() {
        ask();
        for (int i = 0; i < 100; i++) {
            arrives(resultFrom("evil.example.org"));
            time.pass(Duration.ofMillis(700));
        }
        assertEquals(List.of(Reply.TIMEOUT), replies);
    }

    @Test
    void openfireGivesUpEarlySinceItsClockJumped() {
        ask();
        openfireGivesUp();
        time.pass(Duration.ofSeconds(2));
        assertTrue(replies.isEmpty());
        arrives(resultFrom("push.example.org"));
        assertEquals(1, replies.size());
        assertEquals(Reply.Kind.RESULT, replies.get(0).kind());
    }

    @Test
    void twoAnswersAreOne() {
        ask();
        IQResultListener listener = this.<IQResultListener>map("resultListeners").get("unguessable");
        listener.receivedAnswer(resultFrom("push.example.org"));
        listener.receivedAnswer(error(PacketError.Condition.gone));
        assertEquals(1, replies.size());
    }

    @Test
    void anAnswerThatComesWhileTheRequestIsRouted() {
        doAnswer(call -> {
            arrives(resultFrom("push.example.org"));
            return null;
        }).when(packets).route(any(IQ.class));
        doAnswer(call -> {
            arrives(resultFrom("push.example.org"));
            return null;
        }).when(packets).route(any(org.xmpp.packet.Packet.class));
        ask();
        assertEquals(1, replies.size());
    }

    @Test
    void nothingIsLeftInOpenfireAfterClosing() {
        ask();
        assertEquals(1, map("resultListeners").size());
        router.close();
        assertEquals(0, map("resultListeners").size());
        assertEquals(0, map("resultTimeout").size());
        assertEquals(0, router.pending());
        time.pass(Duration.ofMinutes(2));
        assertTrue(replies.isEmpty());
        assertEquals(0, time.waiting());
    }

    @Test
    void whatOpenfireKeepsAfterClosingHoldsNothing() throws Exception {
        Object heavy = new byte[10];
        WeakReference<Object> reference = new WeakReference<>(heavy);
        router.request(request, Duration.ofSeconds(60), waiter(heavy));
        IQResultListener kept = this.<IQResultListener>map("resultListeners").get("unguessable");
        router.close();
        heavy = null;
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertEquals(null, reference.get());
        kept.receivedAnswer(resultFrom("push.example.org"));
        kept.answerTimeout("unguessable");
    }

    private static java.util.function.Consumer<Reply> waiter(Object heavy) {
        return reply -> heavy.hashCode();
    }

    @Test
    void whatCannotBeListenedForOrRoutedCountsAsUnanswered() {
        IQRouter broken = mock(IQRouter.class);
        doThrow(new NoSuchMethodError("gone")).when(broken).addIQResultListener(any(), any(), anyLong());
        Parts parts = TestParts.all();
        OpenfireRouter deaf = new OpenfireRouter("chat.example", packets, broken, routes, sessions, time, parts);
        deaf.request(request, Duration.ofSeconds(60), replies::add);
        assertEquals(List.of(Reply.TIMEOUT), replies);
        assertEquals(0, deaf.pending());
        doThrow(new AssertionError("another plugin's")).when(packets).route(request);
        ask();
        assertEquals(List.of(Reply.TIMEOUT, Reply.TIMEOUT), replies);
        assertEquals(0, router.pending());
        // Pushing goes on where only this failed.
        assertFalse(parts.part(PartName.PUBLISHING).isOff());
        assertEquals(1, parts.lacks().size());
    }

    @Test
    void whereAnswersCannotBeReadEachCountsAsAccepted() {
        Parts parts = TestParts.all();
        OpenfireRouter blind = new OpenfireRouter("chat.example", packets, iqs, routes, sessions, time, parts);
        doThrow(new NoSuchMethodError("gone")).when(routes).hasComponentRoute(any());
        doThrow(new NoSuchMethodError("gone")).when(routes).hasServerRoute(any());
        blind.request(request, Duration.ofSeconds(60), replies::add);
        IQ error = IQ.createResultIQ(request);
        error.setError(PacketError.Condition.item_not_found);
        arrives(error);
        assertTrue(parts.part(PartName.ANSWERS).isOff());
        assertEquals(List.of(Reply.RESULT), replies);
        blind.request(request, Duration.ofSeconds(60), replies::add);
        arrives(error);
        assertEquals(List.of(Reply.RESULT, Reply.RESULT), replies);
        assertEquals(0, blind.pending());
    }

    /** As where this node is leaving the cluster: who is asked is not there any more. */
    @Test
    void whereItIsNotKnownThereIsNoWay() {
        JID service = new JID("push.example");
        when(routes.hasComponentRoute(any())).thenReturn(true);
        assertTrue(router.reachable(service));
        assertTrue(router.component(service));
        when(routes.hasComponentRoute(any())).thenThrow(new IllegalStateException("not in the cluster"));
        when(routes.hasServerRoute(any())).thenReturn(true);
        assertFalse(router.component(service));
        assertTrue(router.reachable(service));
        when(routes.hasServerRoute(any())).thenThrow(new IllegalStateException("not in the cluster"));
        when(sessions.getComponentSession(anyString())).thenThrow(new IllegalStateException("not in the cluster"));
        assertFalse(router.reachable(service));
        assertFalse(router.nearby(service));
        assertTrue(router.reachable(new JID("chat.example")));
    }

    /** Openfire finds it for a moment, and drops what is for it. */
    @Test
    void aComponentWhoseConnectionHasEndedIsAskedInVain() {
        LocalComponentSession component = mock(LocalComponentSession.class);
        when(sessions.getComponentSession("push.example.org")).thenReturn(component);
        when(routes.hasComponentRoute(any())).thenReturn(true);
        assertTrue(router.reachable(new JID("push.example.org")));
        ask();
        assertEquals(List.of(), replies);
        when(component.isClosed()).thenReturn(true);
        assertFalse(router.reachable(new JID("push.example.org")));
        assertFalse(router.component(new JID("push.example.org")));
        ask();
        assertEquals(List.of(MessageAnswers.NOBODY), replies);
        assertEquals(0, router.pending());
    }
}
