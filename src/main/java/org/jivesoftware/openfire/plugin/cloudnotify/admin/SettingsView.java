package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.SettingsAdvice.Advice;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.SettingsForm.Entry;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.SettingsForm.Problem;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting.Kind;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Puts the settings form into words. */
final class SettingsView {

    private static final int SHOWN_OF_WRONG = 60;

    private final Texts texts;

    SettingsView(Texts texts) {
        this.texts = texts;
    }

    /**
     * @param form what is shown
     * @param webPushKey the public key that browsers subscribe with, or null where there is none
     * @return the model of the settings template
     */
    Map<String, Object> model(SettingsForm form, @Nullable String webPushKey) {
        List<Map<String, ?>> groups = Arrays.stream(SettingGroup.values()).<Map<String, ?>>map(group -> {
            String name = group.name().toLowerCase(Locale.ROOT);
            return Map.of(
                "title", texts.get("settings.group." + name),
                "about", texts.get("settings.group." + name + ".about"),
                "fields", group.settings().stream().map(form::entry).map(this::field).toList(),
                "browser", group == SettingGroup.WEB_PUSH,
                "content", group == SettingGroup.CONTENT,
                "notes", group == SettingGroup.WEB_PUSH && webPushKey != null
                    ? List.of(texts.get("settings.web-push-key", webPushKey)) : List.of());
        }).toList();
        List<Map<String, String>> problems = form.entries().stream().filter(entry -> entry.problem() != null)
            .map(entry -> Map.of("id", id(entry.setting()), "label", label(entry.setting()), "message", problem(entry))).toList();
        Map<String, Object> model = new HashMap<>();
        model.put("groups", groups);
        model.put("problems", problems);
        model.put("anyProblem", !problems.isEmpty());
        return model;
    }

    /** @return what pushes say by these settings, a line for each sample */
    List<Map<String, ?>> preview(Settings settings) {
        return new PushSample(settings, texts.get("preview.text")).lines().stream().<Map<String, ?>>map(this::sample).toList();
    }

    private Map<String, ?> sample(PushSample.Line line) {
        String kind = "preview." + line.kind().name().toLowerCase(Locale.ROOT);
        String nothing = texts.get(line.sent() ? "preview.unsaid" : "preview.no-push");
        return Map.of("kind", texts.get(kind), "reader", texts.get(line.sent() ? kind + ".reader" : "preview.no-push"),
            "count", line.count() == null ? nothing : texts.number(line.count()), "sender", said(line.sender(), nothing),
            "text", said(line.text(), nothing));
    }

    private static String said(@Nullable String text, String nothing) {
        return text == null ? nothing : text;
    }

    /** @return what is the matter, each with the field where it can be changed */
    List<Map<String, String>> advice(List<Advice> advice) {
        return advice.stream().map(one -> Map.of("id", id(one.setting()), "label", label(one.setting()), "message", one.text())).toList();
    }

    /** @return the name of a setting */
    String label(Setting<?> setting) {
        return texts.get(key(setting) + ".label");
    }

    private Map<String, ?> field(Entry entry) {
        Setting<?> setting = entry.setting();
        Kind kind = setting.kind();
        Map<String, Object> field = new HashMap<>();
        field.put("id", id(setting));
        field.put("property", setting.property());
        field.put("base", SettingsForm.BASE + setting.property());
        field.put("label", label(setting));
        field.put("help", texts.get(key(setting) + ".help"));
        field.put("range", range(setting));
        field.put("was", entry.base());
        field.put("value", entry.text());
        field.put("on", "true".equals(entry.text()));
        field.put("problem", entry.problem() == null ? null : problem(entry));
        field.put("switch", kind == Kind.SWITCH);
        field.put("number", kind == Kind.NUMBER);
        field.put("text", kind == Kind.TEXT);
        field.put("choice", kind == Kind.CHOICE);
        field.put("domains", kind == Kind.DOMAINS);
        field.put("seconds", Durations.is(setting));
        field.put("options", setting.choices().stream().map(choice -> option(entry, choice)).toList());
        return field;
    }

    private Map<String, ?> option(Entry entry, String choice) {
        Setting<?> setting = entry.setting();
        String words = value(setting, choice);
        return Map.of("value", choice, "label", choice.equals(preset(setting)) ? texts.get("value.default", words) : words,
            "id", id(setting) + "-" + choice, "selected", choice.equals(entry.text()));
    }

    private static <T> String preset(Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    /** What may be entered, or null where that is plain to see. */
    private @Nullable String range(Setting<?> setting) {
        String preset = preset(setting);
        return switch (setting.kind()) {
            case CHOICE -> null;
            case SWITCH -> texts.get("range.switch", value(setting, preset));
            case TEXT -> texts.get("range.text", preset, String.valueOf(setting.max()));
            case DOMAINS -> texts.get("range.domains");
            case NUMBER -> Durations.is(setting)
                ? texts.get("range.seconds", seconds(Long.parseLong(preset)), String.valueOf(setting.min()), seconds(setting.max()))
                : texts.get("range.number", preset, String.valueOf(setting.min()), String.valueOf(setting.max()));
        };
    }

    /** A number of seconds, and what that is in minutes, hours or days. */
    private String seconds(long seconds) {
        return seconds == 0 || seconds % 60 != 0 ? String.valueOf(seconds)
            : texts.get("unit.same", String.valueOf(seconds), texts.duration(seconds));
    }

    private String problem(Entry entry) {
        Setting<?> setting = entry.setting();
        if (entry.problem() == Problem.CONFLICT) {
            return texts.get("settings.conflict", value(setting, entry.current()));
        }
        String typed = Shortened.atEnd(entry.text(), SHOWN_OF_WRONG);
        return switch (setting.kind()) {
            case NUMBER -> entry.text().isBlank()
                ? texts.get("wrong.number.empty", String.valueOf(setting.min()), String.valueOf(setting.max()))
                : texts.get("wrong.number", typed, String.valueOf(setting.min()), String.valueOf(setting.max()));
            case TEXT -> texts.get("wrong.text", String.valueOf(entry.text().length()), String.valueOf(setting.max()));
            case DOMAINS -> texts.get("wrong.domains", Shortened.atEnd(wrongDomain(setting, entry.text()), SHOWN_OF_WRONG));
            case SWITCH, CHOICE -> texts.get("wrong.choice", typed);
        };
    }

    /** Which of the domains it is that the setting does not take. */
    private static String wrongDomain(Setting<?> setting, String text) {
        for (String domain : StringUtils.split(text, ", \t\r\n")) {
            try {
                setting.parse(domain);
            } catch (IllegalArgumentException e) {
                return domain;
            }
        }
        return text;
    }

    /** A value as people say it; used for what can be chosen and for what somebody else chose. */
    private String value(Setting<?> setting, String value) {
        return switch (setting.kind()) {
            case SWITCH -> texts.get("true".equals(value) ? "value.on" : "value.off");
            case CHOICE -> texts.get(key(setting) + "." + value);
            default -> value.isEmpty() ? texts.get("value.empty") : value;
        };
    }

    private static String id(Setting<?> setting) {
        return "cn-" + name(setting).replace('.', '-');
    }

    private static String key(Setting<?> setting) {
        return "setting." + name(setting);
    }

    private static String name(Setting<?> setting) {
        return setting.property().substring(Settings.PREFIX.length());
    }
}
