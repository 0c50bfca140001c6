package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Features;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.EnableProtocol;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RelayedClient;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.XmlText;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.ReceiverKeys.Names;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * Push 2.0 ({@code urn:xmpp:push2:0}, behaviour §13). A client whose {@code <client/>} is an https endpoint, and that wants encrypted
 * content, is pushed to directly, whatever relay it names; all others are by their relay. Each client has one registration. Thread-safe.
 */
public final class Push2Protocol implements EnableProtocol {

    /** The namespace of requests, and of what relays are told. */
    public static final String NAMESPACE = "urn:xmpp:push2:0";

    private final JID address;
    private final WebPush web;
    private final Supplier<@Nullable Outgoing> outgoing;

    /**
     * @param address that of the plugin's own push service, at which endpoints are registered
     * @param web what web push stands on
     * @param outgoing gives whose threads look up names, or null where web push is off
     */
    public Push2Protocol(JID address, WebPush web, Supplier<@Nullable Outgoing> outgoing) {
        this.address = Objects.requireNonNull(address);
        this.web = Objects.requireNonNull(web);
        this.outgoing = Objects.requireNonNull(outgoing);
    }

    /** @return what an account announces besides: the profiles that are understood */
    public static List<String> announced() {
        return Push2Match.profiles();
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public PushRequest read(Element child, JID from) throws Refusal {
        String resource = Objects.requireNonNullElse(from.getResource(), "");
        return switch (child.getName()) {
            case "enable" -> new PushRequest.Instead(enable(child, from.getNode()), registration -> sameClient(registration, resource));
            case "disable" -> new PushRequest.Leave(registration -> sameClient(registration, resource));
            default -> throw Refusal.badRequest("Only 'enable' and 'disable' are known.");
        };
    }

    private static boolean sameClient(Registration registration, String resource) {
        return registration.resource().equals(resource) && Push2Wish.of(registration) != null;
    }

    private PushRequest.Enable enable(Element enable, String username) throws Refusal {
        String client = Push2Match.text(enable, "client");
        if (client == null) {
            throw Refusal.badRequest("The element 'client' is missing.");
        }
        Push2Match match = Push2Match.of(enable);
        JID relay = relay(Push2Match.text(enable, "service"));
        // What vendors' relays put behind an endpoint's address is for them alone.
        boolean endpoint = client.regionMatches(true, 0, "https:", 0, "https:".length()) && client.indexOf('#') < 0;
        return endpoint && !match.contentless() ? direct(client, match, username) : relayed(client, match, relay);
    }

    private PushRequest.Enable direct(String client, Push2Match match, String username) throws Refusal {
        Subscription subscription;
        try {
            subscription = Subscription.of(client, keys(match));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(Objects.requireNonNullElse(e.getMessage(), "This is no endpoint."));
        }
        if (!web.addresses().allowsPort(subscription.origin())) {
            throw forbidden();
        }
        Map<String, String> wishes = match.wishes(Push2Wish.FEATURES);
        wishes.put("endpoint", "");
        String node = web.seal().node(username, subscription);
        PublishOptions options = PublishOptions.of(List.of(
            new PublishOptions.Field("FORM_TYPE", null, null, List.of(PublishOptions.FORM_TYPE)),
            new PublishOptions.Field("secret", null, null, List.of(web.seal().secret(username, node)))));
        return new PushRequest.Enable(address, node, options, kept(wishes));
    }

    private static PushRequest.Enable relayed(String client, Push2Match match, @Nullable JID relay) throws Refusal {
        if (relay == null) {
            throw Refusal.badRequest("The element 'service' must name a relay: this server cannot push to that client itself.");
        }
        if (!XmlText.isLegal(client)) {
            throw Refusal.badRequest("The element 'client' holds characters that XML cannot carry.");
        }
        if (client.length() > RelayedClient.LONGEST) {
            throw new Refusal(Condition.not_acceptable, Type.modify,
                "The element 'client' is longer than " + RelayedClient.LONGEST + " characters.");
        }
        Map<String, String> wishes = match.wishes(Push2Wish.FEATURES);
        if (match.contentless()) {
            wishes.put(Push2Wish.FEATURES.contentless().name(), "");
        } else {
            wishes.put(Push2Wish.FEATURES.relayKeys().name(), keys(match).write());
        }
        if (!match.all()) {
            wishes.put(Push2Wish.FEATURES.importantOnly().name(), "");
        }
        return new PushRequest.Enable(relay, RelayedClient.node(client), null, kept(wishes));
    }

    private static ReceiverKeys keys(Push2Match match) throws Refusal {
        try {
            return ReceiverKeys.of(match.needed(Names.PUSH2.key), match.needed(Names.PUSH2.secret), Names.PUSH2);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(Objects.requireNonNullElse(e.getMessage(), "These are no keys."));
        }
    }

    private static Wishes kept(Map<String, String> texts) throws Refusal {
        Wishes wishes = Objects.requireNonNull(Wishes.of(texts));
        if (wishes.stored().length() > Features.LONGEST) {
            throw new Refusal(Condition.not_acceptable, Type.modify, "The request asks for more than can be kept.");
        }
        return wishes;
    }

    /** @return null where there is none, since it is this server itself */
    private @Nullable JID relay(@Nullable String text) throws Refusal {
        if (text == null) {
            return null;
        }
        JID relay;
        try {
            relay = new JID(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Condition.jid_malformed, Type.modify, "The element 'service' is not a valid address.");
        }
        boolean here = relay.getDomain().equals(web.domain());
        if (here && relay.getNode() != null) {
            throw Refusal.badRequest("The element 'service' must name a relay, not a user account.");
        }
        return here || relay.getDomain().equals(address.getDomain()) ? null : relay;
    }

    @Override
    public boolean looks() {
        return true;
    }

    @Override
    public boolean look(PushRequest request, JID from, Consumer<@Nullable Refusal> then) {
        String node = request instanceof PushRequest.Instead instead ? instead.enable().node() : null;
        WebOrigin origin = node == null ? null : WebEndpoint.origin(node);
        Outgoing way = outgoing.get();
        if (origin == null) {
            if (way == null) {
                then.accept(null);
            }
            // What this user asked for before may still look up a name.
            return way == null || way.after(from.getNode(), () -> then.accept(null));
        }
        return way != null && way.look(from.getNode(), () -> then.accept(against(origin)));
    }

    private @Nullable Refusal against(WebOrigin origin) {
        return switch (web.addresses().look(origin)) {
            case FINE -> null;
            case FORBIDDEN -> forbidden();
            case UNKNOWN -> new Refusal(Condition.remote_server_not_found, Type.wait,
                "The server of the endpoint cannot be found at present.");
        };
    }

    private static Refusal forbidden() {
        return new Refusal(Condition.not_allowed, Type.cancel, "This server does not push to that address.");
    }
}
