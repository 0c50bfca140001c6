package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Stores;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.openjdk.jol.info.GraphLayout;

/** What a cached registration weighs, and that a million of them in the table weigh nothing. */
final class MemoryMode {
    private final Options options;
    private final Report report = new Report("Memory");

    MemoryMode(Options options) {
        this.options = options;
    }

    void run() throws IOException {
        // Without it, JOL cannot look into records.
        System.setProperty("jol.magicFieldOffset", "true");
        int users = options.number("users", 100_000);
        cache("users with one registration with one option", users, true);
        cache("users without registrations", users, false);
        int rows = options.number("rows", 1_000_000);
        if (rows > 0) {
            new TableMode(options, report).run();
        }
        report.write(options.folder(), "memory");
    }

    private void cache(String what, int users, boolean registered) {
        String[] names = Material.users("user", users);
        Registrations registrations = Stores.cached(names, user -> registered
            // As read from the database: its texts are new ones, and none is shared.
            ? List.of(Material.registration(new String(user), Integer.parseInt(user.substring(5)))) : List.of(), users);
        GraphLayout layout = GraphLayout.parseInstance(registrations);
        long bytes = layout.totalSize();
        // The looked-up name becomes the key, unlike in a server, where it is a part of the stanza that goes away.
        report.add(new Step().with("cached", what).with("users", users).with("bytes each", (double) bytes / users)
            .with("MB", bytes / 1e6));
        report.remark("Of these, for each: " + layout.getClasses().stream().filter(type -> layout.getClassSizes().count(type) > users / 10)
            .map(type -> "%.0f in %.1f %s".formatted((double) layout.getClassSizes().count(type) / users,
                (double) layout.getClassCounts().count(type) / users, type.getSimpleName())).collect(Collectors.joining(", ")));
    }
}
