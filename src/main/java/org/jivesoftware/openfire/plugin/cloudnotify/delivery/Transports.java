package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;
import org.jspecify.annotations.Nullable;

/**
 * All ways by which pushes leave: the first that takes a destination is the way there. Thread-safe.
 *
 * @param ways the ways
 */
public record Transports(List<Transport> ways) implements Transport {

    /** Copies. */
    public Transports {
        ways = List.copyOf(ways);
    }

    @Override
    public boolean takes(Destination destination) {
        return way(destination) != null;
    }

    @Override
    public boolean immediate(Destination destination) {
        Transport way = way(destination);
        return way != null && way.immediate(destination);
    }

    @Override
    public void send(String id, Push push, Duration timeout, Consumer<Reply> answer) {
        Transport way = way(push.key().destination());
        if (way == null) {
            throw new IllegalArgumentException("There is no way to " + push.key());
        }
        way.send(id, push, timeout, answer);
    }

    private @Nullable Transport way(Destination destination) {
        for (Transport way : ways) {
            if (way.takes(destination)) {
                return way;
            }
        }
        return null;
    }
}
