package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Stores;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomFacts;
import org.jivesoftware.openfire.plugin.cloudnotify.room.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.mockito.Mockito;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * What a message in a room of whose members nobody has a device costs the thread that routed it, for rooms of several sizes (goal: neither
 * time nor memory grows with the members).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class RoomBenchmark {

    private static final JID ROOM = new JID("room", "conference." + Material.DOMAIN, null);

    /** How many members the room has. */
    @Param({"100", "1000", "10000"})
    int members;

    private final FakeScheduler time = new FakeScheduler();
    private final JID sender = new JID("bob", Material.DOMAIN, "desktop");
    private Message message;
    private RoomTrigger trigger;

    /** Builds what hears of rooms, and has it find out once whom this one concerns, as a lane does. */
    @Setup
    public void build() throws StoreException {
        String[] names = Material.users("member", members);
        Rooms rooms = Mockito.mock(Rooms.class);
        Mockito.when(rooms.facts(ROOM)).thenReturn(new RoomFacts(true, true, new HashSet<>(List.of(names)), Set.of()));
        Settings settings = new Settings(new Material.NoProperties());
        var registrations = Stores.cached(names, user -> List.of(), 2L * members);
        RoomAudiences audiences = new RoomAudiences(rooms, Mockito.mock(RoomSwitches.class), registrations, time::nanos, Runnable::run);
        if (!audiences.of(ROOM).members().isEmpty()) {
            throw new IllegalStateException("Somebody has a device");
        }
        Lanes none = (user, work) -> {
            throw new IllegalStateException("There is nothing to do");
        };
        trigger = new RoomTrigger(Material.DOMAIN, settings, new RoomTrigger.Parts(rooms, audiences, none,
            (user, room) -> RoomBookmark.NONE, new KnownNames(Material.DOMAIN), (registration, room) -> null), registrations,
            Mockito.mock(SessionTracker.class), new StanzaReader(Material.DOMAIN),
            (room, said) -> new Journey(1, Journey.Origin.TRACED), none, time, occasion -> { },
            Mockito.mock(Journal.class));
        message = new Message();
        message.setType(Message.Type.groupchat);
        message.setFrom(new JID("room", "conference." + Material.DOMAIN, "Bob"));
        message.setBody("Are you there?");
    }

    /** The room told its occupants. */
    @Benchmark
    public void said() {
        trigger.said(ROOM, sender, message);
    }
}
