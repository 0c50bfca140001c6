package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Puts load on a real Openfire server with the plugin, over the loopback interface, and prints what that cost. Bounded in count and time.
 * Not a test: nothing here fails because it is slow.
 */
public final class Load {
    private static final String HELP = """
        Modes, each with its options and their defaults:
          offline      pushes to offline users: --rate max,250,500,1000,half --users 10000 --profile false --baseline false
          hibernated   pushes to sessions that lost their connection: --rate … --users 1000 --profile false
          online       messages between online users, plugin loaded and not in turn: --rounds 8 --messages 40000 --pairs 4
          hibernated-10k  very many hibernated sessions, a message a minute each: --users 10000 --seconds 60
                       --warm-rate 1500
          limits       slow, silent and failing services, and more users than the cache holds: --users 10000 --pressure 500
          failing      all registrations of a service failing at once: --registrations 100000
          peers        the same load on Openfire with this plugin, without any, and with others' jars, and on Prosody and ejabberd, where
                       they are installed, with and without what pushes there; in turn, several rounds; medians and their ratios:
                       --plugin name=path/to.jar,… --servers openfire,prosody,ejabberd --rounds 3 --seconds 2 --rate 250 --users 500
                       --sleepers 100 --pairs 4 --messages 10000 --warmup 5
          room-peers   what a members-only room says, to members who are away, each with a device: this plugin, Prosody with
                       mod_muc_offline_delivery and mod_cloud_notify, ejabberd with MUC/Sub and mod_push, where they are installed; as many
                       as go, so many messages being under way, and a message a second; in turn, several rounds:
                       --servers openfire,prosody,ejabberd --members 500 --window 1 --rounds 3 --seconds 6 --warmup 20
          versions OLD.jar NEW.jar  two versions of this plugin, and Openfire without it, under the same load in turn: what a push adds with
                       the one and with the other, and the ratio of the two; bytes that the plugin itself allocates, by recordings of where
                       memory is allocated; --places true says where, too; --warm-messages 20000 (on a busy machine ten times as many):
                       --loads away,online,hibernated --rounds 5 --seconds 5 --rate 250 --users 500 --sleepers 100 --pairs 4
                       --messages 10000 --warmup 30
          memory       bytes for each cached registration, and a million rows in the table: --users 100000 --rows 1000000
          pages        how long each page of the console takes, with very many registrations at many services and the activity full:
                       --rows 1000000 --services 300 --lines 5000
          rooms        group chats: a large room nobody of which has a device, with the plugin and without it; members who are away, beside
                       pushes for offline messages; very many rooms: --members 10000 --away 2000 --messages 20000 --rounds 6 --rooms 10000
          cluster      two nodes beside one server, on PostgreSQL: what a push costs where it crosses from one to the other: --rate max,300
                       --rounds 5 --seconds 5 --users 500 --warm-messages 60000
          webpush      pushes to endpoints of browsers beside pushes to a component, in turn; and what the others notice where one of the
                       endpoints' servers hangs; needs Node.js, whose HTTP/2 they speak: --users 1000 --origins 20 --rate 100 --rounds 5
          enable       enables, each committed before its answer: --clients 50
        For all: --seconds 10 (for each step) --warmup 60 (at most) --heap 1g --out target/load
        """;

    private Load() {
    }

    /** @param arguments the mode and its options */
    public static void main(String[] arguments) {
        // The server ends with this process; this process ends with the one that started it.
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        String mode = arguments.length == 0 ? "help" : arguments[0];
        try {
            run(mode, Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    static void run(String mode, List<String> arguments) throws Exception {
        if (mode.equals("versions") && arguments.size() >= 2) {
            Options options = new Options(arguments.subList(2, arguments.size()));
            new VersionsMode(Path.of(arguments.get(0)), Path.of(arguments.get(1)), options).run();
            return;
        }
        Options options = new Options(arguments);
        switch (mode) {
            case "offline" -> new PushMode(options, false).run();
            case "hibernated" -> new PushMode(options, true).run();
            case "online" -> new OnlineMode(options).run();
            case "peers" -> new PeersMode(options).run();
            case "room-peers" -> new RoomPeersMode(options).run();
            case "memory" -> new MemoryMode(options).run();
            case "hibernated-10k" -> new ManyMode(options).run();
            case "limits" -> new LimitsMode(options).run();
            case "failing" -> new FailingMode(options).run();
            case "pages" -> new PagesMode(options).run();
            case "cluster" -> new ClusterMode(options).run();
            case "rooms" -> new RoomsMode(options).run();
            case "webpush" -> new WebPushMode(options).run();
            case "enable" -> new EnableMode(options).run();
            case "help" -> System.out.println(HELP);
            default -> throw new IllegalArgumentException("There is no mode " + mode + ".\n" + HELP);
        }
    }
}
