package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens are as RFC 8292 wants them, and are made seldom. */
class VapidTest {

    private static final WebOrigin ORIGIN = new WebOrigin("push.example.net", 443);

    private final MemorySecrets secrets = new MemorySecrets();
    private final WebPushKeys keys = new WebPushKeys(secrets, new SecureRandom());
    private final FakeScheduler time = new FakeScheduler();
    private String contact = "mailto:admin@chat.example";
    private final Vapid vapid = new Vapid(keys, () -> contact, time.clock());

    /** Secrets in memory. */
    static final class MemorySecrets implements SecretStore {

        final Map<String, String> kept = new ConcurrentHashMap<>();

        @Override
        public String get(String name) {
            return kept.get(name);
        }

        @Override
        public void put(String name, String value) {
            kept.put(name, value);
        }
    }

    @Test
    void a_token_names_the_server_and_who_pushes() {
        JsonObject claims = Tokens.verified(vapid.authorization(ORIGIN), keys.publicKey());
        assertEquals("https://push.example.net", claims.get("aud").getAsString());
        assertEquals(time.clock().instant().plus(Duration.ofHours(12)).getEpochSecond(), claims.get("exp").getAsLong());
        assertEquals(contact, claims.get("sub").getAsString());
        assertEquals("https://push.example.net:8443",
            Tokens.verified(vapid.authorization(new WebOrigin("push.example.net", 8443)), keys.publicKey()).get("aud").getAsString());
    }

    @Test
    void it_is_used_for_eleven_hours_of_twelve() {
        String first = vapid.authorization(ORIGIN);
        time.pass(Duration.ofHours(11).minusSeconds(1));
        assertEquals(first, vapid.authorization(ORIGIN));
        time.pass(Duration.ofSeconds(1));
        assertNotEquals(first, vapid.authorization(ORIGIN));
    }

    /** What clients claim is as long as they like, as far as it is kept at all. */
    @Test
    void tokens_for_what_clients_claim_do_not_fill_the_memory() {
        String claims = "\"more\":\"" + "x".repeat(30_000) + "\"";
        for (int i = 0; i < 100; i++) {
            vapid.token("\"aud\":\"" + i + "\"," + claims, keys.signing(), null);
            String server = vapid.authorization(new WebOrigin("push" + i + ".example.net", 443));
            assertEquals(server, vapid.authorization(new WebOrigin("push" + i + ".example.net", 443)), "used again");
        }
        assertTrue(vapid.kept() > 100_000 && vapid.kept() <= Vapid.KEPT, () -> vapid.kept() + " characters");
    }

    @Test
    void a_clock_that_was_wrong_another_key_and_another_contact_make_a_new_one() {
        String first = vapid.authorization(ORIGIN);
        time.jump(Duration.ofHours(-3));
        String second = vapid.authorization(ORIGIN);
        assertNotEquals(first, second);
        contact = "https://chat.example/";
        String third = vapid.authorization(ORIGIN);
        assertEquals(contact, Tokens.verified(third, keys.publicKey()).get("sub").getAsString());
        String before = keys.publicKey();
        secrets.kept.clear();
        String fourth = vapid.authorization(ORIGIN);
        assertNotEquals(before, keys.publicKey());
        Tokens.verified(fourth, keys.publicKey());
        assertThrows(AssertionError.class, () -> Tokens.verified(fourth, before));
    }

    @Test
    void keys_are_made_once_and_read_again() {
        assertNull(keys.knownPublicKey());
        String made = keys.publicKey();
        byte[] sealing = keys.sealing();
        WebPushKeys again = new WebPushKeys(secrets, new SecureRandom());
        assertEquals(made, again.knownPublicKey());
        assertEquals(made, again.publicKey());
        assertArrayEquals(sealing, again.sealing());
        Tokens.verified(new Vapid(again, () -> contact, time.clock()).authorization(ORIGIN), made);
    }

    @Test
    void what_is_no_key_is_replaced() {
        for (String wrong : new String[] {"", ".", "abc", "!!.!!", "AAAA.AAAA"}) {
            secrets.kept.put(WebPushKeys.SIGNING, wrong);
            secrets.kept.put(WebPushKeys.SEALING, wrong);
            assertNull(keys.knownPublicKey());
            assertEquals(32, keys.sealing().length);
            Tokens.verified(vapid.authorization(ORIGIN), keys.publicKey());
        }
    }

    @ParameterizedTest
    @CsvSource({"mailto:a@b.example, mailto:a@b.example", "' https://b.example/x ', https://b.example/x", "'', https://chat.example",
        "a@b.example, https://chat.example", "'mailto:a\",\"aud\":\"x', https://chat.example", "'mailto:a b', https://chat.example"})
    void a_contact_is_one_that_a_token_can_carry(String wanted, String used) {
        assertEquals(used, Vapid.contact(wanted, "chat.example"));
    }
}
