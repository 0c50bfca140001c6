package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Throughput and latency against load, as SVG. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int TOP = 34;
    private static final int GAP = 70;
    private static final int LINES = 4;
    private static final String[] COLOURS = {"#1b6ac9", "#c9531b", "#2c8a3d"};

    private final StringBuilder svg = new StringBuilder();
    private final List<Step> steps;
    private final double mostOffered;

    private Plot(List<Step> steps) {
        // The step that sends as fast as it can has no offered load of its own: what it reached stands for it.
        this.steps = steps.stream().sorted((a, b) -> Double.compare(offered(a), offered(b))).toList();
        this.mostOffered = steps.stream().mapToDouble(Plot::offered).max().orElse(1);
    }

    static String of(String title, List<Step> steps) {
        return new Plot(steps).draw(title);
    }

    private static double offered(Step step) {
        double offered = step.number("offered");
        return offered > 0 ? offered : step.number("per second");
    }

    private String draw(String title) {
        int height = 2 * (HEIGHT + GAP) + TOP;
        svg.append("<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='12'>\n"
            .formatted(WIDTH + LEFT + 30, height)).append("<rect width='100%' height='100%' fill='white'/>\n");
        text(LEFT, 20, "start", title);
        panel(TOP + 10, "pushes per second", false, List.of("per second"));
        panel(TOP + 10 + HEIGHT + GAP, "milliseconds (logarithmic)", true, List.of("latency p50 ms", "latency p99 ms", "own part p99 ms"));
        return svg.append("</svg>\n").toString();
    }

    private void panel(int top, String unit, boolean logarithmic, List<String> names) {
        double most = names.stream().flatMapToDouble(name -> steps.stream().mapToDouble(step -> step.number(name)))
            .filter(Double::isFinite).max().orElse(1);
        double least = logarithmic ? names.stream().flatMapToDouble(name -> steps.stream().mapToDouble(step -> step.number(name)))
            .filter(each -> Double.isFinite(each) && each > 0).min().orElse(1) : 0;
        ToDoubleFunction<Double> share = value -> logarithmic
            ? Math.log(value / least) / Math.max(1e-9, Math.log(most / least)) : value / most;
        svg.append("<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#888'/>%n".formatted(LEFT, top, WIDTH, HEIGHT));
        text(LEFT, top - 6, "start", unit);
        for (int i = 0; i <= LINES; i++) {
            double part = (double) i / LINES;
            double value = logarithmic ? least * Math.pow(most / least, part) : most * part;
            int y = top + (int) (HEIGHT * (1 - part));
            svg.append("<line x1='%d' x2='%d' y1='%d' y2='%d' stroke='#ddd'/>%n".formatted(LEFT, LEFT + WIDTH, y, y));
            text(LEFT - 6, y + 4, "end", number(value));
            text(LEFT + (int) (WIDTH * part), top + HEIGHT + 16, "middle", number(mostOffered * part));
        }
        text(LEFT + WIDTH / 2, top + HEIGHT + 32, "middle", "messages offered per second");
        for (int i = 0; i < names.size(); i++) {
            curve(top, names.get(i), COLOURS[i], share, i);
        }
    }

    private void curve(int top, String name, String colour, ToDoubleFunction<Double> share, int index) {
        StringBuilder points = new StringBuilder();
        for (Step step : steps) {
            double value = step.number(name);
            if (Double.isFinite(value) && value > 0) {
                int x = LEFT + (int) (WIDTH * offered(step) / mostOffered);
                int y = top + (int) (HEIGHT * (1 - share.applyAsDouble(value)));
                points.append(x).append(',').append(y).append(' ');
                svg.append("<circle cx='%d' cy='%d' r='3' fill='%s'/>%n".formatted(x, y, colour));
            }
        }
        if (!points.isEmpty()) {
            svg.append("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>%n".formatted(points.toString().trim(), colour));
            svg.append("<text x='%d' y='%d' fill='%s'>%s</text>%n".formatted(LEFT + 10, top + 18 + 16 * index, colour, name));
        }
    }

    private void text(int x, int y, String anchor, String text) {
        svg.append("<text x='%d' y='%d' text-anchor='%s'>%s</text>%n".formatted(x, y, anchor, text));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f", value);
    }
}
