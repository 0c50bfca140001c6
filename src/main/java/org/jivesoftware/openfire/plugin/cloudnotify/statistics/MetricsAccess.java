package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may read the figures for Prometheus: whoever knows the token, as long as the administrator has switched it on and set a token of
 * at least {@value Settings#SHORTEST_TOKEN} characters. A scraper cannot log in to the console, so the page is exempted from the login; it
 * answers
 * that there is nothing to whoever asks while it is off. Thread-safe.
 */
public final class MetricsAccess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsAccess.class);
    private static final String BEARER = "Bearer ";

    private final Settings settings;
    private final Consumer<Boolean> exemption;
    private final AutoCloseable subscription;
    private boolean warned;

    /**
     * @param settings the switch and the token
     * @param properties tells of changes
     * @param exemption exempts the page from the login, or ends that
     */
    public MetricsAccess(Settings settings, PropertySource properties, Consumer<Boolean> exemption) {
        this.settings = Objects.requireNonNull(settings);
        this.exemption = Objects.requireNonNull(exemption);
        this.subscription = properties.onChange(name -> {
            if (name.equals(Settings.METRICS.property()) || name.equals(Settings.METRICS_TOKEN.property())) {
                update();
            }
        });
        Whole.begin(() -> {
            exemption.accept(true);
            update();
        }, this);
    }

    private synchronized void update() {
        if (settings.get(Settings.METRICS) && !open() && !warned) {
            warned = true;
            LOG.warn("{} is on, but {} is shorter than {} characters, so the figures cannot be read", new Object[] {
                Settings.METRICS.property(), Settings.METRICS_TOKEN.property(), Settings.SHORTEST_TOKEN});
        }
    }

    /** @return whether anybody may read them */
    boolean open() {
        return settings.get(Settings.METRICS) && settings.get(Settings.METRICS_TOKEN).length() >= Settings.SHORTEST_TOKEN;
    }

    /**
     * @param authorization the request's header of that name, or null
     * @return whether it holds the token; takes as long for every wrong one
     */
    boolean granted(@Nullable String authorization) {
        return open() && authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            && MessageDigest.isEqual(hash(authorization.substring(BEARER.length()).strip()), hash(settings.get(Settings.METRICS_TOKEN)));
    }

    /** So that the comparison does not tell the length either. */
    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws Exception {
        subscription.close();
        exemption.accept(false);
    }
}
