package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Push2Features;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;
import org.xmpp.packet.PacketError.Type;

/**
 * What a client of Push 2.0 wants to be pushed to for, and what is to be said then. What is read is hostile.
 *
 * @param match the first that is understood
 * @param send how
 */
record Push2Match(Element match, Element send) {

    private static final String PROFILE = "urn:xmpp:push2:match:";
    private static final String ALL = PROFILE + "all";
    private static final Set<String> PROFILES = Set.of(ALL, PROFILE + "important", PROFILE + "archived", PROFILE + "archived-with-body");
    private static final String CONTENTLESS = "urn:xmpp:push2:send:notify-only:0";
    private static final String ENCRYPTED = "urn:xmpp:push2:send:sce+rfc8291+rfc8292:0";
    private static final int MOST_FILTERS = 1_000;
    private static final int LONGEST_KEY = 1_024;
    private static final int MOST_CLAIMS = 16;
    private static final int LONGEST_CLAIM = 1_024;
    /** What this server says itself. */
    private static final Set<String> OWN_CLAIMS = Set.of("exp", "sub", "iat", "nbf");

    /** @return the profiles that are understood */
    static List<String> profiles() {
        return Stream.concat(PROFILES.stream().sorted(), Stream.of(CONTENTLESS, ENCRYPTED)).toList();
    }

    /**
     * @param enable what a client sent
     * @return the first match whose profiles are both understood
     * @throws Refusal if there is none
     */
    static Push2Match of(Element enable) throws Refusal {
        for (Object each : enable.elements("match")) {
            Element match = (Element) each;
            for (Object child : match.elements()) {
                Element send = (Element) child;
                if (PROFILES.contains(match.attributeValue("profile", "")) && send.getName().equals("send")
                    && (ENCRYPTED.equals(send.getNamespaceURI()) || CONTENTLESS.equals(send.getNamespaceURI()))) {
                    return new Push2Match(match, send);
                }
            }
        }
        throw new Refusal(Condition.feature_not_implemented, Type.cancel,
            "What is needed is a 'match' of a known profile that holds a 'send' of " + ENCRYPTED + " or " + CONTENTLESS + ".");
    }

    /** @return whether nothing is to be said */
    boolean contentless() {
        return CONTENTLESS.equals(send.getNamespaceURI());
    }

    /** @return whether what is not important is a reason, too */
    boolean all() {
        return ALL.equals(match.attributeValue("profile"));
    }

    static @Nullable String text(Element parent, String name) {
        Element child = parent.element(name);
        String text = child == null ? "" : child.getText().strip();
        return text.isEmpty() ? null : text;
    }

    /**
     * @param name of a child of {@link #send()}
     * @return what it holds
     * @throws Refusal if there is none
     */
    String needed(String name) throws Refusal {
        String text = text(send, name);
        if (text == null) {
            throw Refusal.badRequest("'" + name + "' is missing.");
        }
        return text;
    }

    /**
     * @param features names what is kept
     * @return what is kept of it, but for where pushes go
     * @throws Refusal if something is wrong
     */
    Map<String, String> wishes(Push2Features features) throws Refusal {
        Map<String, String> wishes = new LinkedHashMap<>();
        wishes.put("jingle", "");
        wishes.put(features.envelope().name(), new Push2Wish(signing(), contact(), claims()).write());
        filters(features, wishes);
        String grace = text(match, "grace");
        if (grace != null) {
            wishes.put(features.grace().name(), seconds(grace));
        }
        return wishes;
    }

    private static String seconds(String text) throws Refusal {
        if (text.chars().allMatch(character -> character >= '0' && character <= '9')) {
            long longest = Settings.GRACE.max();
            String plain = text.replaceFirst("^0+(?=.)", "");
            return String.valueOf(plain.length() > String.valueOf(longest).length() ? longest : Math.min(longest, Integer.parseInt(plain)));
        }
        throw Refusal.badRequest("'grace' is a number of seconds.");
    }

    private WebPushKeys.@Nullable Signing signing() throws Refusal {
        String algorithm = contentless() ? null : text(send, "jwt-alg");
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

    private @Nullable String contact() {
        for (Object each : send.elements("jwt-claim")) {
            Element claim = (Element) each;
            if ("sub".equals(claim.attributeValue("name")) && Vapid.usable(claim.getText().strip())) {
                return claim.getText().strip();
            }
        }
        return null;
    }

    /** As members of a JSON object. The audience of an endpoint that is pushed to directly is found out anew. */
    private String claims() throws Refusal {
        Map<String, String> claims = new LinkedHashMap<>();
        for (Object each : send.elements("jwt-claim")) {
            Element claim = (Element) each;
            String name = claim.attributeValue("name", "");
            String value = claim.getText().strip();
            if (name.isEmpty() || name.length() > LONGEST_CLAIM || value.length() > LONGEST_CLAIM || claims.size() >= MOST_CLAIMS) {
                throw new Refusal(Condition.not_acceptable, Type.modify, "A 'jwt-claim' is larger than it may be, or there are too many.");
            }
            if (!OWN_CLAIMS.contains(name)) {
                claims.putIfAbsent(name, value);
            }
        }
        return Vapid.members(claims);
    }

    private void filters(Push2Features features, Map<String, String> wishes) throws Refusal {
        Map<String, Set<String>> chats = new LinkedHashMap<>();
        int count = 0;
        for (Object each : match.elements("filter")) {
            Element filter = (Element) each;
            boolean mention = filter.element("mention") != null;
            boolean reply = filter.element("reply") != null;
            String name = mention && reply ? features.mentionsOnly().name() : mention ? features.namedOnly().name()
                : reply ? features.repliesOnly().name() : "muted";
            chats.computeIfAbsent(name, missing -> new LinkedHashSet<>()).add(chat(filter));
            if (++count > MOST_FILTERS) {
                throw new Refusal(Condition.not_acceptable, Type.modify, "There may be " + MOST_FILTERS + " filters at most.");
            }
        }
        chats.forEach((name, all) -> wishes.put(name, String.join("\n", all)));
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
}
