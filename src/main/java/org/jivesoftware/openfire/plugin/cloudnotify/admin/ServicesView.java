package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ServiceFigures.Hour;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jspecify.annotations.Nullable;

/** Puts push services into words. */
final class ServicesView {

    /** Rows of the page: more than anybody reads. */
    static final int MOST = 1_000;

    /** So many devices have those that were not there yet when devices were counted. */
    private static final long UNKNOWN = -1;

    private final Texts texts;
    private final PushServices services;
    private final Instant now;
    private final Set<String> chosen;

    ServicesView(Texts texts, PushServices services, Instant now) {
        this(texts, services, now, Set.of());
    }

    /** @param chosen the names of those that are ticked */
    ServicesView(Texts texts, PushServices services, Instant now, Set<String> chosen) {
        this.chosen = Set.copyOf(chosen);
        this.texts = texts;
        this.services = services;
        this.now = now;
    }

    /** One row, before it is put into words. */
    private record Line(PushService service, long devices, @Nullable ServiceState state, boolean allowed, Hour hour) {

        /** Those that somebody should look at come first. */
        int rank() {
            return state != null && !state.works() ? 0 : !allowed ? 1 : keepsWaiting() ? 2 : hour.errors() > 0 ? 3 : 4;
        }

        /** It works, and something waits for it all the same. */
        boolean keepsWaiting() {
            return state != null && state.works() && state.waiting() > 0;
        }
    }

    /**
     * @param all the services that devices are registered for
     * @param devices how many there are for each of them, as far as the database has told
     * @return the model of the table of services
     */
    Map<String, Object> table(Set<PushService> all, Aged.Known<Map<PushService, Long>> devices) {
        Map<PushService, Long> counted = new TreeMap<>();
        Map<PushService, Long> known = devices.value() == null ? Map.of() : devices.value();
        all.forEach(service -> counted.put(service, known.getOrDefault(service, UNKNOWN)));
        Map<PushService, ServiceState> states = new HashMap<>();
        services.states().forEach(state -> states.put(state.service(), state));
        states.keySet().forEach(service -> counted.putIfAbsent(service, 0L));
        List<Line> lines = new ArrayList<>();
        counted.forEach((service, count) ->
            lines.add(new Line(service, count, states.get(service), services.allowed(service), services.lastHour(service))));
        lines.sort(Comparator.comparingInt(Line::rank).thenComparing(Line::devices, Comparator.reverseOrder()));
        Map<String, Object> model = new HashMap<>();
        model.put("any", !lines.isEmpty());
        model.put("more", lines.size() > MOST ? texts.get("services.more", texts.number(MOST), texts.number(lines.size())) : null);
        model.put("rows", lines.stream().limit(MOST).map(line -> row(line, devices)).toList());
        return model;
    }

    private Map<String, ?> row(Line line, Aged.Known<?> devices) {
        Map<String, Object> row = new HashMap<>();
        ServiceState state = line.state();
        row.put("service", line.service().name());
        row.put("select", texts.get("services.select", line.service().name()));
        row.put("link", Place.REGISTRATIONS.address() + "?service=" + URLEncoder.encode(line.service().name(), StandardCharsets.UTF_8));
        row.put("devices", devices.value() != null && line.devices() != UNKNOWN ? texts.number(line.devices())
            : texts.get(devices.counting() ? "figure.counting" : "figure.unknown"));
        row.put("bad", line.rank() < 2);
        row.put("good", line.rank() > 2 && line.hour().pushes() > 0);
        row.put("state", sentence(line));
        row.put("waiting", texts.number(state == null ? 0 : state.waiting()));
        row.put("unanswered", texts.number(state == null ? 0 : state.unanswered()));
        row.put("pushes", texts.number(line.hour().pushes()));
        row.put("errors", texts.number(line.hour().errors()));
        row.put("erring", line.hour().errors() > 0);
        row.put("median", time(line.hour().median()));
        row.put("slow", time(line.hour().slow()));
        row.put("chosen", chosen.contains(line.service().name()));
        row.put("activity", Place.ACTIVITY.address() + "?service=" + URLEncoder.encode(line.service().name(), StandardCharsets.UTF_8));
        return row;
    }

    private String time(@Nullable Duration time) {
        return time == null ? texts.get("figure.unknown") : texts.seconds(time);
    }

    private String sentence(Line line) {
        ServiceState state = line.state();
        if (!line.allowed()) {
            return texts.get("service.denied");
        }
        if (state != null && !state.works()) {
            return down(state);
        }
        if (state != null && line.keepsWaiting()) {
            Instant again = state.again();
            return again == null || !again.isAfter(now) ? texts.get("service.waits.now") : texts.get("service.waits", texts.time(again));
        }
        return texts.get(line.hour().pushes() > 0 ? "service.works" : "service.idle");
    }

    /** @return since when a service that does not work does not, and when it is tried again */
    String down(ServiceState state) {
        Instant down = state.downSince();
        String since = down == null ? texts.get("figure.unknown") : texts.time(down);
        return state.nextTry() == null || !state.nextTry().isAfter(now) ? texts.get("service.down.now", since)
            : texts.get("service.down", since, texts.time(state.nextTry()));
    }
}
