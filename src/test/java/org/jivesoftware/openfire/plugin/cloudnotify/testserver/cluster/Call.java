package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import org.dom4j.Element;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.util.cache.ClusterTask;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Something that one node has another one do. What it brings and what comes back is in {@link Bytes}. */
record Call(What what, String address, String method, byte[] argument) implements Callable<byte[]>, Serializable {
    private static final long serialVersionUID = 1;

    enum What { TASK, ROUTE, BROADCAST, ANSWER, SESSION }

    static Call task(ClusterTask<?> task) {
        return new Call(What.TASK, null, null, Bytes.of(task));
    }

    static Call route(JID recipient, Packet packet) {
        return new Call(What.ROUTE, recipient.toString(), null, Bytes.of(packet.getElement()));
    }

    static Call broadcast(Message message) {
        return new Call(What.BROADCAST, null, null, Bytes.of(message.getElement()));
    }

    static Call answer(IQ answer) {
        return new Call(What.ANSWER, null, null, Bytes.of(answer.getElement()));
    }

    static Call session(JID address, Method method, Object argument) {
        return new Call(What.SESSION, address.toString(), method.getName(), Bytes.of(portable(argument)));
    }

    @Override
    public byte[] call() throws Exception {
        Object argument = Bytes.object(this.argument);
        switch (what) {
            case TASK -> {
                var task = (ClusterTask<?>) argument;
                task.run();
                return Bytes.of(task.getResult());
            }
            case ROUTE -> XMPPServer.getInstance().getRoutingTable().routePacket(new JID(address), packet((Element) argument), false);
            case BROADCAST -> XMPPServer.getInstance().getRoutingTable().broadcastPacket((Message) packet((Element) argument), true);
            case ANSWER -> RemoteAnswers.bring((IQ) packet((Element) argument));
            case SESSION -> {
                return Bytes.of(portable(ask(argument)));
            }
        }
        return null;
    }

    private Object ask(Object argument) throws Exception {
        ClientSession session = SessionManager.getInstance().getSession(new JID(address));
        if (session == null) {
            return null;
        }
        for (Method each : ClientSession.class.getMethods()) {
            if (each.getName().equals(method) && each.getParameterCount() == (argument == null ? 0 : 1)) {
                try {
                    return argument == null ? each.invoke(session) : each.invoke(session, usual(argument));
                } catch (InvocationTargetException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
        throw new IllegalArgumentException(method);
    }

    /** Packets cannot be written, but what they are made of can. */
    private static Object portable(Object object) {
        return object instanceof Packet packet ? packet.getElement() : object instanceof java.io.Serializable ? object : null;
    }

    static Object usual(Object object) {
        return object instanceof Element element ? packet(element) : object;
    }

    private static Packet packet(Element element) {
        return switch (element.getName()) {
            case "message" -> new Message(element, true);
            case "presence" -> new Presence(element, true);
            default -> new IQ(element, true);
        };
    }
}
