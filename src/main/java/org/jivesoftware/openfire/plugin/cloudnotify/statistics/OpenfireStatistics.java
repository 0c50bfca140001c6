package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Messages;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;
import org.jivesoftware.openfire.stats.Statistic;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.jspecify.annotations.Nullable;

/**
 * The figures in Openfire's statistics, where the Monitoring plugin draws them (behaviour §7). Each sample is the present state or that of
 * the last complete minute, so that it does not matter who else takes samples. Keys have 20 characters at most: the Monitoring plugin up to
 * 2.7 stores no sample of what has a longer one.
 */
public final class OpenfireStatistics implements AutoCloseable {

    private final StatisticsManager manager;
    private final Map<String, Statistic> statistics = new LinkedHashMap<>();

    /**
     * Adds them.
     *
     * @param manager Openfire's statistics
     * @param counts the figures
     * @param messages the texts
     * @param locale the server's language
     * @param part is told what fails
     */
    public OpenfireStatistics(StatisticsManager manager, Counts counts, Messages messages, Locale locale, Part part) {
        this.manager = Objects.requireNonNull(manager);
        Objects.requireNonNull(part);
        Whole.begin(() -> addAll(counts, messages, locale, part), this);
    }

    private void addAll(Counts counts, Messages messages, Locale locale, Part part) {
        add("cloudnotify_devices", new Figure(messages.text(locale, "statistic.registrations"),
            messages.text(locale, "statistic.registrations.description"), messages.text(locale, "statistic.unit.registrations"), false,
            () -> counts.registrations().orElse(0), part));
        add("cloudnotify_pushes", new Figure(messages.text(locale, "statistic.pushes"),
            messages.text(locale, "statistic.pushes.description"), messages.text(locale, "statistic.unit.pushes"), true,
            () -> counts.lastMinute().pushes(), part));
        add("cloudnotify_errors", new Figure(messages.text(locale, "statistic.errors"),
            messages.text(locale, "statistic.errors.description"), messages.text(locale, "statistic.unit.errors"), true,
            () -> counts.lastMinute().errors(), part));
        add("cloudnotify_median", new Figure(messages.text(locale, "statistic.median"),
            messages.text(locale, "statistic.median.description"), messages.text(locale, "statistic.unit.milliseconds"), true,
            () -> millis(counts.snapshot().median()), part));
        add("cloudnotify_slow", new Figure(messages.text(locale, "statistic.slow"),
            messages.text(locale, "statistic.slow.description"), messages.text(locale, "statistic.unit.milliseconds"), true,
            () -> millis(counts.snapshot().slow()), part));
    }

    private void add(String key, Statistic statistic) {
        statistics.put(key, statistic);
        manager.addStatistic(key, statistic);
    }

    private static double millis(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis();
    }

    @Override
    public void close() {
        statistics.keySet().forEach(manager::removeStatistic);
    }

    private record Figure(String name, String description, String units, boolean partial, DoubleSupplier value, Part part)
        implements Statistic {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getDescription() {
            return description;
        }

        @Override
        public String getUnits() {
            return units;
        }

        /** The only type that is in all versions and says what is measured, not what changed since somebody asked. */
        @Override
        public @Nullable Type getStatType() {
            try {
                return Type.count;
            } catch (Throwable e) {
                part.failed(e);
                return null;
            }
        }

        @Override
        public double sample() {
            if (part.isOff()) {
                return 0;
            }
            try {
                return value.getAsDouble();
            } catch (Throwable e) {
                part.failed(e);
                return 0;
            }
        }

        @Override
        public boolean isPartialSample() {
            return partial;
        }
    }
}
