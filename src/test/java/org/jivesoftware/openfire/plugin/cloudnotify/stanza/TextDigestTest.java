package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDigestTest {

    /** Each length of a character, halves of pairs, and one more than there are. */
    private static final String CHARACTERS = "a\u0000\u007f\u0080\u07ff\u0800\uffff\ud800\udbff\udc00\udfff\ud83d\ude00";

    @Test
    void itIsTheSha256OfUtf8WhateverTheTextIs() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(i < 1_900 ? 700 : 5_000); left > 0; left--) {
                // Some texts are nothing but ASCII, some nothing but others.
                text.append(random.nextInt(4) < i % 5 ? 'x' : CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            assertEquals(expected(text.toString()), TextDigest.of(text), text::toString);
        }
    }

    @Test
    void noTextIsOneToo() throws Exception {
        assertEquals(expected(""), TextDigest.of(""));
    }

    private static Fingerprint expected(String text) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(bytes.getLong(), bytes.getLong());
    }
}
