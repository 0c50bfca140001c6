package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import java.time.Duration;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;

/** Writes figures in Prometheus' text format, version 0.0.4. Names no user and no service. */
final class PrometheusText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {
    }

    static String write(Counts counts) {
        StringBuilder text = new StringBuilder(1024);
        counts.registrations().ifPresent(number -> {
            head(text, "cloudnotify_registrations", "gauge", "Devices that are registered for push notifications, on all cluster nodes.");
            text.append("cloudnotify_registrations ").append(number).append('\n');
        });
        Figures.Snapshot snapshot = counts.snapshot();
        head(text, "cloudnotify_pushes_total", "counter", "Pushes published by this cluster node since the plugin started.");
        text.append("cloudnotify_pushes_total ").append(snapshot.pushes()).append('\n');
        head(text, "cloudnotify_push_errors_total", "counter",
            "Answers of push services that were errors or did not come, since the plugin started.");
        text.append("cloudnotify_push_errors_total ").append(snapshot.errors()).append('\n');
        if (snapshot.median() != null && snapshot.slow() != null) {
            head(text, "cloudnotify_answer_seconds", "gauge", "Answer time of push services in the last hour, by quantile.");
            quantile(text, "0.5", snapshot.median());
            quantile(text, "0.99", snapshot.slow());
        }
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void quantile(StringBuilder text, String quantile, Duration value) {
        text.append("cloudnotify_answer_seconds{quantile=\"").append(quantile).append("\"} ");
        text.append(value.toMillis() / 1000.0).append('\n');
    }
}
