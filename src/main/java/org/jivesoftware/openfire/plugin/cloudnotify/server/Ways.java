package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.DomainPair;
import org.jivesoftware.openfire.session.LocalComponentSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What Openfire knows of ways to services. In a cluster other nodes are asked, which may take long, and throws where this one is leaving it
 * or they do not answer: then there is no way.
 */
final class Ways {

    private static final Logger LOG = LoggerFactory.getLogger(Ways.class);

    private final String domain;
    private final RoutingTable routes;
    private final SessionManager sessions;

    Ways(String domain, RoutingTable routes, SessionManager sessions) {
        this.domain = Objects.requireNonNull(domain);
        this.routes = Objects.requireNonNull(routes);
        this.sessions = Objects.requireNonNull(sessions);
    }

    /** @return whether there is one at all */
    boolean reachable(JID service) {
        return service.getDomain().equals(domain) || component(service)
            || known(service, () -> routes.hasServerRoute(new DomainPair(domain, service.getDomain())));
    }

    /** @return whether it is a component, at whichever node */
    boolean component(JID service) {
        return known(service, () -> routes.hasComponentRoute(service)) && !ended(service);
    }

    /** @return whether it is a component whose connection to this node has ended, which Openfire finds for some time all the same */
    boolean ended(JID service) {
        return known(service, () -> sessions.getComponentSession(service.getDomain()) instanceof LocalSession session
            && session.isClosed());
    }

    /** @return whether it is a component with a connection, at whichever node */
    boolean connection(JID service) {
        return known(service, () -> sessions.getComponentSession(service.getDomain()) != null);
    }

    /** @return whether it is a component with a connection to this node */
    boolean connectionHere(JID service) {
        return known(service, () -> sessions.getComponentSession(service.getDomain()) instanceof LocalComponentSession);
    }

    private static boolean known(JID service, BooleanSupplier way) {
        try {
            return way.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.debug("It is not known whether there is a way to {}", service.getDomain(), e);
            return false;
        }
    }
}
