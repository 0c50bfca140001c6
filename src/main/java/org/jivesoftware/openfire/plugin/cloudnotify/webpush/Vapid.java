package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Tells push services who pushes (RFC 8292): a token that is signed for one server, good for 12 hours and used for 11. Bounded,
 * thread-safe.
 */
final class Vapid {

    /** So long a token is good; a day is the most that servers take. */
    static final Duration GOOD = Duration.ofHours(12);
    /** So long it is used. */
    static final Duration USED = Duration.ofHours(11);
    /** So many characters are kept at most: tokens for 10,000 servers, but fewer where clients claim much. */
    static final long KEPT = 5_000_000;
    private static final int LONGEST_CONTACT = 256;
    private static final Base64.Encoder WRITER = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encoded("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");

    private final WebPushKeys keys;
    private final Supplier<String> contact;
    private final Clock clock;
    private final Cache<Purpose, Token> tokens = Caffeine.newBuilder().maximumWeight(KEPT)
        .weigher(Vapid::weight).executor(Runnable::run).build();

    private record Purpose(String claims, String publicKey) {
    }

    private record Token(String text, Instant made, String contact) {
    }

    /**
     * @param keys sign
     * @param contact where a push service finds whoever pushes: a mailto or https address
     * @param clock the time
     */
    Vapid(WebPushKeys keys, Supplier<String> contact, Clock clock) {
        this.keys = Objects.requireNonNull(keys);
        this.contact = Objects.requireNonNull(contact);
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * @param origin to which server
     * @return the value of the request's header Authorization
     */
    String authorization(WebOrigin origin) {
        return authorization(origin, keys.signing(), contact.get());
    }

    /**
     * The same for who has subscribed with a key of its own.
     *
     * @param origin as above
     * @param key signs
     * @param subject a mailto or https address, or null for that of this server
     * @return as above
     */
    String authorization(WebOrigin origin, WebPushKeys.Signing key, @Nullable String subject) {
        return "vapid t=" + token("\"aud\":\"" + origin.name() + "\"", key, subject) + ", k=" + key.publicKey();
    }

    /**
     * @param claims what else it claims than when it ends and who pushes, as {@link #members} gives it
     * @param key signs
     * @param subject a mailto or https address, or null for that of this server
     * @return the token
     */
    String token(String claims, WebPushKeys.Signing key, @Nullable String subject) {
        String found = subject == null ? contact.get() : subject;
        Instant now = clock.instant();
        Purpose purpose = new Purpose(claims, key.publicKey());
        Token token = tokens.getIfPresent(purpose);
        if (token == null || !token.contact().equals(found) || now.isBefore(token.made()) || !now.isBefore(token.made().plus(USED))) {
            String all = "{" + (claims.isEmpty() ? "" : claims + ",") + "\"exp\":" + now.plus(GOOD).getEpochSecond() + ",\"sub\":\"" + found
                + "\"}";
            token = new Token(signed(all, key.key()), now, found);
            tokens.put(purpose, token);
        }
        return token.text();
    }

    /** @return how many characters are kept */
    long kept() {
        return tokens.asMap().entrySet().stream().mapToLong(each -> weight(each.getKey(), each.getValue())).sum();
    }

    private static int weight(Purpose purpose, Token token) {
        return purpose.claims().length() + token.text().length();
    }

    /**
     * @param claims names and values
     * @return them as members of a JSON object, without its braces
     */
    static String members(Map<String, String> claims) {
        return claims.entrySet().stream().map(claim -> quoted(claim.getKey()) + ":" + quoted(claim.getValue()))
            .collect(Collectors.joining(","));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character < ' ' || character == '"' || character == '\\') {
                quoted.append("\\u00").append(Character.forDigit(character >> 4, 16)).append(Character.forDigit(character & 15, 16));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }

    /**
     * @param claims the claims, as JSON
     * @param key signs
     * @return a token that is signed by ES256 (RFC 7515, RFC 7518 §3.4)
     */
    static String signed(String claims, ECPrivateKey key) {
        String signed = HEADER + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + WRITER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ES256 does not work: " + e.getClass().getSimpleName());
        }
    }

    private static String encoded(String json) {
        return WRITER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param wanted what the administrator wants to be found by, maybe empty
     * @param domain the server's domain
     * @return an address that a token can carry
     */
    static String contact(String wanted, String domain) {
        String text = wanted.strip();
        return usable(text) ? text : "https://" + domain;
    }

    /** @return whether a token can carry that address */
    static boolean usable(String text) {
        boolean plain = text.chars().allMatch(character -> character > ' ' && character < 0x7f && character != '"' && character != '\\');
        return plain && text.length() <= LONGEST_CONTACT && (text.startsWith("mailto:") || text.startsWith("https://"));
    }
}
