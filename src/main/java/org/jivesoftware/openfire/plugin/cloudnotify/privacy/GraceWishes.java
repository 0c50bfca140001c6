package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows for how long a user's pushes wait while the user is at another device: as the user wishes, else as the setting says
 * (docs/behaviour.md §11, "Grace").
 *
 * <p>Thread rule: as {@link ContentPrivacy}: the first question about a user may ask the database. Bounded: 50,000 users.
 */
public final class GraceWishes {

    private static final Logger LOG = LoggerFactory.getLogger(GraceWishes.class);

    private final Settings settings;
    private final PrivacyPreferences wishes;
    private final BooleanSupplier mayWait;
    private final RememberedWishes<Optional<Integer>> remembered;

    /**
     * @param settings tell what the administrator wants for all
     * @param wishes where the users' wishes are kept
     * @param mayWait whether the calling thread may wait for the database
     */
    public GraceWishes(Settings settings, PrivacyPreferences wishes, BooleanSupplier mayWait) {
        this(settings, wishes, mayWait, Ticker.systemTicker());
    }

    GraceWishes(Settings settings, PrivacyPreferences wishes, BooleanSupplier mayWait, Ticker ticker) {
        this.settings = Objects.requireNonNull(settings);
        this.wishes = Objects.requireNonNull(wishes);
        this.mayWait = Objects.requireNonNull(mayWait);
        this.remembered = new RememberedWishes<>(ticker);
    }

    /**
     * @param username the user's local part
     * @return for how long that user's pushes wait; the setting where the wish cannot be found out
     */
    public Duration of(String username) {
        Optional<Integer> known = remembered.known(username);
        if (known == null && mayWait.getAsBoolean()) {
            try {
                known = Optional.ofNullable(wish(username));
            } catch (StoreException e) {
                LOG.warn("For how long pushes of user {} wait cannot be found out, so it is as for all: {}", username, e.getMessage());
            }
        }
        return Duration.ofSeconds(known != null && known.isPresent() ? known.get() : ofAll());
    }

    /** @return for how many seconds pushes wait of those who wish nothing else */
    public int ofAll() {
        return settings.get(Settings.GRACE);
    }

    /**
     * @param username the user's local part
     * @return whether {@link #of} knows the answer without asking the database
     */
    public boolean knows(String username) {
        return remembered.known(username) != null;
    }

    /**
     * @param username the user's local part
     * @return for how many seconds the user wants pushes to wait, or null where the user wishes nothing
     * @throws StoreException if that cannot be found out
     */
    public @Nullable Integer wish(String username) throws StoreException {
        return remembered.read(username, () -> Optional.ofNullable(wishes.grace(username))).orElse(null);
    }

    /**
     * Stores what a user wishes, with immediate effect here.
     *
     * @param username the user's local part
     * @param seconds as {@link Settings#GRACE} allows, or null for what the administrator wants for all
     * @throws StoreException if it was not stored; then nothing changed
     */
    public void wish(String username, @Nullable Integer seconds) throws StoreException {
        try {
            wishes.saveGrace(username, seconds);
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
