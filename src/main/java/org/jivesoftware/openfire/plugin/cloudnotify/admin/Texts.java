package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says things in the language, the number format and the time zone of the console. Immutable. */
final class Texts {

    private final Messages messages;
    private final Locale locale;
    private final DateTimeFormatter times;
    private final DateTimeFormatter clock;
    private final ZoneId zone;

    Texts(Messages messages, Locale locale, ZoneId zone) {
        this.messages = Objects.requireNonNull(messages);
        this.locale = Objects.requireNonNull(locale);
        this.zone = Objects.requireNonNull(zone);
        this.times = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(locale).withZone(zone);
        this.clock = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale).withZone(zone);
    }

    /** @return the text of that name */
    String get(String key, @Nullable Object... arguments) {
        return messages.text(locale, key, arguments);
    }

    /** @return whether there is a text of that name */
    boolean has(String key) {
        return !messages.text(locale, key).equals(key);
    }

    /** @return the language in the form of HTML's lang attribute */
    String language() {
        return locale.toLanguageTag();
    }

    /** @return a whole number as people of that language write it */
    String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** @return date and time of day with seconds */
    String time(Instant time) {
        return times.format(time);
    }

    /** @return the time zone of all times, by its name and by its place */
    String zone() {
        String name = DateTimeFormatter.ofPattern("zzzz", locale).withZone(zone).format(Instant.now());
        return get("time.zone", name.equals(zone.getId()) ? name : name + ", " + zone.getId());
    }

    /** @return the time zone of this console */
    ZoneId zoneId() {
        return zone;
    }

    /**
     * @param time a moment ago
     * @param now the time
     * @return for how long it has been past, in the largest unit of which it is at least one
     */
    String ago(Instant time, Instant now) {
        long seconds = Duration.between(time, now).toSeconds();
        if (seconds < 1) {
            return get("time.now");
        }
        for (long unit : new long[] {86_400, 3_600, 60}) {
            if (seconds >= unit) {
                return get("time.ago", duration(seconds / unit * unit, unit));
            }
        }
        return get("time.ago", get("unit.seconds", number(seconds)));
    }

    private String duration(long seconds, long unit) {
        return get(unit == 86_400 ? "unit.days" : unit == 3_600 ? "unit.hours" : "unit.minutes", number(seconds / unit));
    }

    /** @return the time of day in hours and minutes */
    String timeOfDay(Instant time) {
        return clock.format(time);
    }

    /** @return seconds with one digit after the point, and with three where it is less than a tenth */
    String seconds(Duration duration) {
        NumberFormat format = NumberFormat.getInstance(locale);
        boolean tiny = duration.toMillis() < 100;
        format.setMinimumFractionDigits(tiny ? 3 : 1);
        format.setMaximumFractionDigits(tiny ? 3 : 1);
        return get("unit.seconds", format.format(duration.toMillis() / 1000.0));
    }

    /** @return whole seconds in the largest unit that fits without a rest, for example "3 d" */
    String duration(long seconds) {
        if (seconds > 0 && seconds % 86_400 == 0) {
            return get("unit.days", number(seconds / 86_400));
        }
        if (seconds > 0 && seconds % 3_600 == 0) {
            return get("unit.hours", number(seconds / 3_600));
        }
        if (seconds > 0 && seconds % 60 == 0) {
            return get("unit.minutes", number(seconds / 60));
        }
        return get("unit.seconds", number(seconds));
    }
}
