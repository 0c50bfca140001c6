package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Rooms, some of whose services may take their time. Whoever finds out whom a room concerns waits for them; what is to be known of each
 * member is asked on lanes that others wait for, and so not of a service that was slow last time: then it is as if nobody were in its rooms
 * or had a nickname there. A device that sleeps in such a room is due for two reasons, and is pushed once all the same. Thread-safe.
 */
public final class PatientRooms implements Rooms {

    /** What takes longer is slow. */
    static final Duration SLOW = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PatientRooms.class);

    private final Rooms rooms;
    private final LongSupplier nanos;
    /** The services that were slow last time. As many at most as the server has. */
    private final Set<String> slow = ConcurrentHashMap.newKeySet();

    /**
     * @param rooms who is asked
     * @param nanos the time, in nanoseconds
     */
    public PatientRooms(Rooms rooms, LongSupplier nanos) {
        this.rooms = Objects.requireNonNull(rooms);
        this.nanos = Objects.requireNonNull(nanos);
    }

    @Override
    public @Nullable RoomFacts facts(JID room) {
        long begin = nanos.getAsLong();
        RoomFacts facts = rooms.facts(room);
        if (!took(room, begin) && slow.remove(room.getDomain())) {
            LOG.info("The group chat service {} answers in time again", room.getDomain());
        }
        return facts;
    }

    @Override
    public boolean affiliated(JID room, String username) {
        long begin = nanos.getAsLong();
        boolean affiliated = rooms.affiliated(room, username);
        took(room, begin);
        return affiliated;
    }

    @Override
    public Set<String> present(JID room, String username) {
        Set<String> present = unlessSlow(room, () -> rooms.present(room, username));
        return present == null ? Set.of() : present;
    }

    @Override
    public @Nullable String occupantNickname(JID room, String username) {
        return unlessSlow(room, () -> rooms.occupantNickname(room, username));
    }

    @Override
    public @Nullable String nickname(JID room, String username) {
        return unlessSlow(room, () -> rooms.nickname(room, username));
    }

    @Override
    public @Nullable String occupantId(JID room, String username) {
        return unlessSlow(room, () -> rooms.occupantId(room, username));
    }

    private <T> @Nullable T unlessSlow(JID room, Supplier<@Nullable T> question) {
        if (slow.contains(room.getDomain())) {
            return null;
        }
        long begin = nanos.getAsLong();
        T answer = question.get();
        took(room, begin);
        return answer;
    }

    /** @return whether that was slow */
    private boolean took(JID room, long begin) {
        Duration took = Duration.ofNanos(nanos.getAsLong() - begin);
        boolean late = took.compareTo(SLOW) > 0;
        if (late && slow.add(room.getDomain())) {
            LOG.info("The group chat service {} took {} ms to answer: until it is faster it is not asked who is in its rooms",
                room.getDomain(), took.toMillis());
        }
        return late;
    }
}
