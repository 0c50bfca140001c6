package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import javax.crypto.KeyAgreement;

/** By the JDK, which every server has. Stateless. */
final class JdkAgreement implements Agreement {

    @Override
    public Agreed fresh(SecureRandom random, ECPublicKey other) throws GeneralSecurityException {
        return by(P256.generate(random), other);
    }

    /** The same with a key that is not made here. */
    static Agreed by(KeyPair own, ECPublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        agreement.doPhase(other, true);
        return new Agreed(P256.bytes((ECPublicKey) own.getPublic()), agreement.generateSecret());
    }
}
