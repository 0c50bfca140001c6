package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Sender;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.DataForms;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * The plugin's own push service, as clients see it (behaviour §13): what it announces, and the command by which a user of this server gives
 * an endpoint and gets a node. Nobody publishes to it: pushes to what is registered here are the plugin's own affair.
 *
 * <p>Thread rule: {@link #answer} on any thread, and never waits; what has to look up a name is done by the crew of {@link Outgoing}.
 */
public final class EndpointService {

    static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String PING = "urn:xmpp:ping";
    private static final String NAME = "Web Push";

    private final JID address;
    private final Function<JID, Sender> senders;
    private final WebPush web;
    private final Outgoing outgoing;

    /**
     * @param address its address
     * @param senders tells who has an address
     * @param web what web push stands on
     * @param outgoing whose threads look up names
     */
    public EndpointService(JID address, Function<JID, Sender> senders, WebPush web, Outgoing outgoing) {
        this.address = Objects.requireNonNull(address);
        this.senders = Objects.requireNonNull(senders);
        this.web = Objects.requireNonNull(web);
        this.outgoing = Objects.requireNonNull(outgoing);
    }

    /** @return its name for people */
    public String name() {
        return NAME;
    }

    /**
     * @param iq what somebody sent; hostile
     * @param later takes an answer that is not there at once
     * @return the answer, or null where there is none, or none yet
     */
    public @Nullable IQ answer(IQ iq, Consumer<IQ> later) {
        if (iq.getType() != IQ.Type.get && iq.getType() != IQ.Type.set) {
            return null;
        }
        Element child = iq.getChildElement();
        String namespace = child == null ? "" : child.getNamespaceURI();
        boolean get = iq.getType() == IQ.Type.get;
        if (get && namespace.equals(INFO)) {
            return info(iq, child.attributeValue("node"));
        }
        if (get && namespace.equals(ITEMS)) {
            return items(iq, child.attributeValue("node"));
        }
        if (!get && namespace.equals(COMMANDS) && child.getName().equals("command")) {
            return command(iq, child, later);
        }
        if (get && namespace.equals(PING)) {
            return IQ.createResultIQ(iq);
        }
        return namespace.startsWith(PUBSUB)
            ? error(iq, Condition.not_allowed, Type.cancel,
            "Nobody publishes here: pushes to what is registered come from the server itself.")
            : error(iq, Condition.service_unavailable, Type.cancel, "That is not known here.");
    }

    private IQ info(IQ iq, @Nullable String node) {
        IQ answer = IQ.createResultIQ(iq);
        Element query = answer.setChildElement("query", INFO);
        if (node == null) {
            identity(query, "pubsub", "push", NAME);
            features(query, INFO, ITEMS, COMMANDS, PushRequest.NAMESPACE, PING);
            query.add(RegisterForms.about(web.keys().publicKey()));
        } else if (node.equals(RegisterForms.NODE)) {
            query.addAttribute("node", node);
            identity(query, "automation", "command-node", RegisterForms.TITLE);
            features(query, COMMANDS, DataForms.NAMESPACE);
        } else if (node.equals(COMMANDS)) {
            query.addAttribute("node", node);
            identity(query, "automation", "command-list", NAME);
        } else {
            return error(iq, Condition.item_not_found, Type.cancel, "There is no such node.");
        }
        return answer;
    }

    private static void identity(Element query, String category, String type, String name) {
        query.addElement("identity").addAttribute("category", category).addAttribute("type", type).addAttribute("name", name);
    }

    private static void features(Element query, String... names) {
        for (String name : names) {
            query.addElement("feature").addAttribute("var", name);
        }
    }

    private IQ items(IQ iq, @Nullable String node) {
        IQ answer = IQ.createResultIQ(iq);
        Element query = answer.setChildElement("query", ITEMS);
        if (node != null) {
            query.addAttribute("node", node);
        }
        if (COMMANDS.equals(node) && user(iq.getFrom()) != null) {
            query.addElement("item").addAttribute("jid", address.toString()).addAttribute("node", RegisterForms.NODE)
                .addAttribute("name", RegisterForms.TITLE);
        }
        return answer;
    }

    /** @return the local part of a user of this server who has an account, or null where it is somebody else */
    private @Nullable String user(@Nullable JID from) {
        Sender sender = from == null ? null : senders.apply(from);
        return from == null || sender == null || !sender.local() || sender.anonymous() ? null : from.getNode();
    }

    private @Nullable IQ command(IQ iq, Element command, Consumer<IQ> later) {
        String username = user(iq.getFrom());
        if (username == null) {
            return error(iq, Condition.forbidden, Type.auth, "Only users of this server can register here.");
        }
        if (!RegisterForms.NODE.equals(command.attributeValue("node"))) {
            return error(iq, Condition.item_not_found, Type.cancel, "There is no such command.");
        }
        String session = command.attributeValue("sessionid");
        if (session != null && session.length() > RegisterForms.LONGEST_SESSION) {
            return error(iq, Condition.bad_request, Type.modify, "This is no session of this service.");
        }
        String action = command.attributeValue("action", "execute");
        if (action.equals("cancel")) {
            return RegisterForms.canceled(iq, session);
        }
        if (!action.equals("execute") && !action.equals("next") && !action.equals("complete")) {
            return error(iq, Condition.bad_request, Type.modify, "There is no such action.");
        }
        Map<String, String> values = RegisterForms.submitted(command);
        if (values == null) {
            return RegisterForms.form(iq, session, web.keys().publicKey());
        }
        return register(iq, session, username, values, later);
    }

    private @Nullable IQ register(IQ iq, @Nullable String session, String username, Map<String, String> values, Consumer<IQ> later) {
        Subscription subscription;
        try {
            subscription = RegisterForms.subscription(values);
        } catch (IllegalArgumentException e) {
            return error(iq, Condition.bad_request, Type.modify, e.getMessage());
        }
        if (!web.addresses().allowsPort(subscription.origin())) {
            return forbidden(iq);
        }
        if (!outgoing.look(username, () -> later.accept(looked(iq, session, username, subscription)))) {
            return error(iq, Condition.resource_constraint, Type.wait, "Too much is being asked for. Please try again later.");
        }
        return null;
    }

    private IQ looked(IQ iq, @Nullable String session, String username, Subscription subscription) {
        return switch (web.addresses().look(subscription.origin())) {
            case FINE -> {
                String node = web.seal().node(username, subscription);
                yield RegisterForms.registered(iq, session, address, node, web.seal().secret(username, node));
            }
            case FORBIDDEN -> forbidden(iq);
            case UNKNOWN -> error(iq, Condition.remote_server_not_found, Type.wait,
                "The server of the endpoint cannot be found at present.");
        };
    }

    private static IQ forbidden(IQ iq) {
        return error(iq, Condition.not_allowed, Type.cancel, "This server does not push to that address.");
    }

    /** Without the request's payload, which may be large and is of no use to the one who sent it. */
    private static IQ error(IQ iq, Condition condition, Type type, @Nullable String text) {
        IQ answer = IQ.createResultIQ(iq);
        answer.setError(new PacketError(condition, type, text, "en"));
        return answer;
    }
}
