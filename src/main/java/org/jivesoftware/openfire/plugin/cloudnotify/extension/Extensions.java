package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify.Handle;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushListener;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReviewer;
import org.jivesoftware.openfire.plugin.cloudnotify.api.RegistrationReviewer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other plugins have added (behaviour §6), each behind a {@link GuardedListener}. Thread-safe. Where nothing was added, asking
 * costs the look at an empty list.
 */
public final class Extensions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Extensions.class);

    private final Duration limit;
    private final PluginNames names;
    private final List<GuardedListener<RegistrationReviewer>> registrationReviewers = new CopyOnWriteArrayList<>();
    private final List<GuardedListener<PushReviewer>> pushReviewers = new CopyOnWriteArrayList<>();
    private final List<GuardedListener<PushListener>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Knows what plugins are called. */
    @FunctionalInterface
    public interface PluginNames {

        /**
         * @param loader the class loader of a plugin
         * @return the plugin's name, or null where that is not known
         */
        @Nullable String of(ClassLoader loader);
    }

    /**
     * Nobody has added anything yet.
     *
     * @param names knows what plugins are called
     */
    public Extensions(PluginNames names) {
        this(Duration.ofMillis(CloudNotify.TIME_LIMIT_MILLIS), names);
    }

    Extensions() {
        this(loader -> null);
    }

    Extensions(Duration limit) {
        this(limit, loader -> null);
    }

    private Extensions(Duration limit, PluginNames names) {
        this.limit = Objects.requireNonNull(limit);
        this.names = Objects.requireNonNull(names);
    }

    Handle addRegistrationReviewer(RegistrationReviewer reviewer) {
        return add(registrationReviewers, reviewer);
    }

    Handle addPushReviewer(PushReviewer reviewer) {
        return add(pushReviewers, reviewer);
    }

    Handle addListener(PushListener listener) {
        return add(listeners, listener);
    }

    private synchronized <L> Handle add(List<GuardedListener<L>> kind, L listener) {
        Objects.requireNonNull(listener);
        if (closed) {
            throw new IllegalStateException("Cloud Notify has been unloaded");
        }
        if (registrationReviewers.size() + pushReviewers.size() + listeners.size() >= CloudNotify.MAX_ADDED) {
            throw new IllegalStateException("There are " + CloudNotify.MAX_ADDED + " reviewers and listeners already");
        }
        GuardedListener<L> guard = new GuardedListener<>(listener, owner(listener), limit, CloudNotify.MAX_WAITING, System::nanoTime);
        kind.add(guard);
        return () -> remove(kind, guard);
    }

    private static <L> void remove(List<GuardedListener<L>> kind, GuardedListener<L> guard) {
        kind.remove(guard);
        guard.close();
    }

    /** Where a plugin has its own copy of the API, its objects come wrapped, but the wrapping is by the plugin's own copy. */
    private static ClassLoader owner(Object listener) {
        Class<?> type = Proxy.isProxyClass(listener.getClass()) ? Proxy.getInvocationHandler(listener).getClass() : listener.getClass();
        return type.getClassLoader();
    }

    /**
     * Removes what a plugin left behind.
     *
     * @param loader the class loader of a plugin that was unloaded
     */
    public void forget(ClassLoader loader) {
        forget(registrationReviewers, loader);
        forget(pushReviewers, loader);
        forget(listeners, loader);
    }

    private static <L> void forget(List<GuardedListener<L>> kind, ClassLoader loader) {
        for (GuardedListener<L> guard : kind) {
            if (guard.belongsTo(loader)) {
                LOG.info("A plugin was unloaded without closing what it had added to Cloud Notify; that is removed now");
                remove(kind, guard);
            }
        }
    }

    /** @return those to ask before a registration is stored, in order */
    List<GuardedListener<RegistrationReviewer>> registrationReviewers() {
        return registrationReviewers;
    }

    /** @return those to ask before a push is published, in order */
    List<GuardedListener<PushReviewer>> pushReviewers() {
        return pushReviewers;
    }

    /** @return the name of the plugin that somebody belongs to, or null where that is not known */
    @Nullable String plugin(GuardedListener<?> guard) {
        return names.of(guard.owner());
    }

    /** @return those to tell of results, in order */
    List<GuardedListener<PushListener>> listeners() {
        return listeners;
    }

    @Override
    public synchronized void close() {
        closed = true;
        close(registrationReviewers);
        close(pushReviewers);
        close(listeners);
    }

    private static <L> void close(List<GuardedListener<L>> kind) {
        kind.forEach(GuardedListener::close);
        kind.clear();
    }
}
