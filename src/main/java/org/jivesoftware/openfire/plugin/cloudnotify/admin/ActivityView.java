package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog.Entry;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures.Minute;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures.Snapshot;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;

/** Puts decisions, answers and figures into words, and the last hour into bars. */
final class ActivityView {

    /** The graph's own units: a minute is this wide, and the fullest minute is this high. */
    private static final int WIDTH = 10;
    private static final int HEIGHT = 100;
    private static final int SHOWN_OF_SENDER = 40;

    private final Texts texts;

    ActivityView(Texts texts) {
        this.texts = texts;
    }

    /** @return the model of the table of decisions; never null */
    Map<String, Object> table(List<Entry> entries) {
        return Map.of("any", !entries.isEmpty(), "entries", entries.stream().map(this::row).toList());
    }

    private Map<String, ?> row(Entry entry) {
        Decision decision = entry.decision();
        Answer answer = entry.answer();
        Map<String, Object> row = new HashMap<>();
        row.put("iso", decision.time().toString());
        row.put("time", texts.time(decision.time()));
        row.put("user", decision.username());
        row.put("userLink", Place.user(decision.username()).address());
        row.put("trigger", texts.get("trigger." + decision.trigger()));
        row.put("sender", decision.sender() == null ? null
            : texts.get("activity.from", StringUtils.abbreviate(decision.sender(), "…", SHOWN_OF_SENDER)));
        row.put("decision", sentence(decision));
        row.put("pushed", decision.outcome() == Outcome.PUSHED);
        row.put("service", decision.key() == null ? null : decision.key().service().toString());
        row.put("latency", answer == null || answer.condition().equals(Answer.TIMEOUT) ? null : texts.seconds(answer.latency()));
        row.put("answer", answer == null ? null : condition(answer.condition()));
        row.put("good", answer != null && answer.condition().equals(Answer.RESULT));
        row.put("waiting", answer == null && decision.pushId() != null);
        return row;
    }

    /** @return what was decided and why; never null */
    String sentence(Decision decision) {
        String key = "outcome." + decision.outcome();
        if (decision.detail() == null) {
            return texts.get(key);
        }
        if (decision.outcome() == Outcome.ACKNOWLEDGED && decision.detail().matches("\\d{1,9}")) {
            return texts.get(key + ".after", texts.seconds(Duration.ofMillis(Long.parseLong(decision.detail()))));
        }
        return texts.get("outcome.detail", texts.get(key), decision.detail());
    }

    private String condition(String condition) {
        String key = "answer." + condition;
        return texts.has(key) ? texts.get(key) : condition;
    }

    /**
     * @param figures what was counted; not null
     * @param registrations how many there are, negative where that is not known
     * @return the model of the figures and of the graph; never null
     */
    Map<String, Object> figures(Snapshot figures, long registrations) {
        long pushes = figures.lastHour().stream().mapToLong(Minute::pushes).sum();
        long errors = figures.lastHour().stream().mapToLong(Minute::errors).sum();
        long most = figures.lastHour().stream().mapToLong(minute -> Math.max(minute.pushes(), minute.errors())).max().orElse(0);
        Map<String, Object> model = new HashMap<>();
        model.put("figures", List.of(
            figure("registrations", registrations < 0 ? texts.get("figure.unknown") : texts.number(registrations)),
            figure("pushes-hour", texts.number(pushes)),
            figure("errors-hour", texts.number(errors)),
            figure("median", time(figures.median())),
            figure("slow", time(figures.slow())),
            figure("pushes", texts.number(figures.pushes())),
            figure("errors", texts.number(figures.errors()))));
        model.put("graphText", texts.get("graph.text", texts.number(pushes), texts.number(errors), texts.number(most)));
        model.put("graphFrom", texts.timeOfDay(figures.lastHour().get(0).start()));
        model.put("graphTo", texts.timeOfDay(figures.lastHour().get(figures.lastHour().size() - 1).start()));
        model.put("graphMost", texts.get("graph.most", texts.number(most)));
        model.put("graphWidth", figures.lastHour().size() * WIDTH);
        model.put("graphHeight", HEIGHT);
        model.put("bars", bars(figures.lastHour(), Math.max(1, most)));
        return model;
    }

    private Map<String, String> figure(String name, String value) {
        return Map.of("name", texts.get("figure." + name), "value", value);
    }

    private String time(Duration time) {
        return time == null ? texts.get("figure.unknown") : texts.seconds(time);
    }

    private static List<Map<String, ?>> bars(List<Minute> minutes, long most) {
        List<Map<String, ?>> bars = new ArrayList<>();
        for (int i = 0; i < minutes.size(); i++) {
            bar(bars, "cn-pushes", i, minutes.get(i).pushes(), most);
            bar(bars, "cn-errors", i, minutes.get(i).errors(), most);
        }
        return bars;
    }

    private static void bar(List<Map<String, ?>> bars, String style, int minute, long count, long most) {
        if (count > 0) {
            // One is seen beside a million, too.
            long height = Math.max(2, count * HEIGHT / most);
            bars.add(Map.of("style", style, "x", minute * WIDTH + 1, "y", HEIGHT - height, "width", WIDTH - 2, "height", height));
        }
    }
}
