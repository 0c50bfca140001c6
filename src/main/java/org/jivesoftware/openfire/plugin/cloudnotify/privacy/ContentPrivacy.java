package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which users want neither sender nor body in their pushes. A user can only ask for less than the administrator allows.
 *
 * <p>Thread rule: for worker threads, since the first question about a user may ask the database. As long as the settings show neither
 * sender nor body to anybody, which is the default, nothing is asked. Bounded: 50,000 users, some 5 MB when full.
 */
public final class ContentPrivacy implements Predicate<String> {

    private static final Logger LOG = LoggerFactory.getLogger(ContentPrivacy.class);

    private final Settings settings;
    private final PrivacyPreferences wishes;
    private final BooleanSupplier mayWait;
    private final RememberedWishes<Boolean> remembered;

    /**
     * @param settings tell what the administrator shows
     * @param wishes where the users' wishes are kept
     * @param mayWait whether the calling thread may wait for the database
     */
    public ContentPrivacy(Settings settings, PrivacyPreferences wishes, BooleanSupplier mayWait) {
        this(settings, wishes, mayWait, Ticker.systemTicker());
    }

    ContentPrivacy(Settings settings, PrivacyPreferences wishes, BooleanSupplier mayWait, Ticker ticker) {
        this.settings = Objects.requireNonNull(settings);
        this.wishes = Objects.requireNonNull(wishes);
        this.mayWait = Objects.requireNonNull(mayWait);
        this.remembered = new RememberedWishes<>(ticker);
    }

    /**
     * @param username the user's local part
     * @return whether pushes must carry neither sender nor body; true also where that cannot be found out, since what was sent cannot be
     *     taken back
     */
    @Override
    public boolean test(String username) {
        return !shows() || hides(username);
    }

    /**
     * @param username the user's local part
     * @return the same, whatever the administrator shows: for what only the user's own app can read
     */
    public boolean hides(String username) {
        Boolean known = remembered.known(username);
        if (known != null) {
            return known;
        }
        if (!mayWait.getAsBoolean()) {
            // It was known a moment ago.
            return true;
        }
        try {
            return wish(username);
        } catch (StoreException e) {
            LOG.warn("Whether user {} hides senders and texts cannot be found out, so this push shows neither: {}", username,
                e.getMessage());
            return true;
        }
    }

    /**
     * @param username the user's local part
     * @return whether {@link #test} knows the answer without asking the database
     */
    public boolean knows(String username) {
        return !shows() || knowsWish(username);
    }

    /**
     * @param username the user's local part
     * @return whether {@link #hides} knows the answer without asking the database
     */
    public boolean knowsWish(String username) {
        return remembered.known(username) != null;
    }

    private boolean shows() {
        return settings.get(Settings.WITH_BODY) || settings.get(Settings.WITH_SENDER);
    }

    /**
     * @param username the user's local part
     * @return what the user wished
     * @throws StoreException if that cannot be found out
     */
    public boolean wish(String username) throws StoreException {
        return remembered.read(username, () -> wishes.discreet(username));
    }

    /**
     * Stores what a user wishes, with immediate effect here.
     *
     * @param username the user's local part
     * @param discreet whether pushes must carry neither sender nor body
     * @throws StoreException if it was not stored; then nothing changed
     */
    public void wish(String username, boolean discreet) throws StoreException {
        try {
            wishes.save(username, discreet);
        } finally {
            remembered.forget(username);
        }
    }

    /**
     * Asks anew the next time, because the wish may have changed elsewhere.
     *
     * @param username the user's local part
     */
    public void forget(String username) {
        remembered.forget(username);
    }
}
