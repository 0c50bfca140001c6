package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.container.PluginManager;

/**
 * What the Cloud Notify plugin does for other plugins. How to reach it, and a complete example: see the package's description.
 *
 * <p>All methods may be called on any thread and return at once. Reviewers and listeners are called on threads of their own, one for
 * each, so that one that throws or hangs harms nobody:
 * <ul>
 * <li>One that throws is left out of that event; the first time for each kind of event it is logged with the exception.
 * <li>A reviewer that takes longer than {@link #TIME_LIMIT_MILLIS} is interrupted and left out of that event. It is not asked again
 * before that call has returned. At the third time within ten minutes it is left out for ten minutes.
 * <li>A listener that is slow is told later, and misses events when it is more than {@link #MAX_WAITING} of them behind.
 * </ul>
 * What a plugin has added is removed when its handle is closed, and, should the plugin forget that, when Openfire unloads it. When
 * Cloud Notify itself is unloaded, everything ends: methods then throw {@link IllegalStateException}. A plugin with a class loader of its
 * own finds the new instance by a {@link org.jivesoftware.openfire.container.PluginListener}.
 */
public interface CloudNotify {

    /** How long a reviewer may take, in milliseconds. */
    long TIME_LIMIT_MILLIS = 1_000;

    /** How many events may wait for one listener. */
    int MAX_WAITING = 1_000;

    /** How many reviewers and listeners there can be, of all plugins together. */
    int MAX_ADDED = 32;

    /** Ends what a method returned it for. */
    interface Handle extends AutoCloseable {

        /** Removes the reviewer or listener: it is not called any more, but for a call that is under way. May be called twice. */
        @Override
        void close();
    }

    /**
     * Finds the running Cloud Notify, in whichever class loader it is.
     *
     * @param plugins what Openfire gave to {@code initializePlugin}; not null
     * @return its API, or empty where Cloud Notify is not installed or not running; never null
     */
    static Optional<CloudNotify> find(PluginManager plugins) {
        return RunningPlugin.find(plugins.getPlugins());
    }

    /**
     * @param username the local part of a user's address; not null
     * @return the user's registrations, the disabled ones too; empty where there are none or no such user. Completed exceptionally where
     *     the database does not answer. Never null.
     * @throws IllegalArgumentException if it cannot be a user's name
     * @throws IllegalStateException if Cloud Notify has been unloaded, or is too busy
     */
    CompletionStage<List<PushRegistration>> registrations(String username);

    /**
     * Sends a push without content to all devices of a user, whether they are online or not. Limits on the number of pushes apply; what
     * becomes of it, a {@link PushListener} is told.
     *
     * @param username the local part of a user's address; not null; nothing happens where the user has no registrations
     * @throws IllegalArgumentException if it cannot be a user's name
     * @throws IllegalStateException if Cloud Notify has been unloaded
     */
    void ping(String username);

    /**
     * Sends a push without content to one device, as {@link #ping(String)} does to all.
     *
     * @param registration which; not null; nothing happens where it is no more
     * @throws IllegalStateException if Cloud Notify has been unloaded
     */
    void ping(PushRegistration registration);

    /**
     * Adds somebody who has a say before a registration is stored. Reviewers are asked in the order in which they were added; each sees
     * what those before it amended.
     *
     * @param reviewer who; not null
     * @return removes it; never null
     * @throws IllegalStateException if Cloud Notify has been unloaded, or there are {@link #MAX_ADDED} already
     */
    Handle addRegistrationReviewer(RegistrationReviewer reviewer);

    /**
     * Adds somebody who has a say before a push is published. Reviewers are asked in the order in which they were added.
     *
     * @param reviewer who; not null
     * @return removes it; never null
     * @throws IllegalStateException if Cloud Notify has been unloaded, or there are {@link #MAX_ADDED} already
     */
    Handle addPushReviewer(PushReviewer reviewer);

    /**
     * Adds somebody who is told of results.
     *
     * @param listener who; not null
     * @return removes it; never null
     * @throws IllegalStateException if Cloud Notify has been unloaded, or there are {@link #MAX_ADDED} already
     */
    Handle addListener(PushListener listener);
}
