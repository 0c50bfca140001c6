package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog.Found;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Ending;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures.Minute;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures.Snapshot;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jspecify.annotations.Nullable;

/** Shows the lines of the activity and its figures, and the last hour in bars. */
final class ActivityView {

    /** The graph's own units: a minute is this wide, and the fullest minute is this high. */
    private static final int WIDTH = 10;
    private static final int HEIGHT = 100;
    private static final int SHOWN_OF_SENDER = 40;
    private static final int MARKS = 4;

    private final Texts texts;
    private final Instant now;
    private final ActivityWords words;
    private final DeviceNames devices;

    ActivityView(Texts texts, Instant now, UserStanding users) {
        this.texts = texts;
        this.now = now;
        this.devices = new DeviceNames(users);
        this.words = new ActivityWords(texts);
    }

    /** @return the model of the filter */
    Map<String, Object> form(ActivityQuery query) {
        Map<String, Object> model = new HashMap<>();
        model.put("user", query.user());
        model.put("service", query.service());
        model.put("device", query.device());
        model.put("anyDevice", !query.device().isEmpty());
        model.put("from", query.from());
        model.put("to", query.to());
        model.put("all", Place.ACTIVITY.address());
        model.put("endings", Arrays.stream(Ending.values()).map(ending -> Map.of("value", ActivityQuery.name(ending),
            "label", texts.get("ending." + ActivityQuery.name(ending)), "selected", ActivityQuery.name(ending).equals(query.ending())))
            .toList());
        return model;
    }

    /**
     * @param fitting all lines that fit, the newest first
     * @param query what was asked for
     * @param most how many are shown at once
     * @return the model of the table
     */
    Map<String, Object> table(Found fitting, ActivityQuery query, int most) {
        List<ActivityLine> from = fitting.lines().stream().filter(line -> line.number() < query.before()).toList();
        List<ActivityLine> shown = from.subList(0, Math.min(most, from.size()));
        Map<String, Object> model = new HashMap<>();
        model.put("any", !shown.isEmpty());
        model.put("entries", shown.stream().map(this::row).toList());
        model.put("shown", shown.isEmpty() ? null : texts.get("activity.shown", texts.number(shown.size()), texts.number(fitting.fitting()),
            texts.time(fitting.lines().get(fitting.lines().size() - 1).time())));
        model.put("older", from.size() > most ? query.before(shown.get(shown.size() - 1).number()).url() : null);
        model.put("newest", query.before() == Long.MAX_VALUE ? null : query.before(Long.MAX_VALUE).url());
        return model;
    }

    private Map<String, ?> row(ActivityLine line) {
        Map<String, Object> row = new HashMap<>();
        String registration = line.registration();
        row.put("number", Long.toString(line.number()));
        row.put("iso", line.time().toString());
        row.put("time", texts.time(line.time()));
        row.put("ago", texts.ago(line.time(), now));
        boolean anybody = line.username().equals(Decision.ANYBODY);
        row.put("user", anybody ? texts.get("activity.anybody") : line.username());
        row.put("userLink", anybody ? null : ActivityQuery.of(line.username()).url());
        row.put("trigger", texts.get("trigger." + line.trigger()));
        row.put("sender", line.sender() == null ? null
            : texts.get("activity.from", Shortened.atEnd(line.sender(), SHOWN_OF_SENDER)));
        row.put("decision", words.decision(line));
        row.put("before", line.before() == 0 ? null
            : ActivityQuery.of(line.username()).before(line.before() + 1).url() + "#l-" + line.before());
        row.put("pushed", line.outcome() == Outcome.PUSHED);
        row.put("service", line.service() == null ? null : line.service().toString());
        row.put("device", registration == null ? null : device(line.username(), registration));
        row.put("deviceLink", registration == null ? null : Place.device(line.username(), registration));
        row.put("latency", line.latency() == null || line.condition() == null || line.condition().equals("timeout") ? null
            : texts.seconds(line.latency()));
        row.put("answer", words.answer(line));
        row.put("good", line.ending() == Ending.ACCEPTED);
        row.put("bad", line.ending() == Ending.FAILED);
        return row;
    }

