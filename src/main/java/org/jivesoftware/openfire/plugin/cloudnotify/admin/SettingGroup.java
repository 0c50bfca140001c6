package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** The sections of the settings page. Every setting is in exactly one. */
enum SettingGroup {
    /** What leaves the server. */
    CONTENT(Settings.WITH_BODY, Settings.WITH_SENDER, Settings.ENCRYPTED_CONTENT, Settings.IMPORTANT_BODY, Settings.MESSAGE_COUNT_MODE),
    /** What wakes a device. */
    WHEN(Settings.NOTIFY_ON, Settings.ARCHIVE_TRIGGER, Settings.GROUP_CHATS, Settings.CALL_END, Settings.BADGE_RESET,
        Settings.GRACE, Settings.MERGE_WINDOW, Settings.PUSH_AT_START),
    /** Sessions that lost their connection. */
    HIBERNATION(Settings.MAX_HIBERNATION, Settings.MAX_ACK_DELAY),
    /** Where pushes may go. */
    SERVICES(Settings.SERVICES_ALLOWED, Settings.SERVICES_DENIED),
    /** Endpoints of browsers. */
    WEB_PUSH(Settings.WEB_PUSH, Settings.ALLOWED_WEB_PUSH, Settings.VAPID_CONTACT),
    /** How much is too much. */
    LIMITS(Settings.MAX_DEVICES, Settings.MAX_ENABLES_PER_MINUTE, Settings.MAX_ERRORS, Settings.RETRY_DISABLED_AFTER,
        Settings.MAX_PUSHES_PER_MINUTE, Settings.MAX_CALLS_PER_MINUTE, Settings.MAX_NODE_LENGTH, Settings.MAX_OPTIONS_SIZE),
    /** Figures for Prometheus. */
    METRICS(Settings.METRICS, Settings.METRICS_TOKEN);

    private final List<Setting<?>> settings;

    SettingGroup(Setting<?>... settings) {
        this.settings = List.of(settings);
    }

    /** @return its settings in the order of the page */
    List<Setting<?>> settings() {
        return settings;
    }
}
