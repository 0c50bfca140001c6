package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;

/**
 * Encrypts what a push says by the app's own key: AES-128-GCM, a fresh random IV for each push, no additional data (behaviour §10).
 * Thread-safe.
 */
public final class Sealing {

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final QName ENCRYPTED = QName.get("encrypted", Encryption.NAMESPACE);

    private final SecureRandom random;

    /**
     * @param random where IVs come from. 96 random bits each: what was used before a restart need not be known.
     */
    public Sealing(SecureRandom random) {
        this.random = Objects.requireNonNull(random);
    }

    /**
     * @param key the app's
     * @param letter what to say
     * @return the element that holds it
     */
    public Element seal(Encryption.Key key, Letter letter) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] text = Json.write(letter, key.maxSize()).getBytes(StandardCharsets.UTF_8);
        Base64.Encoder base64 = Base64.getEncoder();
        Element encrypted = DocumentHelper.createElement(ENCRYPTED).addAttribute("iv", base64.encodeToString(iv));
        if (letter.rings()) {
            encrypted.addAttribute("type", "voip");
        }
        encrypted.setText(base64.encodeToString(encrypted(key, iv, text)));
        return encrypted;
    }

    private static byte[] encrypted(Encryption.Key key, byte[] iv, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            // Every JDK has it. Nothing of what a provider says is passed on.
            throw new IllegalStateException("AES-128-GCM does not work: " + e.getClass().getSimpleName());
        }
    }
}
