package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Counters;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;

/** Writes figures in Prometheus' text format, version 0.0.4. Names no user and no service; labels have few values, all known before. */
final class PrometheusText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(8_192);

    private PrometheusText() {
    }

    static String write(Counts counts) {
        PrometheusText writer = new PrometheusText();
        writer.devices(counts);
        writer.pushes(counts);
        writer.services(counts);
        writer.head("cloudnotify_build_info", "gauge", "Which versions run here; always 1.");
        writer.text.append("cloudnotify_build_info{version=\"").append(escape(counts.version())).append("\",openfire=\"")
            .append(escape(counts.openfire())).append("\"} 1\n");
        return writer.text.toString();
    }

    private void devices(Counts counts) {
        counts.totals().ifPresent(totals -> {
            value("cloudnotify_registrations", "gauge", "Devices that are registered for push notifications, on all cluster nodes.",
                totals.all());
            value("cloudnotify_registrations_disabled", "gauge", "Those of them that are disabled.", totals.disabled());
            value("cloudnotify_registrations_failing", "gauge", "Those of them that are not disabled, and whose last answer was an error.",
                totals.failing());
        });
    }

    private void pushes(Counts counts) {
        Figures.Snapshot snapshot = counts.snapshot();
        Counters counters = counts.counters();
        value("cloudnotify_pushes_total", "counter", "Pushes published by this cluster node since the plugin started.", snapshot.pushes());
        value("cloudnotify_push_errors_total", "counter",
            "Answers of push services that were errors or did not come, since the plugin started.", snapshot.errors());
        each("cloudnotify_trigger_pushes_total", "Pushes by what made them due.", "trigger", Trigger.values(), counters::pushes);
        each("cloudnotify_decisions_total", "Decisions about one device each, by what was decided and why.", "outcome", Outcome.values(),
            counters::decisions);
        value("cloudnotify_lost_total", "counter", "What should have been pushed and never will be: lost, or given up after a day.",
            counters.decisions(Outcome.LOST) + counters.decisions(Outcome.EXPIRED));
        head("cloudnotify_answer_duration_seconds", "histogram", "How long push services took to answer, errors included.");
        List<Long> within = counters.answersWithin();
        for (int i = 0; i < within.size(); i++) {
            String bound = i < Counters.BOUNDS.size() ? Counters.BOUNDS.get(i).toString() : "+Inf";
            text.append("cloudnotify_answer_duration_seconds_bucket{le=\"").append(bound).append("\"} ").append(within.get(i)).append('\n');
        }
        text.append("cloudnotify_answer_duration_seconds_sum ").append(counters.answerSeconds()).append('\n');
        text.append("cloudnotify_answer_duration_seconds_count ").append(within.get(within.size() - 1)).append('\n');
    }

    private void services(Counts counts) {
        Counts.Services services = counts.services();
        Map<String, Long> states = new TreeMap<>(Map.of("working", services.working(), "down", services.down(),
            "denied", services.denied()));
        head("cloudnotify_services", "gauge", "Push services that devices are registered for, by their state.");
        states.forEach((state, number) -> sample("cloudnotify_services", "state", state, number));
        value("cloudnotify_waiting", "gauge", "Devices whose pushes wait for their service.", services.waiting());
        value("cloudnotify_unanswered", "gauge", "Pushes that services have not answered yet.", services.unanswered());
    }

    private <E extends Enum<E>> void each(String name, String help, String label, E[] values, ToLongFunction<E> count) {
        head(name, "counter", help);
        Arrays.stream(values).forEach(one -> sample(name, label, one.name().toLowerCase(Locale.ROOT), count.applyAsLong(one)));
    }

    private void sample(String name, String label, String value, long number) {
        text.append(name).append('{').append(label).append("=\"").append(value).append("\"} ").append(number).append('\n');
    }

    private void value(String name, String type, String help, long number) {
        head(name, type, help);
        text.append(name).append(' ').append(number).append('\n');
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
