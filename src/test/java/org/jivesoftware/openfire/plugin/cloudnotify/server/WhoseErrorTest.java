package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.session.ComponentSession;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.PacketError;

/** An error of the server, which comes in the name of a service, is told from one of that service. */
class WhoseErrorTest extends OpenfireRouterRoom {

    @Test
    void serviceUnavailableOfTheOwnServerIsToldFromThatOfTheService() {
        ask();
        arrives(error(PacketError.Condition.service_unavailable));
        assertEquals(Reply.Kind.COUNTED, replies.get(0).kind());
        when(routes.hasComponentRoute(any())).thenReturn(false);
        ask();
        arrives(error(PacketError.Condition.service_unavailable));
        assertEquals(new Reply(Reply.Kind.TRANSIENT, "service-unavailable", true), replies.get(1));
        when(routes.hasServerRoute(any())).thenReturn(true);
        ask();
        arrives(error(PacketError.Condition.service_unavailable));
        assertEquals(Reply.Kind.COUNTED, replies.get(2).kind());
    }

    /** As of a node that left the cluster, for as long as Openfire has not worked that off. */
    @Test
    void whereThereSeemsToBeAWayToAComponentTheServerAnswersForItAtOnce() {
        doAnswer(routing -> {
            arrives(error(PacketError.Condition.service_unavailable));
            return null;
        }).when(packets).route(request);
        ask();
        when(sessions.getComponentSession("push.example.org")).thenReturn(mock(ComponentSession.class));
        ask();
        assertEquals(List.of(Reply.Kind.COUNTED, Reply.Kind.TRANSIENT), replies.stream().map(Reply::kind).toList(),
            "a component that is part of a plugin may answer at once, one with a connection cannot");
        assertTrue(replies.get(1).undelivered());
    }

    @Test
    void whatAConnectedComponentAnswersIsItsOwn() {
        when(sessions.getComponentSession("push.example.org")).thenReturn(mock(ComponentSession.class));
        ask();
        arrives(error(PacketError.Condition.service_unavailable));
        assertEquals(Reply.Kind.COUNTED, replies.get(0).kind());
    }
}
