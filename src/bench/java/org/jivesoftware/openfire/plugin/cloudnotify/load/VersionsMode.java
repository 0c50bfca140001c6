package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a push costs with one version of the plugin and with another: both, and an Openfire without any, run at the same time and are put
 * under the same load in turn, in several rounds, each of which begins with another one. What having the plugin adds is the difference of
 * the medians; the ratio of two such differences is the result. Then both versions are recorded once under each load, to tell what the
 * plugin itself allocates from what Openfire does when it routes the publish and the answer ({@link Allocations}).
 */
final class VersionsMode {
    private static final String OLD = "old";
    private static final String NEW = "new";
    private static final String MOST = "away, as many as go";
    private static final String ONLINE = "online, without registrations";
    private static final int WARM_MESSAGES = 20_000;

    private final Path old;
    private final Path fresh;
    private final Options options;
    private final Report report = new Report("Two versions under the same load");
    private final Standings standings = new Standings();
    private final List<Entrant> entrants = new ArrayList<>();

    VersionsMode(Path old, Path fresh, Options options) {
        this.old = old;
        this.fresh = fresh;
        this.options = options.with("jvm", Allocations.JVM);
    }

    /** One load on one server. */
    private interface Course {
        Map<String, Double> run(Entrant entrant) throws IOException;
    }

    void run() throws IOException {
        try {
            enter(OpenfireContender.plain(options));
            enter(OpenfireContender.version(options, OLD, old));
            enter(OpenfireContender.version(options, NEW, fresh));
            for (Entrant entrant : entrants) {
                entrant.warmUp(options.number("warm-messages", WARM_MESSAGES), options.number("warmup", 30), messages());
            }
            List<String> loads = List.of(options.text("loads", "away,online,hibernated").split(","));
            if (loads.contains("away")) {
                turns(MOST, entrant -> entrant.most(options.seconds(5)));
                allocations(MOST, false);
            }
            if (loads.contains("online")) {
                turns(ONLINE, entrant -> entrant.online(messages()));
            }
            if (loads.contains("hibernated")) {
                hibernated();
            }
        } finally {
            for (Closeable entrant : entrants) {
                entrant.close();
            }
        }
        compare();
        report.write(options.folder(), "versions", null);
    }

    private void hibernated() throws IOException {
        int rate = Math.max(1, options.rates("250").get(0));
        for (Entrant entrant : entrants) {
            entrant.hibernate(options.number("sleepers", 100));
            // As fast as it goes at first: at that rate the compilers of a server that runs for days have long been done.
            entrant.asleep(0, Math.max(1, options.number("warmup", 30) / 2));
            entrant.asleep(rate, Math.min(options.number("warmup", 30), options.seconds(5)) + 1);
        }
        turns("hibernated, " + rate + " a second", entrant -> entrant.asleep(rate, options.seconds(5)));
        allocations("hibernated, as many as go", true);
    }

    /** Whose the bytes are, which the counters of threads do not tell. */
    private void allocations(String load, boolean asleep) throws IOException {
        Map<String, Double> own = new HashMap<>();
        for (Entrant entrant : entrants) {
            if (!entrant.name().pushes()) {
                continue;
            }
            String name = entrant.name().pusher();
            Path file = Files.createDirectories(options.folder()).toAbsolutePath()
                .resolve("versions-" + name + (asleep ? "-hibernated" : "-away") + ".jfr");
            Allocations found = entrant.allocations(asleep, options.seconds(5), file);
            own.put(name, found.own());
            report.remark(("%s, %s version: the plugin's own %.0f bytes a message, Openfire's for what the plugin asks of it %.0f, "
                + "the rest %.0f").formatted(load, name, found.own(), found.called(), found.rest()));
            if (options.on("places")) {
                report.remark(found.places());
            }
        }
        report.remark("%s: bytes that the plugin itself allocates for a pushed message: %.2f".formatted(load, own.get(NEW) / own.get(OLD)));
    }

    private int messages() {
        return options.number("messages", 10_000);
    }

    private void enter(Contender contender) throws IOException {
        try {
            entrants.add(new Entrant(contender, options.number("users", 500), options.number("pairs", 4)));
        } catch (IOException | RuntimeException e) {
            contender.close();
            throw e;
        }
    }

    /** Each round begins with another server, so that a drift of the machine favours none. */
    private void turns(String load, Course course) throws IOException {
        List<Entrant> order = new ArrayList<>(entrants);
        for (int round = 1; round <= options.number("rounds", 5); round++) {
            for (Entrant entrant : order) {
                Map<String, Double> figures = course.run(entrant);
                standings.add(load, entrant.name(), figures);
                Step step = new Step().with("round", round).with("load", load).with("server", entrant.name().toString());
                figures.forEach(step::with);
                report.add(step);
            }
            Collections.rotate(order, 1);
        }
    }

    private void compare() {
        for (String load : standings.loads()) {
            if (load.equals(ONLINE)) {
                // Of what it adds, which is about nothing, a ratio would say nothing.
                double before = cpu(load, OLD);
                double now = cpu(load, NEW);
                report.remark(("%s: %.1f us of the server's CPU a message with the old version, %.1f with the new one, %.1f without, "
                    + "compilers not counted: %.3f").formatted(load, before, now, cpu(load, null), now / before));
            } else {
                compare(load, "us of CPU", median(load, null, Standings.CPU), median(load, OLD, Standings.CPU),
                    median(load, NEW, Standings.CPU));
                compare(load, "us of CPU, compilers not counted,", cpu(load, null), cpu(load, OLD), cpu(load, NEW));
                compare(load, "bytes", median(load, null, Standings.ALLOCATED), median(load, OLD, Standings.ALLOCATED),
                    median(load, NEW, Standings.ALLOCATED));
            }
        }
    }

    private void compare(String load, String unit, double bare, double before, double now) {
        report.remark("%s: a push adds %.1f %s with the old version, %.1f with the new one, beside %.1f without any: %.2f"
            .formatted(load, before - bare, unit, now - bare, bare, (now - bare) / (before - bare)));
    }

    /** What is left in a server that has compiled what it does. */
    private double cpu(String load, String pusher) {
        Contender.Name name = new Contender.Name("Openfire", pusher);
        List<Double> all = standings.rounds(load, name, Standings.CPU);
        List<Double> compiling = standings.rounds(load, name, Standings.COMPILING);
        return Medians.of(IntStream.range(0, all.size()).mapToObj(round -> all.get(round) - compiling.get(round)).toList());
    }

    private double median(String load, String pusher, String figure) {
        return standings.median(load, new Contender.Name("Openfire", pusher), figure);
    }
}
