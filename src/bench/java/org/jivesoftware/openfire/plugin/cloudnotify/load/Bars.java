package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Medians of contenders beside each other, with a line from the least round to the most, as SVG. */
final class Bars {
    private static final int LEFT = 260;
    private static final int WIDTH = 420;
    private static final int ROW = 20;
    private static final int HEAD = 34;
    private static final int GAP = 18;

    private final StringBuilder svg = new StringBuilder();
    private int top = HEAD;

    /** Draws each figure that a load has. */
    static String of(String title, Standings standings, List<String> figures) {
        Bars bars = new Bars();
        bars.text(10, 20, "start", title);
        for (String load : standings.loads()) {
            for (String figure : figures) {
                List<Contender.Name> with = standings.contenders(load).stream()
                    .filter(each -> standings.rounds(load, each, figure).stream().anyMatch(Double::isFinite)).toList();
                if (!with.isEmpty()) {
                    bars.panel(standings, load, figure, with);
                }
            }
        }
        return "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='12'>\n"
            .formatted(LEFT + WIDTH + 90, bars.top) + "<rect width='100%' height='100%' fill='white'/>\n" + bars.svg + "</svg>\n";
    }

    private void panel(Standings standings, String load, String figure, List<Contender.Name> contenders) {
        double most = contenders.stream().mapToDouble(each -> Collections.max(standings.rounds(load, each, figure))).max().orElse(1);
        double scale = WIDTH / Math.max(1e-9, most);
        text(10, top + 14, "start", load + ": " + figure);
        top += ROW;
        for (Contender.Name contender : contenders) {
            double median = standings.median(load, contender, figure);
            List<Double> rounds = standings.rounds(load, contender, figure);
            text(LEFT - 6, top + 14, "end", contender.toString());
            svg.append("<rect x='%d' y='%d' width='%d' height='%d' fill='%s'/>%n".formatted(LEFT, top + 3, (int) (median * scale), ROW - 6,
                contender.equals(OpenfireContender.OURS) ? "#1b6ac9" : contender.pushes() ? "#c9531b" : "#999"));
            int least = LEFT + (int) (Collections.min(rounds) * scale);
            int largest = LEFT + (int) (Collections.max(rounds) * scale);
            svg.append("<line x1='%d' x2='%d' y1='%d' y2='%3$d' stroke='black'/>%n".formatted(least, largest, top + ROW / 2));
            text(largest + 6, top + 14, "start", number(median));
            top += ROW;
        }
        top += GAP;
    }

    private void text(int x, int y, String anchor, String text) {
        svg.append("<text x='%d' y='%d' text-anchor='%s'>%s</text>%n".formatted(x, y, anchor, text));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
