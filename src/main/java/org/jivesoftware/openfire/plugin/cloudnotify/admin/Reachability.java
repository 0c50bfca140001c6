package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;

/** Finds out, step by step, whether this server can reach a push service. Thread-safe; waits for the network, at most half a minute. */
@FunctionalInterface
public interface Reachability {

    /** What is looked at, in this order. */
    enum Stage {
        /** Whether it is connected to this server as a component; then name, connection and encryption do not matter. */
        COMPONENT,
        /** Whether its name leads to an address. */
        NAME,
        /** Whether a connection can be made. */
        CONNECTION,
        /** Whether that can be encrypted, with a certificate that this Java trusts. */
        TLS,
        /** Whether it answers a question. */
        ANSWER,
        /** Whether it says that it is a push service. */
        IDENTITY
    }

    /**
     * What was found at one stage.
     *
     * @param stage which
     * @param good whether all is well there
     * @param detail an address or the like, or null
     */
    record Step(Stage stage, boolean good, @Nullable String detail) {

        /** Checks. */
        public Step {
            Objects.requireNonNull(stage);
        }
    }

    /**
     * @param service which
     * @return what was found, up to the first stage where nothing more can be found out
     */
    List<Step> check(PushService service);
}
