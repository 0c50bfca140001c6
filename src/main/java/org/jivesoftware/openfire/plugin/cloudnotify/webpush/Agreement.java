package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;

/** Agrees on a secret with the owner of a key on P-256, by a key of one's own that is made for that and used once. Thread-safe. */
interface Agreement {

    /** How long a secret is: that of a coordinate, leading zeros included. */
    int SECRET_BYTES = 32;

    /** What came of it. Immutable, but for those who keep its arrays; shows nothing. */
    final class Agreed {

        private final byte[] publicKey;
        private final byte[] secret;

        /**
         * @param publicKey one's own half, {@link P256#PUBLIC_BYTES}
         * @param secret what both know, {@link #SECRET_BYTES}
         */
        Agreed(byte[] publicKey, byte[] secret) {
            if (publicKey.length != P256.PUBLIC_BYTES || secret.length != SECRET_BYTES) {
                throw new IllegalArgumentException("no agreement on P-256");
            }
            this.publicKey = publicKey;
            this.secret = secret;
        }

        /** @return one's own half */
        byte[] publicKey() {
            return publicKey;
        }

        /** @return what both know */
        byte[] secret() {
            return secret;
        }

        /** Shows nothing. */
        @Override
        public String toString() {
            return "Agreed";
        }
    }

    /**
     * @param random where one's own key comes from
     * @param other the other's key, a point of the curve
     * @return what both know now
     * @throws GeneralSecurityException if it does not work
     */
    Agreed fresh(SecureRandom random, ECPublicKey other) throws GeneralSecurityException;
}
