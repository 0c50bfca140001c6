package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.OtherPluginImport.Result;
import org.jspecify.annotations.Nullable;

/** Taking over the registrations of the other push plugin, as who asked for it sees it. Thread-safe. */
public interface Takeover {

    /** How far it is. */
    enum Stage {
        /** Nobody asked for it since the plugin was started. */
        NOT_YET,
        /** It goes on. */
        RUNNING,
        /** It came to its end. */
        DONE,
        /** Somebody stopped it. */
        STOPPED,
        /** The database failed. */
        FAILED
    }

    /**
     * How far it is, on this cluster node.
     *
     * @param stage how far
     * @param users of how many users there is something
     * @param done how many of them are done
     * @param result what came of it so far
     */
    record Progress(Stage stage, int users, int done, Result result) {

        /** Checks. */
        public Progress {
            Objects.requireNonNull(stage);
            Objects.requireNonNull(result);
        }
    }

    /**
     * What there is.
     *
     * @param users how many users have registrations there
     * @param services how many registrations there are for each service, by its address
     */
    record Outlook(long users, Map<String, Long> services) {

        /** Copies. */
        public Outlook {
            services = Map.copyOf(services);
        }

        /** @return how many registrations there are */
        public long registrations() {
            return services.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @return what there is, or null where the other plugin has no table in this database; never waits for what is being taken over
     * @throws StoreException if the database fails
     */
    @Nullable Outlook outlook() throws StoreException;

    /** @return how far it is */
    Progress progress();

    /** Begins, unless it goes on already. What is here stays as it is, so it can be done again. */
    void begin();

    /** Ends it after the user whose turn it is, on every cluster node. */
    void stop();
}
