package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.internal.Streams;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.junit.jupiter.api.Test;

/** What is encrypted can be decrypted by who has the key, is JSON in UTF-8, fits, and is never encrypted by the same IV (behaviour §10). */
class SealingPropertyTest {

    private static final int ROUNDS = 10_000;
    private static final int LONGEST = 100_000;

    private final Sealing sealing = new Sealing(new SecureRandom());

    /** By an implementation that has nothing in common with the one that encrypts. */
    private static byte[] decrypted(Encryption.Key key, Element encrypted) throws InvalidCipherTextException {
        assertEquals("tigase:push:encrypt:0", encrypted.getNamespaceURI());
        byte[] iv = Base64.getDecoder().decode(encrypted.attributeValue("iv"));
        assertEquals(12, iv.length);
        byte[] sealed = Base64.getDecoder().decode(encrypted.getText());
        GCMBlockCipher cipher = new GCMBlockCipher(new AESEngine());
        cipher.init(false, new AEADParameters(new KeyParameter(key.bytes()), 128, iv));
        byte[] text = new byte[cipher.getOutputSize(sealed.length)];
        int length = cipher.processBytes(sealed, 0, sealed.length, text, 0);
        // Checks the tag.
        cipher.doFinal(text, length);
        return text;
    }

    private static JsonObject json(byte[] text) throws Exception {
        String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        JsonReader reader = new JsonReader(new StringReader(decoded));
        reader.setStrictness(Strictness.STRICT);
        JsonElement element = Streams.parse(reader);
        assertEquals(com.google.gson.stream.JsonToken.END_DOCUMENT, reader.peek());
        return element.getAsJsonObject();
    }

    private static Encryption.Key key(Random random, int size) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new Encryption.Key(bytes, size);
    }

    @Test
    void whateverIsSaidArrivesAsFarAsItFits() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> ivs = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            int size = 64 + random.nextInt(4_033);
            Encryption.Key key = key(random, size);
            String body = text(random, round % 100 == 0 ? random.nextInt(LONGEST) : random.nextInt(1 + random.nextInt(5_000)));
            CallSignal call = random.nextInt(8) == 0 ? new CallSignal(CallSignal.Kind.PROPOSE, text(random, random.nextInt(40)),
                List.of("audio", "video")) : null;
            Letter letter = new Letter(random.nextInt(), random.nextInt(9) == 0 ? null : "ann" + text(random, random.nextInt(60)),
                random.nextBoolean(), random.nextBoolean() ? text(random, 5) : null, body, call);
            Element sealed = sealing.seal(key, letter);
            assertTrue(ivs.add(sealed.attributeValue("iv")), "an IV was used twice");
            byte[] text = decrypted(key, sealed);
            assertTrue(text.length <= size, () -> "too long, seed " + seed);
            JsonObject json = json(text);
            assertEquals(letter.unread(), json.get("unread").getAsInt());
            String message = json.has("message") ? json.get("message").getAsString() : "";
            String whole = withoutHalves(body);
            assertTrue(whole.startsWith(message), () -> "another message, seed " + seed);
            // Nothing is left out that would have had room: neither of 4 bytes nor an escaped one of 6.
            assertTrue(message.equals(whole) || text.length > size - 6 - ",\"message\":\"\"".length(), () -> "too short, seed " + seed);
        }
    }

    /** Of all planes, with quotes, control characters, and halves of characters. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        int kind = random.nextInt(5);
        while (text.length() < length) {
            switch (kind == 4 ? random.nextInt(4) : kind) {
                case 0 -> text.append((char) (0x20 + random.nextInt(0x5f)));
                case 1 -> text.append("\"\\\n\r\t\b\u0000\u001f/\u007f\u0085\u2028\ufeff\uffff".charAt(random.nextInt(14)));
                case 2 -> text.appendCodePoint(random.nextInt(0x11_0000));
                default -> text.append("\ud83d\ude00\ud83d\udc69\u200d\ud83d\udc67");
            }
        }
        return text.toString();
    }

    private static String withoutHalves(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    @Test
    void aMessageThatFitsIsWhole() throws Exception {
        Encryption.Key key = key(new Random(1), 3_000);
        JsonObject json = json(decrypted(key,
            sealing.seal(key, new Letter(3, "bob@example.net", false, null, "Hi \"you\" \\ \ud83d\ude00", null))));
        assertEquals("{\"unread\":3,\"sender\":\"bob@example.net\",\"type\":\"chat\",\"message\":\"Hi \\\"you\\\" \\\\ \ud83d\ude00\"}",
            json.toString());
        assertNull(sealing.seal(key, new Letter(3, null, false, null, null, null)).attributeValue("type"));
    }

    @Test
    void ofAGroupChatTheRoomIsTheSender() throws Exception {
        Encryption.Key key = key(new Random(1), 3_000);
        JsonObject json = json(decrypted(key, sealing.seal(key, new Letter(1, "tea@rooms.example.net", true, "Bob", "Hi", null))));
        assertEquals("groupchat", json.get("type").getAsString());
        assertEquals("Bob", json.get("nickname").getAsString());
    }

    @Test
    void aCallTellsItsIdAndMedia() throws Exception {
        Encryption.Key key = key(new Random(1), 3_000);
        Element sealed = sealing.seal(key, new Letter(1, "bob@example.net/phone", false, null, null,
            new CallSignal(CallSignal.Kind.PROPOSE, "c1", List.of("audio", "video"))));
        assertEquals("voip", sealed.attributeValue("type"));
        JsonObject json = json(decrypted(key, sealed));
        assertEquals("call", json.get("type").getAsString());
        assertEquals("c1", json.get("sid").getAsString());
        assertEquals("[\"audio\",\"video\"]", json.get("media").toString());
        Element over = sealing.seal(key, new Letter(1, "bob@example.net/phone", false, null, null,
            new CallSignal(CallSignal.Kind.RETRACT, "c1")));
        assertNull(over.attributeValue("type"));
        assertFalse(json(decrypted(key, over)).has("media"));
    }
}
