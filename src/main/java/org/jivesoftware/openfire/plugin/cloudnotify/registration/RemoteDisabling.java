package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * A service that does not want to push for a device any more says so (XEP-0357 §8): a message to the user's bare JID with an affiliation
 * "none" for the node. It removes that registration and is swallowed; the same from any other JID is an ordinary message.
 *
 * <p>{@link #swallows} may be called by threads that route stanzas: it decides by what is in memory. Where the user's registrations are
 * not in memory, it swallows the message for the moment, and has it routed once more when they are.
 */
public final class RemoteDisabling {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteDisabling.class);
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final String domain;
    private final Registrations registrations;
    private final Lanes lanes;
    private final Consumer<Message> ordinary;

    /**
     * @param domain the server's domain
     * @param registrations the registrations
     * @param lanes the worker threads
     * @param ordinary routes a message that turned out to be an ordinary one, without asking this class again
     */
    public RemoteDisabling(String domain, Registrations registrations, Lanes lanes, Consumer<Message> ordinary) {
        this.domain = Objects.requireNonNull(domain);
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.ordinary = Objects.requireNonNull(ordinary);
    }

    /**
     * Looks at a message that did not come from a session of this server's users.
     *
     * @param message it
     * @return whether it must not be delivered
     */
    public boolean swallows(Message message) {
        RegistrationKey key = revoked(message, domain);
        if (key == null) {
            return false;
        }
        List<Registration> known = registrations.known(key.username());
        if (known == null) {
            // The routing goes on with the message while it is decided about, and may change it.
            Message copy = message.createCopy();
            return lanes.execute(key.username(), () -> decide(key, copy));
        }
        return known.stream().anyMatch(registration -> registration.key().equals(key))
            && lanes.execute(key.username(), () -> remove(key));
    }

    private void decide(RegistrationKey key, Message message) {
        if (!remove(key)) {
            ordinary.accept(message);
        }
    }

    private boolean remove(RegistrationKey key) {
        try {
            boolean removed = registrations.remove(key);
            if (removed) {
                LOG.info("The push service {} removed a registration of user {}", key.service(), key.username());
            }
            return removed;
        } catch (StoreException e) {
            LOG.warn("The push service {} wanted to remove a registration of user {}, but the database failed: {}",
                new Object[] {key.service(), key.username(), e.getMessage()});
            // Certainly none of the user's messages; the device is found dead by its errors.
            return true;
        }
    }

    /**
     * Reads a message. Cheap for all that carry no pubsub payload of their own; looks at two levels of children at most.
     *
     * @param message it
     * @param domain the server's domain
     * @return the registration that it would remove if it exists, or null where it is no such message
     */
    static @Nullable RegistrationKey revoked(Message message, String domain) {
        Element pubsub = message.getElement().element("pubsub");
        if (pubsub == null || !PUBSUB.equals(pubsub.getNamespaceURI()) || "error".equals(message.getElement().attributeValue("type"))) {
            return null;
        }
        Element affiliation = pubsub.element("affiliation");
        if (affiliation == null || !"none".equals(affiliation.attributeValue("affiliation"))) {
            return null;
        }
        try {
            JID from = message.getFrom();
            JID to = message.getTo();
            String jid = affiliation.attributeValue("jid");
            if (from == null || to == null || jid == null || to.getNode() == null || to.getResource() != null
                || !to.getDomain().equals(domain) || !to.equals(new JID(jid))) {
                return null;
            }
            return new RegistrationKey(to.getNode(), from, pubsub.attributeValue("node"));
        } catch (IllegalArgumentException e) {
            // An address that is none.
            return null;
        }
    }
}
