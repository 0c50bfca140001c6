package org.jivesoftware.openfire.plugin.cloudnotify.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.lang3.StringUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin's settings: typed, always current, and cheap to read on any thread (behaviour §7).
 *
 * <p>A wrong value of a property is logged once, until it changes, and its default is used. Thread-safe: parsed values are kept in a
 * concurrent map from which a change of the property removes them.
 */
public final class Settings implements AutoCloseable {

    /** The prefix of all property names. */
    public static final String PREFIX = "cloudnotify.";

    /** Whether pushes carry message bodies. */
    public static final Setting<Boolean> WITH_BODY = Setting.onOff(PREFIX + "with-body", false);
    /** Whether pushes carry the sender's address. */
    public static final Setting<Boolean> WITH_SENDER = Setting.onOff(PREFIX + "with-sender", false);
    /** The text that stands in for a body that is not shown; empty leaves the field out. */
    public static final Setting<String> IMPORTANT_BODY = Setting.text(PREFIX + "important-body", "New Message!", 1024);
    /** Which stanzas wake a device. */
    public static final Setting<NotifyOn> NOTIFY_ON = Setting.choice(PREFIX + "notify-on", NotifyOn.ALL);
    /** What message-count says. */
    public static final Setting<MessageCountMode> MESSAGE_COUNT_MODE =
        Setting.choice(PREFIX + "message-count-mode", MessageCountMode.ACTUAL);
    /** When the archive rule applies. */
    public static final Setting<ArchiveMode> ARCHIVE_TRIGGER = Setting.choice(PREFIX + "archive-trigger", ArchiveMode.AUTO);
    /** Whether members of a group chat who are not in it are woken. */
    public static final Setting<GroupChats> GROUP_CHATS = Setting.choice(PREFIX + "group-chats", GroupChats.MEMBERS);
    /** Whether devices are woken at the start for what was stored while no plugin ran. */
    public static final Setting<Boolean> PUSH_AT_START = Setting.onOff(PREFIX + "push-at-start", true);
    /** How long a detached session with a registration is kept at most, in seconds; 0 leaves Openfire's own time alone. */
    public static final Setting<Integer> MAX_HIBERNATION = Setting.number(PREFIX + "max-hibernation", 259_200, 0, 2_592_000);
    /** After how many seconds without acknowledgement a connected session counts as hibernated; 0 = never. */
    public static final Setting<Integer> MAX_ACK_DELAY = Setting.number(PREFIX + "max-ack-delay", 30, 0, 3_600);
    /** Whether what only the app can read carries sender and body whatever the two above say. */
    public static final Setting<Boolean> ENCRYPTED_CONTENT = Setting.onOff(PREFIX + "encrypted-content", true);
    /** Who is told that a call is over or was answered elsewhere: whose app understands calls, all, or none. */
    public static final Setting<Wanted> CALL_END = Setting.choice(PREFIX + "call-end", Wanted.ASKED);
    /** Which devices are told the new count when something was read elsewhere: whose app encrypts, all, or none. */
    public static final Setting<Wanted> BADGE_RESET = Setting.choice(PREFIX + "badge-reset", Wanted.ASKED);
    /** For how many seconds after the user was at another device pushes wait; 0 = not at all. Users may choose for themselves. */
    public static final Setting<Integer> GRACE = Setting.number(PREFIX + "grace", 0, 0, 300);
    /** For how many seconds pushes without content merge; 0 = not at all. */
    public static final Setting<Integer> MERGE_WINDOW = Setting.number(PREFIX + "merge-window", 1, 0, 60);
    /** How many pushes a minute one registration gets; 0 = no limit. */
    public static final Setting<Integer> MAX_PUSHES_PER_MINUTE = Setting.number(PREFIX + "max-pushes-per-minute", 60, 0, 6_000);
    /** How many call pushes a minute one registration gets; 0 = no limit. */
    public static final Setting<Integer> MAX_CALLS_PER_MINUTE = Setting.number(PREFIX + "max-calls-per-minute", 30, 0, 6_000);
    /** How many registrations a user may have. */
    public static final Setting<Integer> MAX_DEVICES = Setting.number(PREFIX + "max-devices", 5, 1, 1_000);
    /** How many new pairs of service and node a user may register in a minute; 0 = no limit. */
    public static final Setting<Integer> MAX_ENABLES_PER_MINUTE = Setting.number(PREFIX + "max-enables-per-minute", 30, 0, 6_000);
    /** How many errors in a row disable a registration. */
    public static final Setting<Integer> MAX_ERRORS = Setting.number(PREFIX + "max-errors", 16, 1, 10_000);
    /** After how many seconds a disabled registration is tried again; 0 = never. */
    public static final Setting<Integer> RETRY_DISABLED_AFTER = Setting.number(PREFIX + "retry-disabled-after", 86_400, 0, 2_592_000);
    /** Services that may be used; empty = all. */
    public static final Setting<List<String>> SERVICES_ALLOWED = Setting.domains(PREFIX + "services.allowed");
    /** Services that may not be used; empty = none. */
    public static final Setting<List<String>> SERVICES_DENIED = Setting.domains(PREFIX + "services.denied");
    /** Whether browsers and UnifiedPush may register endpoints, to which this server pushes by itself. */
    public static final Setting<Boolean> WEB_PUSH = Setting.onOff(PREFIX + "web-push", false);
    /** Hosts of endpoints that may have addresses that are not public, or, where they say so, another port. */
    public static final Setting<List<String>> ALLOWED_WEB_PUSH = Setting.domains(PREFIX + "allowed-web-push");
    /** Where a push service finds whoever runs this server: a mailto or https address; empty for that of the domain. */
    public static final Setting<String> VAPID_CONTACT = Setting.text(PREFIX + "vapid-contact", "", 256);
    /** The longest node that a client may register, in characters. */
    public static final Setting<Integer> MAX_NODE_LENGTH = Setting.number(PREFIX + "max-node-length", 1_024, 1, 65_536);
    /** The largest publish-options form that a client may register, in bytes of its serialised form. */
    public static final Setting<Integer> MAX_OPTIONS_SIZE = Setting.number(PREFIX + "max-options-size", 8_192, 256, 65_536);

