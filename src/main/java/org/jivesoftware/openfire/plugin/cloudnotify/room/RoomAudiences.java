package org.jivesoftware.openfire.plugin.cloudnotify.room;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Remembers for rooms that talk who is concerned by it (docs/behaviour.md §9, "Cost").
 *
 * <p>Thread rule: {@link #peek} is for threads that route; it costs a look-up and two comparisons, whatever the size of the room. Whoever
 * may wait asks {@link #of}, which walks over all members and asks the database at most once a minute for each room, for all members at
 * once, and only for those of whom memory does not know whether they have registrations.
 *
 * <p>Forgotten: when the room's affiliations or choices, or any group, change on this node, and after {@link #KEPT} in any case, since
 * other cluster nodes change them, and user sources outside. Who registers for the first time is looked up in each room that talks after
 * that. Bounded by the members: at most {@value #MAX_MEMBERS} over all rooms, some 50 bytes each, and {@value #ROOM_WEIGHT} times that for
 * each room. Thread-safe.
 */
public final class RoomAudiences implements RegistrationListener {

    static final Duration KEPT = Duration.ofMinutes(1);
    static final int MAX_MEMBERS = 1_000_000;
    static final int ROOM_WEIGHT = 10;
    /** So many users who register one after the other are looked up one by one. */
    static final int NEWCOMERS = 256;

    private final Rooms rooms;
    private final RoomSwitches switches;
    private final Registrations registrations;
    private final Cache<String, RoomAudience> cache;
    /** The names of the last who registered; the one with number n is at n modulo the size. Guarded by itself. */
    private final String[] last = new String[NEWCOMERS];
    private volatile long newcomers;
    private final AtomicLong changes = new AtomicLong();

    /**
     * @param rooms the server's rooms
     * @param switches what users chose for them
     * @param registrations tells who has devices
     * @param ticker the time that goes by
     * @param upkeep where the cache tidies up
     */
    public RoomAudiences(Rooms rooms, RoomSwitches switches, Registrations registrations, Ticker ticker, Executor upkeep) {
        this.rooms = Objects.requireNonNull(rooms);
        this.switches = Objects.requireNonNull(switches);
        this.registrations = Objects.requireNonNull(registrations);
        this.cache = Caffeine.newBuilder().maximumWeight(MAX_MEMBERS)
            .weigher((String room, RoomAudience audience) -> ROOM_WEIGHT + audience.members().size())
            .expireAfterWrite(KEPT).ticker(ticker).executor(upkeep).build();
    }

    /**
     * @param room a room's bare JID as a text
     * @return who is concerned, or null where that has to be found out
     */
    public @Nullable RoomAudience peek(String room) {
        RoomAudience known = cache.getIfPresent(room);
        return known != null && known.newcomers() == newcomers ? known : null;
    }

    /**
     * @param room a room's bare JID
     * @return who is concerned. May wait for the database.
     * @throws StoreException if it had to be asked and failed
     */
    public RoomAudience of(JID room) throws StoreException {
        String name = room.toString();
        long now = newcomers;
        long before = changes.get();
        RoomAudience known = cache.getIfPresent(name);
        if (known != null && known.newcomers() == now) {
            return known;
        }
        RoomAudience fresh = known == null ? load(room, now) : joined(room, known, now);
        if (changes.get() == before) {
            cache.put(name, fresh);
        }
        return fresh;
    }

    private RoomAudience load(JID room, long now) throws StoreException {
        RoomFacts facts = rooms.facts(room);
        if (facts == null) {
            return new RoomAudience(false, Map.of(), now);
        }
        Map<String, RoomMember> members = new HashMap<>();
        for (String username : withRegistrations(facts.affiliated())) {
            members.put(username, RoomMember.PLAIN);
        }
        for (RoomSwitch choice : switches.of(room)) {
            boolean affiliated = facts.affiliated().contains(choice.username());
            // Who may not, or no longer, join hears nothing of it.
            if (affiliated && members.containsKey(choice.username()) || choice.on() && !affiliated && !facts.closed()) {
                members.put(choice.username(), new RoomMember(affiliated, choice.on(), choice.nickname()));
            }
        }
        members.keySet().removeAll(facts.outcasts());
        return new RoomAudience(facts.membersOnly(), members.isEmpty() ? Map.of() : members, now);
    }

    private Set<String> withRegistrations(Set<String> usernames) throws StoreException {
        Set<String> found = new HashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String username : usernames) {
            List<Registration> known = registrations.known(username);
            if (known == null) {
                unknown.add(username);
            } else if (!known.isEmpty()) {
                found.add(username);
            }
        }
        found.addAll(switches.registered(unknown));
        return found;
    }

    private RoomAudience joined(JID room, RoomAudience known, long now) throws StoreException {
        List<String> names = since(known.newcomers(), now);
        if (names == null) {
            return load(room, now);
        }
        Map<String, RoomMember> members = new HashMap<>(known.members());
        for (String username : names) {
            if (!members.containsKey(username)) {
                RoomSwitch choice = switches.of(room, username);
                if (choice != null) {
                    return load(room, now);
                }
                if (rooms.affiliated(room, username)) {
                    members.put(username, RoomMember.PLAIN);
                }
            }
        }
        return new RoomAudience(known.membersOnly(), members.isEmpty() ? Map.of() : members, now);
    }

    /** @return who registered between the two, or null where they were too many */
    private @Nullable List<String> since(long before, long now) {
        synchronized (last) {
            if (newcomers - before > NEWCOMERS) {
                return null;
            }
            List<String> names = new ArrayList<>();
            for (long i = before; i < now; i++) {
                names.add(last[(int) (i % NEWCOMERS)]);
            }
            return names;
        }
    }

    /**
     * Something about a room changed.
     *
     * @param room its bare JID as a text
     */
    public void forget(String room) {
        changes.incrementAndGet();
        cache.invalidate(room);
    }

    /** Something about a group changed, which may have affiliations in any room. */
    public void forgetAll() {
        changes.incrementAndGet();
        cache.invalidateAll();
    }

    @Override
    public void enabled(Registration registration) {
        if (!registration.created().equals(registration.enabled())) {
            // Most clients enable the same at each login.
            return;
        }
        synchronized (last) {
            last[(int) (newcomers % NEWCOMERS)] = registration.username();
            newcomers++;
        }
    }
}
