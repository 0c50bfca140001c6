package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** Times as people type them: 3d, 12h, 5m, 30s, 1d 12h, or a plain number of seconds. */
final class Durations {

    private static final Set<Setting<?>> TIMES =
        Set.of(Settings.MAX_HIBERNATION, Settings.MAX_ACK_DELAY, Settings.GRACE, Settings.MERGE_WINDOW, Settings.RETRY_DISABLED_AFTER);
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,7}\\s*(d|h|min|m|s)\\s*){1,4}");
    private static final Pattern PART = Pattern.compile("(\\d{1,7})\\s*(d|h|min|m|s)");

    private Durations() {
    }

    /** @return whether a setting is a number of seconds */
    static boolean is(Setting<?> setting) {
        return TIMES.contains(setting);
    }

    /** @return the same in seconds, where it is a time with units; else the text itself, for whoever knows what is wrong with it */
    static String seconds(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        if (!WHOLE.matcher(text).matches()) {
            return typed;
        }
        long seconds = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            seconds += Long.parseLong(part.group(1)) * switch (part.group(2)) {
                case "d" -> 86_400;
                case "h" -> 3_600;
                case "s" -> 1;
                default -> 60;
            };
        }
        return Long.toString(seconds);
    }
}
