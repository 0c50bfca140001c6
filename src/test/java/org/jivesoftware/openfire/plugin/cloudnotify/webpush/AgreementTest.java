package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two libraries agree on the same, and where the quicker one is missing, or wrong, the other is there. */
class AgreementTest {

    private static final BigInteger ORDER = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final SecureRandom random = new SecureRandom();

    @Test
    void both_come_to_the_same_with_thousands_of_keys() throws Exception {
        BouncyAgreement bouncy = new BouncyAgreement();
        KeyPair other = P256.generate(random);
        byte[] point = P256.bytes((ECPublicKey) other.getPublic());
        int leadingZeros = 0;
        for (int i = 0; i < 4_000; i++) {
            KeyPair own = P256.generate(random);
            Agreement.Agreed expected = JdkAgreement.by(own, (ECPublicKey) other.getPublic());
            Agreement.Agreed agreed = bouncy.by(((ECPrivateKey) own.getPrivate()).getS(), point);
            assertArrayEquals(expected.publicKey(), agreed.publicKey());
            assertArrayEquals(expected.secret(), agreed.secret());
            leadingZeros += agreed.secret()[0] == 0 ? 1 : 0;
        }
        assertTrue(leadingZeros > 0, "one in 256 begins with a zero, which counts");
    }

    @Test
    void what_is_made_afresh_is_what_the_other_side_comes_to() throws Exception {
        for (Agreement each : List.of(new BouncyAgreement(), new JdkAgreement(), new QuickestAgreement())) {
            KeyPair other = P256.generate(random);
            Agreement.Agreed one = each.fresh(random, (ECPublicKey) other.getPublic());
            Agreement.Agreed two = each.fresh(random, (ECPublicKey) other.getPublic());
            assertNotEquals(List.of(Arrays.hashCode(one.secret())), List.of(Arrays.hashCode(two.secret())), "a key once");
            assertArrayEquals(JdkAgreement.by(new KeyPair(other.getPublic(), other.getPrivate()), P256.publicKey(one.publicKey())).secret(),
                one.secret());
        }
    }

    /** The least and the largest key are keys; none, and the order, are not: they are drawn again, and no other takes their place. */
    @Test
    void a_key_is_from_one_to_the_order_less_one() throws Exception {
        BouncyAgreement bouncy = new BouncyAgreement();
        ECPublicKey other = (ECPublicKey) P256.generate(random).getPublic();
        BigInteger largest = ORDER.subtract(BigInteger.ONE);
        Drawn drawn = new Drawn(BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE), BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE),
            BigInteger.ONE);
        assertArrayEquals(bouncy.by(BigInteger.ONE, P256.bytes(other)).publicKey(), bouncy.fresh(drawn, other).publicKey());
        assertEquals(5, drawn.used);
        assertArrayEquals(bouncy.by(largest, P256.bytes(other)).publicKey(), bouncy.fresh(new Drawn(largest), other).publicKey());
        assertArrayEquals(Arrays.copyOfRange(P256.bytes(other), 1, 33), bouncy.by(BigInteger.ONE, P256.bytes(other)).secret());
    }

    @Test
    void what_is_no_point_of_the_curve_is_refused() throws Exception {
        BouncyAgreement bouncy = new BouncyAgreement();
        byte[] point = P256.bytes((ECPublicKey) P256.generate(random).getPublic());
        Random places = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] other = point.clone();
            other[1 + places.nextInt(64)] ^= (byte) (1 << places.nextInt(8));
            assertThrows(IllegalArgumentException.class, () -> bouncy.by(BigInteger.TEN, other));
            assertThrows(IllegalArgumentException.class, () -> P256.publicKey(other));
        }
        byte[] zero = new byte[65];
        zero[0] = 4;
        for (byte[] none : List.of(new byte[0], new byte[1], new byte[65], zero, Arrays.copyOf(point, 64), Arrays.copyOf(point, 66))) {
            assertThrows(IllegalArgumentException.class, () -> bouncy.by(BigInteger.TEN, none));
        }
    }

    @Test
    void where_the_quicker_one_is_missing_or_wrong_the_jdk_is_there() throws Exception {
        KeyPair other = P256.generate(random);
        int[] asked = new int[1];
        for (Throwable problem : List.of(new NoClassDefFoundError("org/bouncycastle"), new NoSuchMethodError("x"),
            new ExceptionInInitializerError("x"), new IllegalStateException("squares are wrong"))) {
            asked[0] = 0;
            QuickestAgreement agreement = new QuickestAgreement(() -> {
                asked[0]++;
                if (problem instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) problem;
            });
            for (int i = 0; i < 3; i++) {
                Agreement.Agreed agreed = agreement.fresh(random, (ECPublicKey) other.getPublic());
                assertArrayEquals(JdkAgreement.by(other, P256.publicKey(agreed.publicKey())).secret(), agreed.secret());
            }
            assertEquals(1, asked[0], "asked once");
        }
    }

    @Test
    void no_provider_is_registered() throws Exception {
        List<String> before = Arrays.stream(Security.getProviders()).map(Object::toString).toList();
        new QuickestAgreement().fresh(random, (ECPublicKey) P256.generate(random).getPublic());
        assertEquals(before, Arrays.stream(Security.getProviders()).map(Object::toString).toList());
    }

    /** Gives what it is told to. */
    private static final class Drawn extends SecureRandom {

        private static final long serialVersionUID = 1;
        private final transient BigInteger[] numbers;
        private int used;

        Drawn(BigInteger... numbers) {
            this.numbers = numbers;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            byte[] digits = numbers[used++].toByteArray();
            int length = Math.min(digits.length, bytes.length);
            Arrays.fill(bytes, (byte) 0);
            System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        }
    }
}
