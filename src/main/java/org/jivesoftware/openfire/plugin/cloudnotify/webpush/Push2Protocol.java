package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.MentionsOnly;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.EnableProtocol;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebEndpoint;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * Push 2.0 ({@code urn:xmpp:push2:0}) for clients whose {@code <client/>} is an https endpoint and that want encrypted content: pushed to
 * directly, whatever relay they name. Each client has one registration. Thread-safe.
 */
public final class Push2Protocol implements EnableProtocol {

    /** The namespace of requests. */
    public static final String NAMESPACE = "urn:xmpp:push2:0";
    private static final String MATCH = "urn:xmpp:push2:match:";
    private static final String SEND = "urn:xmpp:push2:send:sce+rfc8291+rfc8292:0";
    private static final Set<String> PROFILES = Set.of(MATCH + "all", MATCH + "important", MATCH + "archived", MATCH
        + "archived-with-body");
    private static final int MOST_FILTERS = 1_000;
    private static final int LONGEST_KEY = 1_024;

    private final JID address;
    private final WebPush web;
    private final Supplier<@Nullable Outgoing> outgoing;

    /**
     * @param address that of the plugin's own push service, at which these are registered; not null
     * @param web what web push stands on; not null
     * @param outgoing gives whose threads look up names, or null where web push is off; not null
     */
    public Push2Protocol(JID address, WebPush web, Supplier<@Nullable Outgoing> outgoing) {
        this.address = Objects.requireNonNull(address);
        this.web = Objects.requireNonNull(web);
        this.outgoing = Objects.requireNonNull(outgoing);
    }

    /** @return what an account announces besides: the profiles that are understood; never null */
    public static List<String> announced() {
        List<String> all = new ArrayList<>(PROFILES.stream().sorted().toList());
        all.add(SEND);
        return all;
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
        String client = text(enable, "client");
        if (client == null) {
            throw Refusal.badRequest("The element 'client' is missing.");
        }
        Element match = match(enable);
        Element send = send(match);
        Subscription subscription;
        try {
            subscription = Subscription.of(client, needed(send, "ua-public"), needed(send, "auth-secret"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(Objects.requireNonNullElse(e.getMessage(), "This is no endpoint."));
        }
        if (!web.addresses().allowsPort(subscription.origin())) {
            throw forbidden();
        }
        Map<String, String> wishes = new LinkedHashMap<>();
        wishes.put("endpoint", "");
        wishes.put("jingle", "");
        wishes.put(Push2Wish.NAME, new Push2Wish(signing(send), contact(send)).write());
        filters(match, wishes);
        String node = web.seal().node(username, subscription);
        PublishOptions options = PublishOptions.of(List.of(
            new PublishOptions.Field("FORM_TYPE", null, null, List.of(PublishOptions.FORM_TYPE)),
            new PublishOptions.Field("secret", null, null, List.of(web.seal().secret(username, node)))));
        return new PushRequest.Enable(address, node, options, Wishes.of(wishes));
    }

    /** The first whose profiles are both understood. */
    private static Element match(Element enable) throws Refusal {
        for (Object each : enable.elements("match")) {
            Element match = (Element) each;
            if (PROFILES.contains(match.attributeValue("profile", "")) && sends(match)) {
                return match;
            }
        }
        throw new Refusal(Condition.feature_not_implemented, Type.cancel,
            "What is needed is a 'match' of a known profile that holds a 'send' of " + SEND + ".");
    }

    private static boolean sends(Element match) {
        return match.elements().stream().anyMatch(child -> child.getName().equals("send") && SEND.equals(child.getNamespaceURI()));
    }

    private static Element send(Element match) {
        return match.elements().stream().filter(child -> child.getName().equals("send") && SEND.equals(child.getNamespaceURI()))
            .findFirst().orElseThrow();
    }

    private static @Nullable String text(Element parent, String name) {
        Element child = parent.element(name);
        String text = child == null ? "" : child.getText().strip();
        return text.isEmpty() ? null : text;
    }

    private static String needed(Element send, String name) {
        String text = text(send, name);
        if (text == null) {
            throw new IllegalArgumentException("'" + name + "' is missing.");
        }
        return text;
    }

    private static WebPushKeys.@Nullable Signing signing(Element send) throws Refusal {
        String algorithm = text(send, "jwt-alg");
        if (algorithm == null) {
            return null;
        }
        if (!algorithm.equals("ES256")) {
            throw new Refusal(Condition.feature_not_implemented, Type.cancel, "The only 'jwt-alg' is ES256.");
        }
        String key = text(send, "jwt-key");
        try {
            if (key != null && key.length() <= LONGEST_KEY) {
                byte[] bytes = Base64.getMimeDecoder().decode(key);
                ECPrivateKey read = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
                return WebPushKeys.of(P256.same(read));
            }
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            // Said below: nothing of the key is.
        }
        throw Refusal.badRequest("'jwt-key' is no private key of P-256 in PKCS#8.");
    }

    /** Of the claims, the audience is that of the endpoint, and the end is this server's; others mean nothing here. */
    private static @Nullable String contact(Element send) {
        for (Object each : send.elements("jwt-claim")) {
            Element claim = (Element) each;
            if ("sub".equals(claim.attributeValue("name")) && Vapid.usable(claim.getText().strip())) {
                return claim.getText().strip();
            }
        }
        return null;
    }

    private static void filters(Element match, Map<String, String> wishes) throws Refusal {
        Set<String> muted = new LinkedHashSet<>();
        Set<String> mentions = new LinkedHashSet<>();
        for (Object each : match.elements("filter")) {
            Element filter = (Element) each;
            (filter.element("mention") == null && filter.element("reply") == null ? muted : mentions).add(chat(filter));
            if (muted.size() + mentions.size() > MOST_FILTERS) {
                throw new Refusal(Condition.not_acceptable, Type.modify, "There may be " + MOST_FILTERS + " filters at most.");
            }
        }
        if (!muted.isEmpty()) {
            wishes.put("muted", String.join("\n", muted));
        }
        if (!mentions.isEmpty()) {
            wishes.put(MentionsOnly.NAME, String.join("\n", mentions));
        }
    }

    private static String chat(Element filter) throws Refusal {
        try {
            String text = filter.attributeValue("jid", "");
            if (!text.isEmpty()) {
                return new JID(text).toBareJID();
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw Refusal.badRequest("Each 'filter' needs a 'jid' that is an address.");
    }

    @Override
    public boolean looks() {
        return true;
    }

    @Override
    public boolean look(PushRequest request, JID from, Consumer<@Nullable Refusal> then) {
        String node = request instanceof PushRequest.Instead instead ? instead.enable().node() : null;
        WebOrigin origin = node == null ? null : WebEndpoint.origin(node);
        if (origin == null) {
            then.accept(null);
            return true;
        }
        Outgoing way = outgoing.get();
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
