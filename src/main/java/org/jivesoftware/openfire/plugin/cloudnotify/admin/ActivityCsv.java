package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jspecify.annotations.Nullable;

/** Writes lines of the activity for a spreadsheet (RFC 4180): times as ISO 8601 in UTC, seconds with a point. */
final class ActivityCsv {

    /** How a spreadsheet knows a formula; names come from clients. */
    private static final String FORMULA = "=+-@\t\r";

    private final Texts texts;
    private final UserStanding users;

    ActivityCsv(Texts texts, UserStanding users) {
        this.texts = texts;
        this.users = users;
    }

    /** @return the text */
    String write(List<ActivityLine> lines) {
        ActivityWords words = new ActivityWords(texts);
        DeviceNames devices = new DeviceNames(users);
        StringBuilder text = new StringBuilder();
        row(text, Stream.of("time", "user", "trigger", "sender", "decision", "service", "device", "latency", "answer")
            .map(name -> texts.get("column." + name)));
        for (ActivityLine line : lines) {
            Duration latency = line.latency();
            // As it is kept over a restart.
            String time = line.time().truncatedTo(ChronoUnit.MILLIS).toString();
            row(text, Stream.of(time, line.username(), texts.get("trigger." + line.trigger()), text(line.sender()),
                words.decision(line), text(line.service()), line.registration() == null ? ""
                    : text(devices.of(line.username(), line.registration())),
                latency == null ? "" : String.format(Locale.ROOT, "%.3f", latency.toMillis() / 1000.0), text(words.answer(line))));
        }
        return text.toString();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static void row(StringBuilder text, Stream<String> cells) {
        text.append(cells.map(ActivityCsv::cell).collect(Collectors.joining(","))).append("\r\n");
    }

    private static String cell(String value) {
        String harmless = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
