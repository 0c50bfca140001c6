package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServicePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.ArchiveMode;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.DomainList;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Says where settings defeat each other, or what the server does: each of them may be meant, all of them together hardly. */
final class SettingsAdvice {

    /** So few errors in a row happen to every device now and then. */
    private static final int FEW_ERRORS = 3;
    private static final int NAMED = 3;

    /**
     * What is the matter.
     *
     * @param setting where it can be changed
     * @param text in words
     */
    record Advice(Setting<?> setting, String text) {

        /** Checks. */
        Advice {
            Objects.requireNonNull(setting);
            Objects.requireNonNull(text);
        }
    }

    private final Settings settings;
    private final Texts texts;
    private final List<Advice> advice = new ArrayList<>();

    private SettingsAdvice(Settings settings, Texts texts) {
        this.settings = settings;
        this.texts = texts;
    }

    /**
     * @param settings what is to be looked at
     * @param texts the language
     * @param offline what the server does with messages for who is not there
     * @param devices how many devices there are at each service, or null where the database does not tell
     * @param browsers how many registered browsers there are, or null where the database does not tell
     * @return what is the matter; empty where nothing is
     */
    static List<Advice> of(Settings settings, Texts texts, OfflinePolicy offline,
                           @Nullable Map<PushService, Long> devices, @Nullable Long browsers) {
        SettingsAdvice looking = new SettingsAdvice(settings, texts);
        looking.content();
        looking.offline(offline);
        looking.lists();
        looking.devices(devices == null ? Map.of() : devices);
        looking.browsers(browsers == null ? 0 : browsers);
        looking.webPush();
        looking.limits();
        looking.metrics();
        return List.copyOf(looking.advice);
    }

    private void content() {
        if (settings.get(Settings.IMPORTANT_BODY).isEmpty() && !settings.get(Settings.WITH_BODY)) {
            add(Settings.IMPORTANT_BODY, texts.get("advice.no-text"));
        }
    }

    private void offline(OfflinePolicy offline) {
        if (offline == OfflinePolicy.BOUNCES || offline == OfflinePolicy.DROPS) {
            boolean never = settings.get(Settings.ARCHIVE_TRIGGER) == ArchiveMode.NEVER;
            add(Settings.ARCHIVE_TRIGGER, texts.get(never ? "advice.offline.never" : "advice.offline.archive"));
        }
    }

    private void lists() {
        List<String> denied = settings.get(Settings.SERVICES_DENIED);
        for (String one : settings.get(Settings.SERVICES_ALLOWED)) {
            if (denied.contains(one) || !one.startsWith("*") && DomainList.covers(denied, one)) {
                add(Settings.SERVICES_DENIED, texts.get("advice.services.both", one));
            }
        }
    }

    private void devices(Map<PushService, Long> devices) {
        ServicePolicy policy = new ServicePolicy(settings);
        boolean web = settings.get(Settings.WEB_PUSH);
        long others = 0;
        List<PushService> services = new ArrayList<>();
        for (Map.Entry<PushService, Long> service : devices.entrySet()) {
            // Of browsers it is said apart that they are off.
            if ((web || !(service.getKey() instanceof WebOrigin)) && !policy.allows(service.getKey())) {
                others += service.getValue();
                services.add(service.getKey());
            }
        }
        if (others > 0) {
            String names = services.stream().sorted().limit(NAMED).map(PushService::name).collect(Collectors.joining(", "));
            add(settings.get(Settings.SERVICES_ALLOWED).isEmpty() ? Settings.SERVICES_DENIED : Settings.SERVICES_ALLOWED,
                texts.get("advice.services.devices", texts.number(others), services.size() > NAMED ? names + " …" : names));
        }
    }

    private void browsers(long browsers) {
        if (browsers > 0 && !settings.get(Settings.WEB_PUSH)) {
            add(Settings.WEB_PUSH, texts.get("advice.web-push.devices", texts.number(browsers)));
        }
    }

    private void webPush() {
        List<String> allowed = settings.get(Settings.SERVICES_ALLOWED);
        List<String> denied = settings.get(Settings.SERVICES_DENIED);
        if (!settings.get(Settings.WEB_PUSH)) {
            return;
        }
        for (String host : settings.get(Settings.ALLOWED_WEB_PUSH)) {
            String domain = host.replaceFirst(":\\d+$", "");
            boolean refused = !allowed.isEmpty() && !DomainList.covers(allowed, domain) || DomainList.covers(denied, domain);
            if (refused && !host.startsWith("*")) {
                add(Settings.ALLOWED_WEB_PUSH, texts.get("advice.web-push.host", host));
            }
        }
    }

    private void limits() {
        int errors = settings.get(Settings.MAX_ERRORS);
        if (errors <= FEW_ERRORS && settings.get(Settings.RETRY_DISABLED_AFTER) == 0) {
            add(Settings.RETRY_DISABLED_AFTER, texts.get("advice.errors", texts.number(errors)));
        }
    }

    private void metrics() {
        if (settings.get(Settings.METRICS) && settings.get(Settings.METRICS_TOKEN).length() < Settings.SHORTEST_TOKEN) {
            add(Settings.METRICS_TOKEN, texts.get("advice.metrics", texts.number(Settings.SHORTEST_TOKEN)));
        }
    }

    private void add(Setting<?> setting, String text) {
        advice.add(new Advice(setting, text));
    }
}
