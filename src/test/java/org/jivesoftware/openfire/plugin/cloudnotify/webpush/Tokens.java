package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/** Reads a header Authorization as a push service does (RFC 8292), by another library than the plugin uses. */
public final class Tokens {

    private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256r1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());

    private Tokens() {
    }

    /** The claims; fails where the token is not signed by that key. */
    public static JsonObject verified(String authorization, String publicKey) {
        String beginning = "vapid t=";
        int end = authorization.indexOf(", k=");
        if (!authorization.startsWith(beginning) || end < 0 || !authorization.substring(end + 4).equals(publicKey)) {
            throw new AssertionError("not a header of RFC 8292, or of another key: " + authorization);
        }
        String[] parts = authorization.substring(beginning.length(), end).split("\\.", -1);
        JsonObject header = json(parts[0]);
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(Base64.getUrlDecoder().decode(publicKey)), DOMAIN));
        if (!header.get("alg").getAsString().equals("ES256") || !header.get("typ").getAsString().equals("JWT") || signature.length != 64
            || !signer.verifySignature(hash(parts[0] + "." + parts[1]), new BigInteger(1, Arrays.copyOf(signature, 32)),
                new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)))) {
            throw new AssertionError("not signed: " + authorization);
        }
        return json(parts[1]);
    }

    private static JsonObject json(String part) {
        return JsonParser.parseString(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
