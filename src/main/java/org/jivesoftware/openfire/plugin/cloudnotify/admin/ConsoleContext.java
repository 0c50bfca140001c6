package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages find the running plugin. Openfire creates the servlets itself, by their class names and before or after the plugin
 * started, so nothing can be handed to their constructors; this is the one place that makes up for it.
 */
public final class ConsoleContext {

    private static volatile @Nullable Console current;

    private ConsoleContext() {
    }

    /**
     * Opens the pages. To be called at the end of the plugin's start.
     *
     * @param console what they show
     */
    public static void open(Console console) {
        current = Objects.requireNonNull(console);
    }

    /** Closes the pages: they say that the plugin is not running. To be called at the beginning of the plugin's stop. */
    public static void close() {
        current = null;
    }

    /** @return what the pages show, or empty where the plugin is not running */
    static Optional<Console> current() {
        return Optional.ofNullable(current);
    }
}
