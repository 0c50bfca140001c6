package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The table of what the plugin uses of Openfire, and which versions have it. It is kept in a file of tab-separated values: type, member,
 * and for each version a plus or a minus.
 */
final class OpenfireApi {
    /** Openfire 4.2.0 is among the build's dependencies; the others have to be unpacked. */
    private static final String COMPILED_AGAINST = "4.2.0";
    private static final String YES = "+";
    private static final String NO = "-";

    private final List<String> versions;
    private final SortedMap<Use, Set<String>> rows;

    private OpenfireApi(List<String> versions, SortedMap<Use, Set<String>> rows) {
        this.versions = List.copyOf(versions);
        this.rows = rows;
    }

    /** The versions that the table is about. */
    List<String> versions() {
        return versions;
    }

    /** All that the table knows. */
    Set<Use> uses() {
        return rows.keySet();
    }

    boolean knows(Use use) {
        return rows.containsKey(use);
    }

    /** The versions that have it, in the table's order. */
    List<String> versionsWith(Use use) {
        return versions.stream().filter(rows.get(use)::contains).toList();
    }

    /** The versions that do not have it, in the table's order. */
    List<String> versionsWithout(Use use) {
        return versions.stream().filter(version -> !rows.get(use).contains(version)).toList();
    }

    static OpenfireApi read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<String> versions = List.of(lines.get(0).split("\t")).subList(2, lines.get(0).split("\t").length);
        var rows = new TreeMap<Use, Set<String>>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t");
            if (cells.length != versions.size() + 2) {
                throw new IOException(file + " has a line with " + cells.length + " cells: " + line);
            }
            Set<String> having = new TreeSet<>();
            for (int i = 0; i < versions.size(); i++) {
                if (cells[i + 2].equals(YES)) {
                    having.add(versions.get(i));
                }
            }
            rows.put(new Use(cells[0], cells[1]), having);
        }
        return new OpenfireApi(versions, rows);
    }

    void write(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("class\tmember\t" + String.join("\t", versions));
        rows.forEach((use, having) -> lines.add(use.type() + "\t" + use.member() + "\t"
            + String.join("\t", versions.stream().map(version -> having.contains(version) ? YES : NO).toList())));
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    /**
     * Looks all that the product uses up in the build's own Openfire and in unpacked ones.
     *
     * @param folder holds distributions, each in a folder with its version's name
     */
    static OpenfireApi of(Product product, Path folder) throws IOException {
        Map<String, OpenfireVersion> openfires = new LinkedHashMap<>();
        try {
            openfires.put(COMPILED_AGAINST, new OpenfireVersion(classPath()));
            try (Stream<Path> folders = Files.list(folder)) {
                for (Path each : folders.filter(each -> Files.isDirectory(each.resolve("lib"))).sorted().toList()) {
                    openfires.put(each.getFileName().toString(), OpenfireVersion.in(each));
                }
            }
            SortedSet<Use> uses = new TreeSet<>(product.uses().keySet());
            for (String type : product.inherited()) {
                openfires.values().forEach(each -> each.obstacles(type).forEach(member -> uses.add(new Use(type, member))));
            }
            Set<String> extended = product.extended();
            var rows = new TreeMap<Use, Set<String>>();
            for (Use use : uses) {
                var having = new TreeSet<String>();
                openfires.forEach((version, openfire) -> {
                    if (openfire.has(use, extended)) {
                        having.add(version);
                    }
                });
                rows.put(use, having);
            }
            return new OpenfireApi(List.copyOf(openfires.keySet()), rows);
        } finally {
            for (OpenfireVersion openfire : openfires.values()) {
                openfire.close();
            }
        }
    }

    private static List<Path> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator)).filter(entry -> entry.endsWith(".jar")).map(Path::of).toList();
    }
}
