package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ErrorOfRelay;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushedElsewhere;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/** What one cluster node tells the others. Immutable; equal ones are told once. */
sealed interface ClusterMessage {

    /**
     * Who writes: the first message of each mail. Version 1.0 did not say.
     *
     * @param node the name of the node
     * @param member what runs there
     */
    record From(String node, Member member) implements ClusterMessage {

        public From {
            Objects.requireNonNull(node);
            Objects.requireNonNull(member);
        }
    }

    /** The plugin ends there. */
    record Goodbye() implements ClusterMessage {
    }

    /** @param username whose registrations changed in any way */
    record Changed(String username) implements ClusterMessage {

        public Changed {
            Objects.requireNonNull(username);
        }
    }

    /** So much changed that it cannot be listed. */
    record EverythingChanged() implements ClusterMessage {
    }

    /** @param key a registration that is no more */
    record Removed(RegistrationKey key) implements ClusterMessage {

        public Removed {
            Objects.requireNonNull(key);
        }
    }

    /** @param key whose device is in use */
    record Online(RegistrationKey key) implements ClusterMessage {

        public Online {
            Objects.requireNonNull(key);
        }
    }

    /** @param key to which something important went out */
    record Pushed(RegistrationKey key) implements ClusterMessage {

        public Pushed {
            Objects.requireNonNull(key);
        }
    }

    /** @param push a stanza that was pushed */
    record Seen(PushedElsewhere push) implements ClusterMessage {

        public Seen {
            Objects.requireNonNull(push);
        }
    }

    /**
     * A device was told of more stanzas.
     *
     * @param key which
     * @param more how many important ones came to those that it knew of; not negative
     * @param total how many that makes in this absence, as far as the node knows; not negative
     * @param serial tells equal ones apart
     */
    record Counted(RegistrationKey key, int more, int total, long serial) implements ClusterMessage {

        public Counted {
            Objects.requireNonNull(key);
            if (more < 0 || total < 0) {
                throw new IllegalArgumentException("Counts are not negative");
            }
        }
    }

    /** @param service a push service to which nothing is published there for a while */
    record ServiceFails(PushService service) implements ClusterMessage {

        public ServiceFails {
            Objects.requireNonNull(service);
        }
    }

    /** @param service one that accepted a push there, or connected, and was thought not to work */
    record ServiceWorks(PushService service) implements ClusterMessage {

        public ServiceWorks {
            Objects.requireNonNull(service);
        }
    }

    /** @param error an error of a relay that answers what another node may have sent */
    record Unclaimed(ErrorOfRelay error) implements ClusterMessage {

        public Unclaimed {
            Objects.requireNonNull(error);
        }
    }

    /**
     * A device need not be told of some stanzas any more, since they were read on another one.
     *
     * @param key which
     * @param less of how many of those that this node told it of; not negative
     * @param serial tells equal ones apart
     */
    record Uncounted(RegistrationKey key, int less, long serial) implements ClusterMessage {

        public Uncounted {
            Objects.requireNonNull(key);
            if (less < 0) {
                throw new IllegalArgumentException("Counts are not negative");
            }
        }
    }

    /**
     * A user has read a chat.
     *
     * @param username who
     * @param chat which: a bare address
     * @param upTo an id of the last message that was read, or "" for all
     * @param serial tells equal ones apart, between which something may have come
     */
    record Read(String username, String chat, String upTo, long serial) implements ClusterMessage {

        public Read {
            Objects.requireNonNull(username);
            Objects.requireNonNull(chat);
            Objects.requireNonNull(upTo);
        }
    }

    /**
     * A user did something at a session there.
     *
     * @param username who
     * @param resource the session's resource
     */
    record Attended(String username, String resource) implements ClusterMessage {

        public Attended {
            Objects.requireNonNull(username);
            Objects.requireNonNull(resource);
        }
    }

    /**
     * Wants an {@link Answer}.
     *
     * @param id tells questions of one node apart
     * @param what what is asked
     * @param username about whom
     */
    record Question(long id, Matter what, String username) implements ClusterMessage {

        public Question {
            Objects.requireNonNull(what);
            Objects.requireNonNull(username);
        }
    }

    /** What is asked. */
    enum Matter {
        /** The user's registrations changed; yes as soon as nothing there goes by the old ones any more. */
        CHANGED,
        /** Is a session of the user connected there and available? */
        AVAILABLE
    }

    /**
     * @param id the question's
     * @param yes the answer
     */
    record Answer(long id, boolean yes) implements ClusterMessage {
    }
}
