package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting.Kind;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The settings as one administrator typed them, compared with what they are now and with what they were when the form was made. So two
 * administrators at once do not undo each other's work: what one did not touch stays as the other left it, and where both changed the
 * same thing the later one is asked. Immutable.
 */
final class SettingsForm {

    /** The prefix of the hidden fields that carry what a setting was when the form was made. */
    static final String BASE = "was.";

    /** What keeps an entry from being saved. */
    enum Problem { WRONG, CONFLICT }

    /**
     * One field of the form.
     *
     * @param setting its setting
     * @param text what the field holds
     * @param base what the setting was when the form was made
     * @param current what the setting is
     * @param problem what is the matter, or null
     * @param changed whether saving changes the setting
     */
    record Entry(Setting<?> setting, String text, String base, String current, @Nullable Problem problem, boolean changed) {
    }

    private final List<Entry> entries;

    private SettingsForm(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** @return the form before anybody typed */
    static SettingsForm of(Settings settings) {
        return new SettingsForm(Settings.ALL.stream().map(setting -> untouched(setting, current(settings, setting))).toList());
    }

    /**
     * Reads what was sent.
     *
     * @param settings what the settings are now
     * @param parameters gives a request's parameter, or null where it is missing
     * @return the form
     */
    static SettingsForm read(Settings settings, UnaryOperator<String> parameters) {
        List<Entry> entries = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            String current = current(settings, setting);
            String base = parameters.apply(BASE + setting.property());
            String typed = parameters.apply(setting.property());
            if (typed == null && setting.kind() == Kind.SWITCH) {
                // A box without a tick is not sent.
                typed = "false";
            }
            entries.add(base == null || typed == null ? untouched(setting, current) : compare(setting, typed, base, current));
        }
        return new SettingsForm(entries);
    }

    private static Entry compare(Setting<?> setting, String typed, String base, String current) {
        String wanted;
        try {
            wanted = normal(setting, Durations.is(setting) ? Durations.seconds(typed) : typed);
        } catch (IllegalArgumentException e) {
            return new Entry(setting, typed, base, current, Problem.WRONG, false);
        }
        if (wanted.equals(base) || wanted.equals(current)) {
            return untouched(setting, current);
        }
        if (base.equals(current)) {
            return new Entry(setting, wanted, base, current, null, true);
        }
        // Sent once more, the form says that the administrator has seen the other one's value.
        return new Entry(setting, wanted, current, current, Problem.CONFLICT, false);
    }

    private static Entry untouched(Setting<?> setting, String current) {
        return new Entry(setting, current, current, current, null, false);
    }

    private static <T> String current(Settings settings, Setting<T> setting) {
        return setting.format(settings.get(setting));
    }

    private static <T> String normal(Setting<T> setting, String text) {
        return setting.format(setting.parse(text));
    }

    /** @return all fields */
    List<Entry> entries() {
        return entries;
    }

    /** @return the field of that setting */
    Entry entry(Setting<?> setting) {
        return entries.stream().filter(entry -> entry.setting() == setting).findFirst().orElseThrow();
    }

    /** @return settings as they would be if this was saved; where a field is wrong, as they are */
    Settings asTyped() {
        Map<String, String> texts = new HashMap<>();
        entries.forEach(entry -> texts.put(entry.setting().property(), entry.problem() == Problem.WRONG ? entry.current() : entry.text()));
        return new Settings(new PropertySource() {
            @Override
            public @Nullable String get(String name) {
                return texts.get(name);
            }

            @Override
            public void set(String name, String value) {
                texts.put(name, value);
            }

            @Override
            public AutoCloseable onChange(Consumer<String> listener) {
                return () -> { };
            }
        });
    }

    /** @return whether there is a field with that problem */
    boolean has(Problem problem) {
        return entries.stream().anyMatch(entry -> entry.problem() == problem);
    }

    /**
     * Saves what changed, if nothing is the matter with any field.
     *
     * @param settings where to
     * @return the changed ones; empty where there was nothing to change or something is the matter
     */
    Map<Setting<?>, Entry> save(Settings settings) {
        Map<Setting<?>, Entry> changes = new LinkedHashMap<>();
        if (entries.stream().allMatch(entry -> entry.problem() == null)) {
            for (Entry entry : entries) {
                if (entry.changed()) {
                    set(settings, entry.setting(), entry.text());
                    changes.put(entry.setting(), entry);
                }
            }
        }
        return changes;
    }

    private static <T> void set(Settings settings, Setting<T> setting, String text) {
        settings.set(setting, setting.parse(text));
    }
}
