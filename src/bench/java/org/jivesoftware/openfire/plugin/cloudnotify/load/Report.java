package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The steps of a run as a table for people and as JSON for programs. */
final class Report {
    private final String title;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Report(String title) {
        this.title = title;
    }

    /** Adds a step and shows it at once, since a run takes a while. */
    void add(Step step) {
        steps.add(step);
        System.out.println("  " + step.figures().entrySet().stream().map(entry -> entry.getKey() + " " + text(entry.getValue()))
            .reduce((a, b) -> a + ", " + b).orElse(""));
    }

    /** Adds steps that need not be shown before the table. */
    void addAll(List<Step> lines) {
        steps.addAll(lines);
    }

    void remark(String remark) {
        remarks.add(remark);
        System.out.println("  " + remark);
    }

    List<Step> steps() {
        return steps;
    }

    /** A table in Markdown. */
    String table() {
        Set<String> names = new LinkedHashSet<>();
        steps.forEach(step -> names.addAll(step.figures().keySet()));
        StringBuilder text = new StringBuilder("\n## " + title + "\n\n");
        if (!names.isEmpty()) {
            text.append("| ").append(String.join(" | ", names)).append(" |\n").append("|---".repeat(names.size())).append("|\n");
        }
        for (Step step : steps) {
            text.append('|');
            names.forEach(name -> text.append(' ').append(step.figures().containsKey(name) ? text(step.figures().get(name)) : "")
                .append(" |"));
            text.append('\n');
        }
        remarks.forEach(remark -> text.append("\n").append(remark).append('\n'));
        return text.toString();
    }

    /** Prints the table, and writes JSON and, where there are several loads, a plot. */
    void write(Path folder, String name) throws IOException {
        write(folder, name, steps.size() > 1 && steps.get(0).figures().containsKey("per second") ? Plot.of(title, steps) : null);
    }

    /** Prints the table, and writes JSON and, where there is one, a plot. */
    void write(Path folder, String name, String plot) throws IOException {
        System.out.println(table());
        json(folder, name);
        if (plot != null) {
            Files.writeString(folder.resolve(name + ".svg"), plot);
        }
        System.out.println("Written to " + folder + ": " + name + ".json" + (plot != null ? " and a plot" : ""));
    }

    /** Writes JSON only. */
    void json(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".json"), json());
    }

    private String json() {
        StringBuilder text = new StringBuilder("{\"title\": " + quoted(title) + ",\n \"java\": " + quoted(Runtime.version().toString())
            + ", \"cores\": " + Runtime.getRuntime().availableProcessors() + ",\n \"steps\": [");
        for (int i = 0; i < steps.size(); i++) {
            text.append(i == 0 ? "\n  {" : ",\n  {");
            String comma = "";
            for (Map.Entry<String, Object> figure : steps.get(i).figures().entrySet()) {
                text.append(comma).append(quoted(figure.getKey())).append(": ").append(value(figure.getValue()));
                comma = ", ";
            }
            text.append('}');
        }
        text.append("],\n \"remarks\": [");
        text.append(String.join(", ", remarks.stream().map(Report::quoted).toList()));
        return text.append("]}\n").toString();
    }

    private static String value(Object figure) {
        if (figure instanceof Double number && !Double.isFinite(number)) {
            return "null";
        }
        return figure instanceof Number ? figure.toString() : quoted(figure.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String text(Object figure) {
        if (!(figure instanceof Double number)) {
            return String.valueOf(figure);
        }
        double size = Math.abs(number);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f", number);
    }
}
