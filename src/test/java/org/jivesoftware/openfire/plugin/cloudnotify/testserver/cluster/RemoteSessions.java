package org.jivesoftware.openfire.plugin.cloudnotify.testserver.cluster;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jivesoftware.openfire.StreamID;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.ComponentSession;
import org.jivesoftware.openfire.session.ConnectionMultiplexerSession;
import org.jivesoftware.openfire.session.DomainPair;
import org.jivesoftware.openfire.session.IncomingServerSession;
import org.jivesoftware.openfire.session.OutgoingServerSession;
import org.jivesoftware.openfire.session.RemoteSessionLocator;
import org.xmpp.packet.JID;

/** Sessions of clients that other nodes have: each call is made there. There are no others in the tests. */
record RemoteSessions(HazelcastStrategy cluster) implements RemoteSessionLocator {

    @Override
    public ClientSession getClientSession(byte[] node, JID address) {
        return (ClientSession) Proxy.newProxyInstance(RemoteSessions.class.getClassLoader(), new Class<?>[] {ClientSession.class},
                (self, method, arguments) -> call(self, node, address, method, arguments));
    }

    private Object call(Object self, byte[] node, JID address, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "getAddress":
                return address;
            case "equals":
                return self == arguments[0];
            case "hashCode":
                return address.hashCode();
            case "toString":
                return "session of another node: " + address;
            case "process", "deliverRawText":
                cluster.tell(Call.session(address, method, arguments[0]), node);
                return null;
            default:
                Object answer = Call.usual(cluster.ask(Call.session(address, method, arguments == null ? null : arguments[0]), node));
                return answer == null ? nothing(method.getReturnType()) : answer;
        }
    }

    /** What is asked of a session that ended this moment. */
    private static Object nothing(Class<?> type) {
        return type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    @Override
    public ComponentSession getComponentSession(byte[] node, JID address) {
        return null;
    }

    @Override
    public ConnectionMultiplexerSession getConnectionMultiplexerSession(byte[] node, JID address) {
        return null;
    }

    @Override
    public IncomingServerSession getIncomingServerSession(byte[] node, StreamID id) {
        return null;
    }

    @Override
    public OutgoingServerSession getOutgoingServerSession(byte[] node, DomainPair pair) {
        return null;
    }
}
