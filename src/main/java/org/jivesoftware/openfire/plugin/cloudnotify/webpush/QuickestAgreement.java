package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By what is quicker than the JDK where this server has it and it computes right, else by the JDK. Found out at the first use. */
final class QuickestAgreement implements Agreement {

    private static final Logger LOG = LoggerFactory.getLogger(QuickestAgreement.class);

    private final Supplier<Agreement> quick;
    private volatile @Nullable Agreement chosen;

    QuickestAgreement() {
        this(BouncyAgreement::new);
    }

    /** @param quick makes one, or fails */
    QuickestAgreement(Supplier<Agreement> quick) {
        this.quick = quick;
    }

    @Override
    public Agreed fresh(SecureRandom random, ECPublicKey other) throws GeneralSecurityException {
        Agreement present = chosen;
        if (present == null) {
            present = choose();
            chosen = present;
        }
        return present.fresh(random, other);
    }

    private Agreement choose() {
        try {
            Agreement found = quick.get();
            LOG.debug("Keys of web push are agreed on by Bouncy Castle");
            return found;
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("Keys of web push are agreed on by the JDK, since Bouncy Castle is missing or too old: {}", e.toString());
            return new JdkAgreement();
        }
    }
}
