package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A running server that takes part in {@link PeersMode}, with something that pushes or without it. All are used in the same way. */
interface Contender extends Closeable {
    /** The domain of all of them. */
    String DOMAIN = org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig.DOMAIN;

    /** The server's name, and what pushes. */
    record Name(String server, String pusher) {

        boolean pushes() {
            return pusher != null;
        }

        /** The same server without what pushes. */
        Name bare() {
            return new Name(server, null);
        }

        @Override
        public String toString() {
            return pushes() ? server + " + " + pusher : server;
        }
    }

    Name name();

    /** The process to be measured. */
    long pid();

    /** Bytes that its threads have allocated since it started; 0 where nobody counts them. */
    default long allocated() {
        return 0;
    }

    /** Begins to record where memory is allocated, until {@link #allocations}. */
    default void recordAllocations() {
        throw new UnsupportedOperationException();
    }

    /** Ends that and writes it to a file. */
    default void allocations(Path file) {
        throw new UnsupportedOperationException();
    }

    int clientPort();

    int componentPort();

    /** Creates accounts with the password {@link World#PASSWORD}. */
    void accounts(String... names) throws IOException;

    /** Empties the store of offline messages, which would grow from round to round. */
    void forget() throws IOException;

    /**
     * What a member has to ask a room for to hear of it while away: the payload of a request to the room; empty where nothing has to be
     * asked for.
     */
    default String roomRequest(String nickname) {
        return "";
    }

    /** Logs a user in. */
    default LeanStream login(String user, String resource) throws IOException {
        return LeanStream.login(clientPort(), DOMAIN, user, World.PASSWORD, resource);
    }
}