    /** Whether figures can be read by Prometheus; together with a token. */
    public static final Setting<Boolean> METRICS = Setting.onOff(PREFIX + "metrics", false);
    /** What a scraper has to know: a secret, for no log. */
    public static final Setting<String> METRICS_TOKEN = Setting.text(PREFIX + "metrics-token", "", 256);

    /** How many characters the token has at least; a shorter one opens nothing. */
    public static final int SHORTEST_TOKEN = 16;

    /** Asks once for the registrations of the other push plugin. Not in the console's form, as it is a deed and not a state. */
    public static final Setting<Boolean> IMPORT = Setting.onOff(PREFIX + "import", false);

    /** Every setting of the console, in its order. */
    public static final List<Setting<?>> ALL = List.of(
        WITH_BODY, WITH_SENDER, ENCRYPTED_CONTENT, IMPORTANT_BODY, NOTIFY_ON, MESSAGE_COUNT_MODE, ARCHIVE_TRIGGER, GROUP_CHATS, CALL_END,
        BADGE_RESET, GRACE, PUSH_AT_START,
        MAX_HIBERNATION, MAX_ACK_DELAY, MERGE_WINDOW, MAX_PUSHES_PER_MINUTE, MAX_CALLS_PER_MINUTE, MAX_DEVICES, MAX_ENABLES_PER_MINUTE,
        MAX_ERRORS, RETRY_DISABLED_AFTER, SERVICES_ALLOWED, SERVICES_DENIED, WEB_PUSH, ALLOWED_WEB_PUSH, VAPID_CONTACT,
        MAX_NODE_LENGTH, MAX_OPTIONS_SIZE, METRICS, METRICS_TOKEN);

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    private final PropertySource properties;
    private final AutoCloseable subscription;
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    /**
     * @param properties where the values come from
     */
    public Settings(PropertySource properties) {
        this.properties = Objects.requireNonNull(properties);
        this.subscription = properties.onChange(this::changed);
    }

    /**
     * @param setting one of the constants above
     * @param <T> the type of its value
     * @return the current value, the default where the property is absent or wrong
     */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        T value = (T) values.get(setting.property());
        return value != null ? value : (T) values.computeIfAbsent(setting.property(), name -> read(setting));
    }

    /**
     * @param setting a number of seconds
     * @return its current value
     */
    public Duration duration(Setting<Integer> setting) {
        return Duration.ofSeconds(get(setting));
    }

    /**
     * Stores a value for all cluster nodes, with immediate effect.
     *
     * @param setting the setting
     * @param value its new value
     * @param <T> the type of the value
     */
    public <T> void set(Setting<T> setting, T value) {
        properties.set(setting.property(), setting.format(value));
        values.remove(setting.property());
    }

    /** Up to Openfire 4.7.4, whoever deletes a property deletes those whose names begin with its name, too, and nobody is told of them. */
    private void changed(String property) {
        values.keySet().removeIf(name -> name.startsWith(property));
    }

    private <T> T read(Setting<T> setting) {
        String text = properties.get(setting.property());
        if (text == null) {
            return setting.defaultValue();
        }
        try {
            return setting.parse(text);
        } catch (IllegalArgumentException e) {
            LOG.warn("The value of system property {} is wrong, so its default \"{}\" is used: {}",
                new Object[] {setting.property(), setting.format(setting.defaultValue()), StringUtils.abbreviate(e.getMessage(), 160)});
            return setting.defaultValue();
        }
    }

    @Override
    public void close() throws Exception {
        subscription.close();
    }
}