    private String device(String username, String registration) {
        String resource = devices.of(username, registration);
        return StringUtils.isEmpty(resource) ? texts.get("activity.device") : resource;
    }

    /**
     * @param figures what was counted
     * @param registrations how many there are, negative where that is not known, null where it does not belong here
     * @return the model of the figures and of the graph
     */
    Map<String, Object> figures(Snapshot figures, @Nullable Long registrations) {
        long pushes = figures.lastHour().stream().mapToLong(Minute::pushes).sum();
        long errors = figures.lastHour().stream().mapToLong(Minute::errors).sum();
        long most = figures.lastHour().stream().mapToLong(minute -> Math.max(minute.pushes(), minute.errors())).max().orElse(0);
        List<Map<String, String>> shown = new ArrayList<>();
        if (registrations != null) {
            shown.add(figure("registrations", registrations < 0 ? texts.get("figure.unknown") : texts.number(registrations)));
        }
        shown.add(figure("pushes-hour", texts.number(pushes)));
        shown.add(figure("errors-hour", texts.number(errors)));
        shown.add(figure("median", time(figures.median())));
        shown.add(figure("slow", time(figures.slow())));
        if (registrations != null) {
            shown.add(figure("pushes", texts.number(figures.pushes())));
            shown.add(figure("errors", texts.number(figures.errors())));
        }
        Map<String, Object> model = new HashMap<>();
        model.put("figures", shown);
        model.put("graphText", texts.get("graph.text", texts.number(pushes), texts.number(errors), texts.number(most)));
        model.put("graphWidth", figures.lastHour().size() * WIDTH);
        model.put("graphHeight", HEIGHT);
        model.put("graphTop", texts.number(Math.max(1, most)));
        model.put("graphMiddle", most > 1 && most % 2 == 0 ? texts.number(most / 2) : "");
        model.put("marks", marks(figures.lastHour()));
        model.put("bars", bars(figures.lastHour(), Math.max(1, most)));
        model.put("minutes", figures.lastHour().stream().filter(minute -> minute.pushes() + minute.errors() > 0)
            .map(minute -> Map.of("time", texts.timeOfDay(minute.start()), "pushes", texts.number(minute.pushes()),
                "errors", texts.number(minute.errors()))).toList());
        model.put("anyMinute", pushes + errors > 0);
        return model;
    }

    private Map<String, String> figure(String name, String value) {
        return Map.of("name", texts.get("figure." + name), "value", value);
    }

    private String time(@Nullable Duration time) {
        return time == null ? texts.get("figure.unknown") : texts.seconds(time);
    }

    /** What stands below the graph: the times of its beginning, of three moments between, and of its end. */
    private List<String> marks(List<Minute> minutes) {
        List<String> marks = new ArrayList<>();
        for (int i = 0; i <= MARKS; i++) {
            marks.add(texts.timeOfDay(minutes.get(Math.min(minutes.size() - 1, i * minutes.size() / MARKS)).start()));
        }
        return marks;
    }

    private List<Map<String, ?>> bars(List<Minute> minutes, long most) {
        List<Map<String, ?>> bars = new ArrayList<>();
        for (int i = 0; i < minutes.size(); i++) {
            Minute minute = minutes.get(i);
            String title = texts.get("graph.minute", texts.timeOfDay(minute.start()), texts.number(minute.pushes()),
                texts.number(minute.errors()));
            bar(bars, "cn-pushes", title, i, minute.pushes(), most);
            bar(bars, "cn-errors", title, i, minute.errors(), most);
        }
        return bars;
    }

    private static void bar(List<Map<String, ?>> bars, String style, String title, int minute, long count, long most) {
        if (count > 0) {
            // One is seen beside a million, too. Errors are narrower, besides their colour and hatching.
            long height = Math.max(2, count * HEIGHT / most);
            int inset = style.equals("cn-errors") ? 3 : 1;
            bars.add(Map.of("style", style, "title", title, "x", minute * WIDTH + inset, "y", HEIGHT - height, "width", WIDTH - 2 * inset,
                "height", height));
        }
    }
}
