package org.jivesoftware.openfire.plugin.cloudnotify;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, and is stopped in reverse order; a part that does not stop cleanly keeps no other from stopping. One thread. */
final class Running implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /**
     * @param part what runs
     * @return the same
     */
    <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Throwable e) {
                LOG.warn("A part of Cloud Notify did not stop cleanly", e);
            }
        }
    }
}
