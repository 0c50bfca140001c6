package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/** A router of requests, and the answers that it gets. Openfire's own IQ router holds the listeners, as it does in a server. */
abstract class OpenfireRouterRoom {

    static final JID SERVICE = new JID("push.example.org");

    final FakeScheduler time = new FakeScheduler();
    final PacketRouter packets = mock(PacketRouter.class);
    final IQRouter iqs = new IQRouter();
    final RoutingTable routes = mock(RoutingTable.class);
    final SessionManager sessions = mock(SessionManager.class);
    final OpenfireRouter router = new OpenfireRouter("chat.example", packets, iqs, routes, sessions, time, TestParts.all());
    final List<Reply> replies = new ArrayList<>();
    final IQ request = new IQ(IQ.Type.set, "unguessable");

    OpenfireRouterRoom() {
        request.setFrom("chat.example");
        request.setTo(SERVICE);
        when(routes.hasComponentRoute(any())).thenReturn(true);
    }

    final void ask() {
        router.request(request, Duration.ofSeconds(60), replies::add);
    }

    /** What IQRouter.handle does with an answer, in 4.2.0 as in 5.1.1. */
    final void arrives(IQ answer) {
        IQResultListener listener = this.<IQResultListener>map("resultListeners").remove(answer.getID());
        if (listener != null) {
            map("resultTimeout").remove(answer.getID());
            listener.receivedAnswer(answer);
        }
    }

    /** What IQRouter's time-out task does. */
    final void openfireGivesUp() {
        IQResultListener listener = this.<IQResultListener>map("resultListeners").remove("unguessable");
        if (listener != null) {
            listener.answerTimeout("unguessable");
        }
        map("resultTimeout").remove("unguessable");
    }

    @SuppressWarnings("unchecked")
    final <V> Map<String, V> map(String name) {
        try {
            Field field = IQRouter.class.getDeclaredField(name);
            field.setAccessible(true);
            return (Map<String, V>) field.get(iqs);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    final IQ resultFrom(String from) {
        IQ answer = new IQ(IQ.Type.result, "unguessable");
        answer.setFrom(from);
        answer.setTo("chat.example");
        return answer;
    }

    final IQ error(PacketError.Condition condition) {
        IQ answer = resultFrom("push.example.org");
        answer.setType(IQ.Type.error);
        answer.setError(condition);
        return answer;
    }
}
