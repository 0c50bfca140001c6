package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Messages;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Says things in the language of the client. Immutable.
 *
 * @param messages the texts
 * @param locale the language
 * @param zone the server's time zone
 */
record CommandTexts(Messages messages, Locale locale, ZoneId zone) {

    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("nl"), Locale.FRENCH,
        Locale.forLanguageTag("es"), Locale.forLanguageTag("pt-BR"), Locale.forLanguageTag("ru"), Locale.SIMPLIFIED_CHINESE,
        Locale.JAPANESE);
    private static final int LONGEST_TAG = 35;

    CommandTexts {
        Objects.requireNonNull(messages);
        Objects.requireNonNull(locale);
        Objects.requireNonNull(zone);
    }

    /**
     * @param tag what a client says in xml:lang, or null
     * @param otherwise the server's language
     * @return a language that there are texts in, or the server's. Never one that a client made up: bundles are cached.
     */
    static Locale choose(@Nullable String tag, Locale otherwise) {
        if (tag == null || tag.isEmpty() || tag.length() > LONGEST_TAG) {
            return otherwise;
        }
        Locale wanted = Locale.forLanguageTag(tag);
        Locale found = null;
        for (Locale spoken : SPOKEN) {
            if (spoken.getLanguage().equals(wanted.getLanguage())) {
                found = spoken;
            }
        }
        return found == null ? otherwise : found;
    }

    String get(String key, Object... arguments) {
        return messages.text(locale, key, arguments);
    }

    String time(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withLocale(locale).withZone(zone).format(time);
    }

    String seconds(Duration duration) {
        return get("unit.seconds", String.format(locale, duration.toMillis() < 100 ? "%.3f" : "%.1f", duration.toMillis() / 1000.0));
    }

    /** One line that lets a user recognise a device. */
    String device(Registration registration) {
        String resource = registration.resource().isEmpty() ? get("command.device.unnamed") : shortened(registration.resource(), 40);
        return get("command.device", resource, shortened(registration.key().destination().service().name(), 80),
            time(registration.enabled()));
    }

    String state(Registration registration) {
        Instant since = registration.health().disabledSince();
        return since == null ? get("state.active") : get("state.disabled", time(since));
    }

    /** What the device's app asked for; never a value of it, since keys are secrets. Empty for nothing. */
    String features(Registration registration) {
        return registration.wishes() == null ? "" : registration.wishes().features().stream().map(name -> {
            String key = "feature." + name;
            String text = get(key);
            return text.equals(key) ? name : text;
        }).collect(Collectors.joining(", "));
    }

    /** What a service answered. */
    String answer(Answer answer) {
        return get("answer.after", condition(answer.condition()), seconds(answer.latency()));
    }

    /**
     * What a service answered last.
     *
     * @param answer as far as it is remembered, or null
     * @param error the last error that counts, or null where there is none
     */
    String lastAnswer(@Nullable ActivityLine answer, @Nullable String error) {
        if (answer != null && answer.condition() != null) {
            return get("answer.at", answer.latency() == null || answer.condition().equals(Answer.TIMEOUT) ? condition(answer.condition())
                : get("answer.after", condition(answer.condition()), seconds(answer.latency())), time(answer.time()));
        }
        return error == null ? get("answer.none") : condition(error);
    }

    /** An error without a text of its own is its own name. */
    private String condition(String condition) {
        String key = "answer." + condition;
        String text = get(key);
        return text.equals(key) ? condition : text;
    }

    static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        // Never inside a surrogate pair: half of one cannot be sent.
        int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
        return text.substring(0, end) + "…";
    }
}
