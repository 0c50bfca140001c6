package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is being said in a room, on the thread that routes it: what the room then tells each of its occupants, and what is done for those
 * who are not there, is on the journey of what was said. So one message is one for a registration, whether its device is in the room, was
 * in it, or is away.
 *
 * <p>A room tells its occupants on the thread that brought the message, under its own address and with the message's id. Thread-safe:
 * each thread has its own.
 */
public final class SaidInRoom {

    private static final long LONGEST_NANOS = 30_000_000_000L;

    private final JourneyRegistry registry;
    /** Room, id, packed journey, time. JDK types only, so that a thread that keeps one does not keep the plugin's class loader. */
    private final ThreadLocal<Object[]> last = new ThreadLocal<>();

    /**
     * @param registry numbers journeys
     */
    public SaidInRoom(JourneyRegistry registry) {
        this.registry = Objects.requireNonNull(registry);
    }

    /**
     * Somebody says something.
     *
     * @param room to which room, by its bare JID
     * @param id the message's id, or null
     */
    public void begin(String room, @Nullable String id) {
        last.set(new Object[] {room, id, null, System.nanoTime()});
    }

    /**
     * A room tells something.
     *
     * @param room which, by its bare JID
     * @param id the message's id, or null
     * @return the journey of what was said on this thread, where it is that; else null
     */
    public @Nullable Journey of(String room, @Nullable String id) {
        Object[] said = last.get();
        if (!tells(room, id) || System.nanoTime() - (Long) said[3] > LONGEST_NANOS) {
            return null;
        }
        if (said[2] == null) {
            said[2] = Journey.packed(registry.next(true));
        }
        return Journey.unpacked((Long) said[2]);
    }

    /**
     * @param room a room's bare JID
     * @param id the message's id, or null
     * @return whether the room tells what was said on this thread
     */
    public boolean tells(String room, @Nullable String id) {
        Object[] said = last.get();
        return said != null && room.equals(said[0]) && Objects.equals(id, said[1]);
    }

    /** A room has told all of its occupants. */
    public void end() {
        if (last.get() != null) {
            last.remove();
        }
    }
}
