package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;

/** Keys on the curve P-256, as web push writes them: a public key as 65 bytes, a private one as 32. Stateless. */
final class P256 {

    /** The length of a public key: uncompressed, with its leading 4. */
    static final int PUBLIC_BYTES = 65;
    private static final int FIELD_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final String CURVE = "secp256r1";
    private static final ECParameterSpec PARAMETERS = parameters();
    private static final BigInteger PRIME = ((ECFieldFp) PARAMETERS.getCurve().getField()).getP();

    private P256() {
    }

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has P-256", e);
        }
    }

    /** @return a fresh pair of keys */
    static KeyPair generate(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        return generator.generateKeyPair();
    }

    /**
     * @param bytes an uncompressed point
     * @return the key
     * @throws IllegalArgumentException if it is no point of the curve: an attacker would learn of our key from what we do with it
     */
    static ECPublicKey publicKey(byte[] bytes) {
        if (bytes.length != PUBLIC_BYTES || bytes[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("no uncompressed point of P-256");
        }
        BigInteger x = new BigInteger(1, bytes, 1, FIELD_BYTES);
        BigInteger y = new BigInteger(1, bytes, 1 + FIELD_BYTES, FIELD_BYTES);
        BigInteger right = x.multiply(x).mod(PRIME).add(PARAMETERS.getCurve().getA()).multiply(x)
            .add(PARAMETERS.getCurve().getB()).mod(PRIME);
        if (x.compareTo(PRIME) >= 0 || y.compareTo(PRIME) >= 0 || !y.multiply(y).mod(PRIME).equals(right)) {
            throw new IllegalArgumentException("not on the curve P-256");
        }
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no key of P-256");
        }
    }

    /** @return the 65 bytes of a public key */
    static byte[] bytes(ECPublicKey key) {
        byte[] bytes = new byte[PUBLIC_BYTES];
        bytes[0] = UNCOMPRESSED;
        fill(key.getW().getAffineX(), bytes, 1);
        fill(key.getW().getAffineY(), bytes, 1 + FIELD_BYTES);
        return bytes;
    }

    /** @return the 32 bytes of a private key */
    static byte[] bytes(ECPrivateKey key) {
        byte[] bytes = new byte[FIELD_BYTES];
        fill(key.getS(), bytes, 0);
        return bytes;
    }

    /**
     * @param bytes 32 bytes
     * @return the key
     * @throws IllegalArgumentException if they are none
     */
    static ECPrivateKey privateKey(byte[] bytes) {
        BigInteger number = new BigInteger(1, bytes);
        if (bytes.length != FIELD_BYTES || number.signum() == 0 || number.compareTo(PARAMETERS.getOrder()) >= 0) {
            throw new IllegalArgumentException("no private key of P-256");
        }
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number, PARAMETERS));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no private key of P-256");
        }
    }

    /**
     * @param key a private key
     * @return the public one that belongs to it
     */
    static ECPublicKey publicKey(ECPrivateKey key) {
        BigInteger[] sum = null;
        BigInteger[] power = {PARAMETERS.getGenerator().getAffineX(), PARAMETERS.getGenerator().getAffineY()};
        for (int bit = 0; bit < key.getS().bitLength(); bit++) {
            if (key.getS().testBit(bit)) {
                sum = sum == null ? power : sum(sum, power);
            }
            power = sum(power, power);
        }
        if (sum == null) {
            throw new IllegalArgumentException("no private key of P-256");
        }
        byte[] bytes = new byte[PUBLIC_BYTES];
        bytes[0] = UNCOMPRESSED;
        fill(sum[0], bytes, 1);
        fill(sum[1], bytes, 1 + FIELD_BYTES);
        return publicKey(bytes);
    }

    /** Of two points that are the same, or have different x: others do not come up while a key is multiplied bit by bit. */
    private static BigInteger[] sum(BigInteger[] one, BigInteger[] other) {
        BigInteger slope = one[0].equals(other[0])
            ? one[0].multiply(one[0]).multiply(BigInteger.valueOf(3)).add(PARAMETERS.getCurve().getA())
                .multiply(one[1].shiftLeft(1).modInverse(PRIME)).mod(PRIME)
            : other[1].subtract(one[1]).multiply(other[0].subtract(one[0]).mod(PRIME).modInverse(PRIME)).mod(PRIME);
        BigInteger x = slope.multiply(slope).subtract(one[0]).subtract(other[0]).mod(PRIME);
        return new BigInteger[] {x, slope.multiply(one[0].subtract(x)).subtract(one[1]).mod(PRIME)};
    }

    /**
     * @param key a private key of any curve
     * @return the same, as this class makes them
     * @throws IllegalArgumentException if it is one of another curve
     */
    static ECPrivateKey same(ECPrivateKey key) {
        if (!key.getParams().getOrder().equals(PARAMETERS.getOrder()) || key.getS().bitLength() > FIELD_BYTES * Byte.SIZE) {
            throw new IllegalArgumentException("no private key of P-256");
        }
        return privateKey(bytes(key));
    }

    private static void fill(BigInteger number, byte[] bytes, int at) {
        byte[] digits = number.toByteArray();
        int skipped = Math.max(0, digits.length - FIELD_BYTES);
        System.arraycopy(digits, skipped, bytes, at + FIELD_BYTES - (digits.length - skipped), digits.length - skipped);
    }
}
