package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a members-only room says, pushed to members who are away: this plugin beside the servers that can do that. All servers run all the
 * time, and one after the other is used, in several rounds; medians are the result.
 */
final class RoomPeersMode {
    private static final String TITLE = "What rooms say, to members who are away: this plugin and its peers";
    private static final String MOST = "as many as go";
    private static final String STEADY = "a message a second";

    private final Options options;
    private final Report rounds = new Report(TITLE + ": each round");
    private final Report report = new Report(TITLE + ": medians");
    private final Standings standings = new Standings();
    private final List<RoomEntrant> entrants = new ArrayList<>();

    RoomPeersMode(Options options) {
        this.options = options;
    }

    /** Starts a server. */
    private interface Start {
        Contender start() throws IOException;
    }

    void run() throws IOException {
        try {
            enter("openfire", true, () -> OpenfireContender.ours(options));
            enter("prosody", Prosody.installedForRooms(), () -> Prosody.start(true, true));
            enter("ejabberd", Ejabberd.installed(), () -> Ejabberd.start(true, true));
            Set<String> versions = new LinkedHashSet<>();
            entrants.forEach(entrant -> versions.add(entrant.versionText()));
            report.remark("Versions: " + String.join(", ", versions) + "; Java " + Runtime.version());
            for (RoomEntrant entrant : entrants) {
                System.out.println("Warming up " + entrant.name());
                entrant.most(options.number("warmup", 20), window());
            }
            for (int round = 1; round <= options.number("rounds", 3); round++) {
                for (RoomEntrant entrant : entrants) {
                    measured(round, MOST, entrant, entrant.most(options.seconds(6), window()));
                }
                for (RoomEntrant entrant : entrants) {
                    measured(round, STEADY, entrant, entrant.steady(options.seconds(6)));
                }
            }
        } finally {
            for (RoomEntrant entrant : entrants) {
                entrant.close();
            }
        }
        conclude();
    }

    private int window() {
        return Math.max(1, options.number("window", 1));
    }

    private void enter(String server, boolean installed, Start start) throws IOException {
        if (!List.of(options.text("servers", "openfire,prosody,ejabberd").split(",")).contains(server)) {
            return;
        }
        if (!installed) {
            report.remark(server + " is left out: it, or what it needs for rooms, is not installed.");
            return;
        }
        long begin = System.nanoTime();
        Contender contender = start.start();
        try {
            entrants.add(new RoomEntrant(contender, options.number("members", 500)));
            System.out.printf("Prepared %s in %.1f s%n", contender.name(), (System.nanoTime() - begin) / 1e9);
        } catch (IOException | RuntimeException e) {
            contender.close();
            throw e;
        }
    }

    private void measured(int round, String load, RoomEntrant entrant, Map<String, Double> figures) {
        Step step = new Step().with("round", round).with("load", load).with("server", entrant.name().toString());
        figures.forEach(step::with);
        rounds.add(step);
        standings.add(load, entrant.name(), figures);
    }

    private void conclude() throws IOException {
        for (String load : standings.loads()) {
            for (Contender.Name name : standings.contenders(load)) {
                Step step = new Step().with("load", load).with("server", name.toString());
                for (String figure : List.of(RoomEntrant.RATE, RoomEntrant.CPU, Standings.COMPILING, RoomEntrant.PUSHES, RoomEntrant.WOKEN,
                    RoomEntrant.LAST, RoomEntrant.LATEST, "resident MB")) {
                    put(step, figure, standings.median(load, name, figure));
                }
                put(step, "cloudnotify's rate / this", standings.median(load, OpenfireContender.OURS, RoomEntrant.RATE)
                    / standings.median(load, name, RoomEntrant.RATE));
                report.add(step);
            }
        }
        rounds.json(options.folder(), "room-peers-rounds");
        List<String> drawn = List.of(RoomEntrant.RATE, RoomEntrant.CPU, RoomEntrant.LAST);
        report.write(options.folder(), "room-peers", Bars.of(TITLE, standings, drawn));
    }

    private static void put(Step step, String name, double value) {
        if (Double.isFinite(value)) {
            step.with(name, value);
        }
    }
}
