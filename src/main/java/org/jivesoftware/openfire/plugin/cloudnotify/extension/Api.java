package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushListener;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReviewer;
import org.jivesoftware.openfire.plugin.cloudnotify.api.RegistrationReviewer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.xmpp.packet.JID;

/**
 * What other plugins can ask for (behaviour §6). Thread-safe; owns one thread that asks the database for them.
 */
public final class Api implements CloudNotify, AutoCloseable {

    private static final String UNLOADED = "Cloud Notify has been unloaded";

    private final Extensions extensions;
    private final Registrations registrations;
    private final Pinger pinger;
    private final ThreadPoolExecutor questions;

    /** Asks for a push without content. */
    @FunctionalInterface
    public interface Pinger {

        /**
         * @param username whose devices
         * @param audience which of them; asked on a worker thread
         */
        void ping(String username, Predicate<Registration> audience);
    }

    /**
     * @param extensions takes what other plugins add
     * @param registrations the registrations
     * @param pinger carries out pings
     */
    public Api(Extensions extensions, Registrations registrations, Pinger pinger) {
        this.extensions = Objects.requireNonNull(extensions);
        this.registrations = Objects.requireNonNull(registrations);
        this.pinger = Objects.requireNonNull(pinger);
        this.questions = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
            Thread thread = new Thread(work, "cloudnotify-api");
            thread.setDaemon(true);
            return thread;
        });
        // Now: a thread remembers on whose behalf it was started, which would keep an unloaded plugin in memory.
        questions.prestartAllCoreThreads();
    }

    @Override
    public CompletionStage<List<PushRegistration>> registrations(String username) {
        String user = user(username);
        CompletableFuture<List<PushRegistration>> answer = new CompletableFuture<>();
        try {
            questions.execute(() -> {
                try {
                    answer.complete(registrations.of(user).stream().map(KnownRegistration::of).toList());
                } catch (Throwable e) {
                    // Not the exception itself, whose class the one who asked cannot know.
                    answer.completeExceptionally(new IllegalStateException("The database does not answer: " + e.getMessage()));
                }
            });
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(questions.isShutdown() ? UNLOADED : "Cloud Notify is too busy", e);
        }
        return answer;
    }

    @Override
    public void ping(String username) {
        pinger.ping(user(username), registration -> true);
    }

    @Override
    public void ping(PushRegistration registration) {
        RegistrationKey key = KnownRegistration.key(registration);
        pinger.ping(user(key.username()), each -> each.key().equals(key));
    }

    private String user(String username) {
        if (questions.isShutdown()) {
            throw new IllegalStateException(UNLOADED);
        }
        String user;
        try {
            user = JID.nodeprep(Objects.requireNonNull(username, "username"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Not a user's name", e);
        }
        if (user == null || user.isEmpty()) {
            throw new IllegalArgumentException("Not a user's name: empty");
        }
        return user;
    }

    @Override
    public Handle addRegistrationReviewer(RegistrationReviewer reviewer) {
        return extensions.addRegistrationReviewer(reviewer);
    }

    @Override
    public Handle addPushReviewer(PushReviewer reviewer) {
        return extensions.addPushReviewer(reviewer);
    }

    @Override
    public Handle addListener(PushListener listener) {
        return extensions.addListener(listener);
    }

    @Override
    public void close() {
        questions.shutdownNow();
    }
}
