package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What group chats cost: a room of many members of whom nobody has a device, with the plugin and without it in turn; the same with members
 * who are away, a message a second and many at once, beside pushes for offline messages in the same run; and what very many rooms weigh.
 */
final class RoomsMode {
    private static final String SERVICE = "push";
    private static final int PATIENCE_SECONDS = 60;
    private static final int BURST = 50;

    private final Options options;
    private final Report report = new Report("Group chats");
    private final AtomicLong arrived = new AtomicLong();
    private final Map<String, AtomicLong> each = new ConcurrentHashMap<>();
    private final Map<String, String> lastCount = new ConcurrentHashMap<>();
    private volatile long saidAt;
    private volatile Latencies latencies = new Latencies();

    RoomsMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        try (World world = new World(options)) {
            String[] names = {"owner000000", "sender000000"};
            world.users(names);
            LeanService service = world.service(SERVICE);
            service.watcher(this::pushed);
            LeanStream owner = world.login(names[0], "desktop");
            TalkingRoom room = new TalkingRoom(owner, "big@conference." + world.server.domain());
            String[] members = World.names("m", options.number("members", 10_000) - options.number("away", 2_000));
            world.users(members);
            room.members(members, world.server.domain());
            String[] away = World.names("a", options.number("away", 2_000));
            world.users(away);
            room.members(away, world.server.domain());
            room.listen();
            // First without any device.
            nobodyHasADevice(world, room);
            world.register(SERVICE, away);
            reload(world);
            setting(world, "merge-window", "0");
            setting(world, "max-pushes-per-minute", "0");
            double offline = offline(world, names[1], away);
            paced(world, room, away.length, offline);
            burst(world, room, away.length);
            manyRooms(world, names[0]);
        }
        report.write(options.folder(), "rooms");
    }

    private static void setting(World world, String name, String value) {
        world.control().properties().set("cloudnotify." + name, value);
    }

    private static void reload(World world) {
        if (world.control().plugins().loaded("cloudnotify")) {
            world.control().plugins().unload("cloudnotify");
        }
        world.control().plugins().load("cloudnotify");
    }

    private void pushed(String node, String stanza) {
        long since = saidAt;
        if (since > 0) {
            latencies.add(System.nanoTime() - since);
        }
        each.computeIfAbsent(node, name -> new AtomicLong()).incrementAndGet();
        String count = LeanStream.between(stanza.substring(Math.max(0, stanza.indexOf("message-count"))), "<value>", "</value>");
        lastCount.put(node, count == null ? "" : count);
        arrived.incrementAndGet();
    }

    private void nobodyHasADevice(World world, TalkingRoom room) throws IOException {
        int rounds = options.number("rounds", 6);
        int messages = options.number("messages", 20_000);
        room.talk(messages);
        world.control().plugins().unload("cloudnotify");
        room.talk(messages);
        List<Double> with = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        long statements = 0;
        for (int i = 0; i < 2 * rounds; i++) {
            // On-off, off-on, on-off …, so that a drift of the machine favours neither.
            boolean loaded = i % 2 == i / 2 % 2;
            if (world.control().plugins().loaded("cloudnotify") != loaded) {
                if (loaded) {
                    world.control().plugins().load("cloudnotify");
                } else {
                    world.control().plugins().unload("cloudnotify");
                }
            }
            room.talk(messages / 2);
            world.control().database().startCounting();
            Usage before = Usage.now(world.control());
            double seconds = room.talk(messages);
            Usage used = Usage.now(world.control()).since(before);
            statements += world.control().database().count("ofcloudnotify");
            world.control().database().stopCounting();
            (loaded ? with : without).add(used.javaCpu() / 1e3 / messages);
            report.add(new Step().with("what", loaded ? "nobody has a device" : "nobody has a device, no plugin").with("messages", messages)
                .with("per second", messages / seconds).with(used, messages));
        }
        double on = Medians.of(with);
        double off = Medians.of(without);
        report.remark("Java CPU for a message to a room of %d members, nobody with a device, medians of %d rounds: %.2f us with the plugin,"
            .formatted(options.number("members", 10_000), rounds, on) + " %.2f us without, difference %.2f us; statements of the plugin: %d"
            .formatted(off, on - off, statements));
    }

    /** Chat messages to the same users, stored offline and pushed; tells the CPU microseconds of each. */
    private double offline(World world, String sender, String[] away) throws IOException {
        LeanStream stream = world.login(sender, "desktop");
        stream.read("sender", ">", tag -> { }, () -> { });
        double cost = 0;
        // The first round is for the compiler.
        for (int round = 0; round < 3; round++) {
            begin(false);
            Usage before = Usage.now(world.control());
            long begin = System.nanoTime();
            for (String name : away) {
                // The same id again would be the same message.
                stream.send("<message type='chat' id='" + round + name + "' to='" + world.bare(name)
                    + "'><body>Are you there?</body></message>");
            }
            World.await(PATIENCE_SECONDS, () -> arrived.get() >= away.length);
            double seconds = (System.nanoTime() - begin) / 1e9;
            Usage used = Usage.now(world.control()).since(before);
            cost = used.javaCpu() / 1e3 / Math.max(1, arrived.get());
            report.add(new Step().with("what", "offline messages").with("messages", away.length).with("pushed", arrived.get())
                .with("per second", arrived.get() / seconds).with(used, arrived.get()));
            world.deleteOffline();
        }
        return cost;
    }

    private void begin(boolean timed) {
        arrived.set(0);
        each.clear();
        lastCount.clear();
        latencies = new Latencies();
        saidAt = timed ? System.nanoTime() : 0;
    }

    /** A message a second. */
    private void paced(World world, TalkingRoom room, int away, double offline) throws IOException {
        int seconds = options.seconds(10);
        Latencies all = new Latencies();
        long pushes = 0;
        Usage before = Usage.now(world.control());
        for (int i = 0; i < seconds; i++) {
            long next = System.nanoTime() + 1_000_000_000L;
            begin(true);
            room.talk(1);
            World.await(PATIENCE_SECONDS, () -> arrived.get() >= away);
            pushes += arrived.get();
            all.add((long) (latencies.millis(1) * 1e6));
            World.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        Usage used = Usage.now(world.control()).since(before);
        report.add(new Step().with("what", "members who are away, a message a second").with("messages", seconds).with("pushed", pushes)
            .with("last push", all).with(used, pushes));
        double cost = used.javaCpu() / 1e3 / Math.max(1, pushes);
        report.remark(("Of %d expected pushes %d came. Java CPU for each: %.1f us, %.2f times that of a push for an offline message"
            + " (%.1f us)").formatted((long) away * seconds, pushes, cost, cost / offline, offline));
    }

    /** Many messages at once, which merge. */
    private void burst(World world, TalkingRoom room, int away) throws IOException {
        reload(world);
        setting(world, "merge-window", "1");
        World.sleep(2_000);
        begin(true);
        for (int i = 0; i < BURST; i++) {
            room.say("at once " + i);
        }
        World.await(PATIENCE_SECONDS, () -> lastCount.values().stream().filter(Integer.toString(BURST)::equals).count() >= away);
        World.sleep(3_000);
        long twice = each.values().stream().filter(count -> count.get() == 2).count();
        long right = lastCount.values().stream().filter(Integer.toString(BURST)::equals).count();
        report.add(new Step().with("what", BURST + " messages at once").with("messages", BURST).with("pushed", arrived.get())
            .with("last push", latencies));
        report.remark(("%d messages at once, to %d members who are away: %d got two pushes, %d were told %d messages at last;"
            + " %d pushes in all").formatted(BURST, away, twice, right, BURST, arrived.get()));
    }

    /** Rooms of a few members, one of whom has a device; each says something once. */
    private void manyRooms(World world, String name) throws IOException {
        int rooms = options.number("rooms", 10_000);
        LeanStream owner = world.login(name, "other");
        long[] before = world.control().load().reload("cloudnotify");
        for (int i = 0; i < rooms; i++) {
            String address = "r" + i + "@conference." + world.server.domain();
            TalkingRoom.open(owner, address);
            owner.send("<iq type='set' id='a' to='" + address + "'><query xmlns='http://jabber.org/protocol/muc#admin'>"
                + "<item affiliation='member' jid='" + world.bare("a%06d".formatted(i % Math.max(1, options.number("away", 2_000)))) + "'/>"
                + "<item affiliation='member' jid='" + world.bare("m%06d".formatted(i % 100)) + "'/></query></iq>");
            owner.awaitAnswer("a");
        }
        long[] opened = world.control().load().reload("cloudnotify");
        begin(false);
        owner.read("other", "</message>", stanza -> { }, () -> { });
        for (int i = 0; i < rooms; i++) {
            owner.send("<message type='groupchat' id='t' to='r" + i + "@conference." + world.server.domain()
                + "'><body>Hi</body></message>");
            if (i % 100 == 99) {
                int sent = i + 1;
                World.await(PATIENCE_SECONDS, () -> arrived.get() >= sent / 2);
            }
        }
        World.await(PATIENCE_SECONDS, () -> each.size() >= Math.min(rooms, options.number("away", 2_000)));
        World.sleep(2_000);
        long talked = world.control().process().usedHeap();
        report.add(new Step().with("what", rooms + " rooms").with("messages", rooms).with("pushed", arrived.get()));
        report.remark(("Heap for %d rooms, after a collection: %.1f MB with the plugin loaded and nothing said yet (%.1f MB without the"
            + " plugin), %.1f MB when each of them had said something; that start of the plugin took %.0f ms").formatted(rooms,
            opened[2] / 1e6, opened[1] / 1e6, talked / 1e6, opened[0] / 1e6)
            + ". Before there were rooms: %.1f MB".formatted(before[2] / 1e6));
    }
}
