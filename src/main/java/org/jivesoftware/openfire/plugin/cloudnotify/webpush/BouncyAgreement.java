package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * By the Bouncy Castle that Openfire brings, whose arithmetic on P-256 takes a sixth of the time of JDK 17's. It is used as a library: no
 * provider is registered. How long it takes may tell something of a key; but each key is used once, so there is nothing to compare it with.
 */
final class BouncyAgreement implements Agreement {

    /**
     * Bouncy Castle 1.51 to 1.55 computes some squares wrong, as CVE-2016-1000340 says: these numbers', for example. Openfire 4.2 brings
     * 1.53.
     */
    private static final List<String> SQUARED_WRONG = List.of("ffff00000000ffff00000000dfa30e52ffffffffffff0000ffffffffffffffff",
        "fffffffe00010000ffffffffffffffffffff0000fffffffffffffffffffffffe",
        "fffffffe7fffffff80000000ffffffffffff0000ffffffffffff00000000ffff");
    /** RFC 8291, Appendix A. */
    private static final String OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String OWN_PUBLIC = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String OTHER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String SECRET = "kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs";

    private final ECCurve curve;
    private final ECPoint generator;
    private final BigInteger order;
    /** Knows multiples of the generator, which makes it quick. */
    private final ECMultiplier comb = new FixedPointCombMultiplier();

    /**
     * @throws LinkageError if this server has none
     * @throws IllegalStateException if it does not compute as it should
     */
    BouncyAgreement() {
        X9ECParameters parameters = CustomNamedCurves.getByName("P-256");
        if (parameters == null) {
            throw new IllegalStateException("no P-256");
        }
        curve = parameters.getCurve();
        generator = parameters.getG();
        order = parameters.getN();
        check();
    }

    private void check() {
        BigInteger prime = curve.getField().getCharacteristic();
        for (String each : SQUARED_WRONG) {
            BigInteger number = new BigInteger(each, 16);
            if (!curve.fromBigInteger(number).square().toBigInteger().equals(number.multiply(number).mod(prime))) {
                throw new IllegalStateException("squares are wrong");
            }
        }
        Agreed agreed = by(new BigInteger(1, decoded(OWN)), decoded(OTHER));
        if (!Arrays.equals(agreed.publicKey(), decoded(OWN_PUBLIC)) || !Arrays.equals(agreed.secret(), decoded(SECRET))) {
            throw new IllegalStateException("the example of the standard comes out otherwise");
        }
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    @Override
    public Agreed fresh(SecureRandom random, ECPublicKey other) {
        return by(scalar(random), P256.bytes(other));
    }

    /** Each from 1 to the order less 1 is as likely. */
    private BigInteger scalar(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        BigInteger scalar;
        do {
            random.nextBytes(bytes);
            scalar = new BigInteger(1, bytes);
        } while (scalar.signum() == 0 || scalar.compareTo(order) >= 0);
        return scalar;
    }

    /**
     * The same with a key that is not made here.
     *
     * @param own from 1 to the order less 1
     * @param other a point
     * @return what both know
     * @throws IllegalArgumentException if it is no point of the curve, or the one at infinity
     */
    Agreed by(BigInteger own, byte[] other) {
        ECPoint point = other.length == P256.PUBLIC_BYTES ? curve.decodePoint(other) : curve.getInfinity();
        if (point.isInfinity()) {
            throw new IllegalArgumentException("no point of P-256");
        }
        ECPoint shared = point.multiply(own).normalize();
        return new Agreed(comb.multiply(generator, own).normalize().getEncoded(false), shared.getAffineXCoord().getEncoded());
    }
}
