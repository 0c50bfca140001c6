package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same load on Openfire with this plugin, without any, and with another, and on other servers with and without what pushes there: one
 * after the other, in several rounds, in one run on one machine. All servers run all the time and only one is used at a time. Ratios of
 * medians are the result.
 */
final class PeersMode {
    /** Messages a second to hibernated sessions before it counts; those that are merged or slow have fewer pushes. */
    private static final int WARM_RATE = 1_000;
    private static final int WARM_SECONDS = 15;
    private static final int SECONDS = 2;
    private static final String TITLE = "The same load on this plugin and its peers";

    private final Options options;
    private final Report rounds = new Report(TITLE + ": each round");
    private final Report report = new Report(TITLE + ": medians");
    private final Standings standings = new Standings();
    private final List<Entrant> entrants = new ArrayList<>();

    PeersMode(Options options) {
        this.options = options;
    }

    /** Starts a server. */
    private interface Start {
        Contender start() throws IOException;
    }

    void run() throws IOException {
        try {
            enter();
            versions();
            awake();
            asleep();
        } finally {
            for (Entrant entrant : entrants) {
                entrant.close();
            }
        }
        report.addAll(standings.lines());
        rounds.json(options.folder(), "peers-rounds");
        List<String> drawn = List.of(Standings.RATE, Standings.CPU, Standings.P50, Standings.P99);
        report.write(options.folder(), "peers", Bars.of(TITLE, standings, drawn));
    }

    private int messages() {
        return options.number("messages", 10_000);
    }

    private void enter() throws IOException {
        if (wanted("openfire")) {
            enter(() -> OpenfireContender.plain(options));
            enter(() -> OpenfireContender.ours(options));
            for (Map.Entry<String, Path> plugin : plugins().entrySet()) {
                String name = plugin.getKey();
                enterIfItStarts("Openfire + " + name, () -> OpenfireContender.other(options, name, plugin.getValue()));
            }
        }
        if (wanted("prosody")) {
            enterIfInstalled("Prosody with " + Prosody.MODULE, Prosody.installed(), () -> Prosody.start(false, false),
                () -> Prosody.start(true, false));
        }
        if (wanted("ejabberd")) {
            enterIfInstalled("ejabberd with " + Ejabberd.MODULE, Ejabberd.installed(), () -> Ejabberd.start(false, false),
                () -> Ejabberd.start(true, false));
        }
    }

    private boolean wanted(String server) {
        return List.of(options.text("servers", "openfire,prosody,ejabberd").split(",")).contains(server);
    }

    /** Jars of other plugins by their names. */
    private Map<String, Path> plugins() {
        Map<String, Path> plugins = new LinkedHashMap<>();
        for (String each : options.text("plugin", "").split(",")) {
            if (!each.isBlank()) {
                String[] parts = each.split("=", 2);
                if (parts.length < 2) {
                    throw new IllegalArgumentException("--plugin is given as name=path/to.jar, but there is " + each);
                }
                plugins.put(parts[0], Path.of(parts[1]));
            }
        }
        return plugins;
    }

    private void enterIfInstalled(String what, boolean installed, Start... starts) {
        if (!installed) {
            report.remark(what + " is left out: it is not installed.");
            return;
        }
        for (Start start : starts) {
            enterIfItStarts(what, start);
        }
    }

    private void enterIfItStarts(String what, Start start) {
        try {
            enter(start);
        } catch (IOException | RuntimeException e) {
            report.remark(what + " is left out: " + e.getMessage());
        }
    }

    private void enter(Start start) throws IOException {
        long begin = System.nanoTime();
        Contender contender = start.start();
        try {
            entrants.add(new Entrant(contender, options.number("users", 500), options.number("pairs", 4)));
            System.out.printf("Prepared %s in %.1f s%n", contender.name(), (System.nanoTime() - begin) / 1e9);
        } catch (IOException | RuntimeException e) {
            contender.close();
            throw e;
        }
    }

    private void versions() {
        Set<String> versions = new LinkedHashSet<>();
        entrants.forEach(entrant -> versions.add(entrant.versionText()));
        report.remark("Versions: " + String.join(", ", versions) + "; Java " + Runtime.version());
    }

    /** A load on one contender. */
    private interface Course {
        Map<String, Double> run(Entrant entrant) throws IOException;
    }

    private void awake() throws IOException {
        for (Entrant entrant : entrants) {
            System.out.println("Warming up " + entrant.name());
            entrant.warmUp(options.number("warm-messages", 30_000), warmUp(), messages());
        }
        for (int i = firstRound(); i <= rounds(); i++) {
            int round = i;
            turn(round, "offline, as many as go", entrant -> entrant.most(seconds(round)));
            turn(round, "offline, " + rate() + " a second", entrant -> entrant.steady(rate(), seconds(round)));
            turn(round, "online, no device", entrant -> entrant.online(messages()));
        }
    }

    /** At the end: what hibernated sessions keep makes some servers slower in all that they do. */
    private void asleep() throws IOException {
        int sleepers = options.number("sleepers", 100);
        if (sleepers > 0) {
            for (Entrant entrant : entrants) {
                long begin = System.nanoTime();
                entrant.hibernate(sleepers);
                System.out.printf("Users of %s hibernate after %.1f s%n", entrant.name(), (System.nanoTime() - begin) / 1e9);
                if (warmUp() > 0) {
                    entrant.asleep(WARM_RATE, Math.min(warmUp(), WARM_SECONDS));
                }
            }
            for (int i = firstRound(); i <= rounds(); i++) {
                int round = i;
                turn(round, "hibernated, " + rate() + " a second", entrant -> entrant.asleep(rate(), seconds(round)));
            }
        }
    }

    private int seconds(int round) {
        int seconds = options.seconds(SECONDS);
        return round > 0 ? seconds : (seconds + 1) / 2;
    }

    /** Puts a load on one contender after the other. */
    private void turn(int round, String load, Course course) throws IOException {
        for (Entrant entrant : entrants) {
            Map<String, Double> figures = course.run(entrant);
            if (round > 0) {
                measured(round, load, entrant, figures);
            }
        }
    }

    /** Round 0 belongs to the warm-up and does not count. */
    private int firstRound() {
        return warmUp() > 0 ? 0 : 1;
    }

    private int warmUp() {
        return options.number("warmup", 5);
    }

    private int rounds() {
        return options.number("rounds", 3);
    }

    private int rate() {
        return Math.max(1, options.rates("250").get(0));
    }

    private void measured(int round, String load, Entrant entrant, Map<String, Double> figures) {
        Step step = new Step().with("round", round).with("load", load).with("server", entrant.name().toString());
        figures.forEach(step::with);
        rounds.add(step);
        standings.add(load, entrant.name(), figures);
    }
}
