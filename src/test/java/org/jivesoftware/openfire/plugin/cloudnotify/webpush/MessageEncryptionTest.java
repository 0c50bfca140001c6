package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is encrypted is what RFC 8291 says, and what another library reads. */
class MessageEncryptionTest {

    private static final String ENDPOINT = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV";

    private final MessageEncryption encryption = new MessageEncryption(new SecureRandom(), new QuickestAgreement());

    /** RFC 8291 §5 and Appendix A. */
    @Test
    void the_example_of_the_standard() throws Exception {
        Subscription receiver = Subscription.of(ENDPOINT,
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZMqHH6r4Tts7J_aSIgg");
        KeyPair sender = new KeyPair(
            P256.publicKey(bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
            P256.privateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));
        byte[] body = MessageEncryption.encrypt("When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
            receiver.keys(), JdkAgreement.by(sender, receiver.key()),
            bytes("DGv6ra1nlYgDCS1FRnbzlw"));
        assertEquals("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
            + "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64.getUrlEncoder().withoutPadding().encodeToString(body));
        assertEquals("When I grow up, I want to be a watermelon",
            Browser.of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "BTBZMqHH6r4Tts7J_aSIgg").read(body));
    }

    @Test
    void another_library_reads_ten_thousand_of_any_length() {
        Random random = new Random(8291);
        Browser browser = Browser.fresh();
        Subscription subscription = browser.at(ENDPOINT);
        Set<String> beginnings = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String text = "ä".repeat(random.nextInt(40)) + "x".repeat(i % 7);
            byte[] body = encryption.encrypt(text.getBytes(StandardCharsets.UTF_8), subscription.keys());
            assertEquals(text, browser.read(body));
            assertTrue(beginnings.add(Base64.getEncoder().encodeToString(Arrays.copyOf(body, 86))), "a salt and a key once each");
        }
    }

    @Test
    void the_longest_fits_and_one_more_does_not() {
        Browser browser = Browser.fresh();
        byte[] body = encryption.encrypt(new byte[MessageEncryption.LONGEST], browser.at(ENDPOINT).keys());
        assertEquals(4_096, body.length);
        assertThrows(IllegalArgumentException.class,
            () -> encryption.encrypt(new byte[MessageEncryption.LONGEST + 1], browser.at(ENDPOINT).keys()));
        assertEquals("", browser.read(encryption.encrypt(new byte[0], browser.at(ENDPOINT).keys())));
    }

    @Test
    void nobody_else_reads_it() {
        byte[] body = encryption.encrypt("secret".getBytes(StandardCharsets.UTF_8), Browser.fresh().at(ENDPOINT).keys());
        assertThrows(AssertionError.class, () -> Browser.fresh().read(body));
        assertFalse(new String(body, StandardCharsets.ISO_8859_1).contains("secret"));
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
