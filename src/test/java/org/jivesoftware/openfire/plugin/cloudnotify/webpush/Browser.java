package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.BigIntegers;

/** The other side of web push, by another library than the plugin uses: a browser with its keys, which decrypts. */
public final class Browser {

    private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final BigInteger secret;
    private final byte[] point;
    private final byte[] auth;

    private Browser(BigInteger secret, byte[] auth) {
        this.secret = secret;
        this.point = DOMAIN.getG().multiply(secret).normalize().getEncoded(false);
        this.auth = auth;
    }

    /** One with fresh keys. */
    public static Browser fresh() {
        SecureRandom random = new SecureRandom();
        byte[] auth = new byte[16];
        random.nextBytes(auth);
        return new Browser(new BigInteger(250, random).add(BigInteger.ONE), auth);
    }

    /** One with given keys, in base64url. */
    static Browser of(String secret, String auth) {
        return new Browser(new BigInteger(1, Base64.getUrlDecoder().decode(secret)), Base64.getUrlDecoder().decode(auth));
    }

    public String p256dh() {
        return BASE64.encodeToString(point);
    }

    public String auth() {
        return BASE64.encodeToString(auth);
    }

    Subscription at(String endpoint) {
        return Subscription.of(endpoint, p256dh(), auth());
    }

    /** What a body says; fails where it is not as RFC 8188 and RFC 8291 want it. */
    public String read(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = new byte[16];
        in.get(salt);
        int size = in.getInt();
        byte[] sender = new byte[in.get() & 0xff];
        in.get(sender);
        byte[] record = new byte[in.remaining()];
        in.get(record);
        if (size != 4_096 || body.length > size || sender.length != 65) {
            throw new AssertionError("not one record: " + size + ", " + body.length + ", " + sender.length);
        }
        ECDHBasicAgreement agreement = new ECDHBasicAgreement();
        agreement.init(new ECPrivateKeyParameters(secret, DOMAIN));
        byte[] shared = BigIntegers.asUnsignedByteArray(32,
            agreement.calculateAgreement(new ECPublicKeyParameters(CURVE.getCurve().decodePoint(sender), DOMAIN)));
        byte[] info = ByteBuffer.allocate(14 + 65
            + 65).put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII)).put(point).put(sender).array();
        byte[] keying = hkdf(auth, shared, info, 32);
        byte[] key = hkdf(salt, keying, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
        byte[] nonce = hkdf(salt, keying, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
        GCMBlockCipher cipher = new GCMBlockCipher(new AESEngine());
        cipher.init(false, new AEADParameters(new KeyParameter(key), 128, nonce));
        byte[] plain = new byte[cipher.getOutputSize(record.length)];
        try {
            int length = cipher.processBytes(record, 0, record.length, plain, 0);
            length += cipher.doFinal(plain, length);
            while (length > 0 && plain[length - 1] == 0) {
                length--;
            }
            if (length == 0 || plain[length - 1] != 2) {
                throw new AssertionError("not the last record");
            }
            return new String(Arrays.copyOf(plain, length - 1), StandardCharsets.UTF_8);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError("not for this browser", e);
        }
    }

    private static byte[] hkdf(byte[] salt, byte[] keying, byte[] info, int length) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(keying, salt, info));
        byte[] out = new byte[length];
        generator.generateBytes(out, 0, length);
        return out;
    }
}
