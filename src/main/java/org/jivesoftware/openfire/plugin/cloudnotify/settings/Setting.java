package org.jivesoftware.openfire.plugin.cloudnotify.settings;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;

/**
 * One administrator setting: its system property, its default and what values it takes (behaviour §7).
 *
 * <p>Immutable. The text form is the one in the system property; {@link #parse(String)} and
 * {@link #format(Object)} are inverse to each other.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {

    /** How the value is entered, for the console's form. */
    public enum Kind {
        /** true or false. */
        SWITCH,
        /** A whole number between {@link Setting#min()} and {@link Setting#max()}. */
        NUMBER,
        /** Free text of at most {@link Setting#max()} characters. */
        TEXT,
        /** One of {@link Setting#choices()}. */
        CHOICE,
        /** Domain names, separated by commas or white space; {@code *.example.org} covers sub-domains. */
        DOMAINS
    }

    /** What a domain list may hold: host names, IDNs, IP addresses, an optional leading wildcard. */
    private static final Pattern DOMAIN = Pattern.compile("(\\*\\.)?[\\p{L}\\p{N}]([\\p{L}\\p{N}._:-]{0,253}[\\p{L}\\p{N}])?");

    private final String property;
    private final Kind kind;
    private final T defaultValue;
    private final long min;
    private final long max;
    private final List<String> choices;
    private final Function<String, T> parser;
    private final Function<T, String> formatter;

    private Setting(String property, Kind kind, T defaultValue, long min, long max, List<String> choices,
                    Function<String, T> parser, Function<T, String> formatter) {
        this.property = Objects.requireNonNull(property);
        this.kind = kind;
        this.defaultValue = Objects.requireNonNull(defaultValue);
        this.min = min;
        this.max = max;
        this.choices = choices;
        this.parser = parser;
        this.formatter = formatter;
    }

    static Setting<Boolean> onOff(String property, boolean defaultValue) {
        return new Setting<>(property, Kind.SWITCH, defaultValue, 0, 0, List.of(), text -> switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        }, String::valueOf);
    }

    static Setting<Integer> number(String property, int defaultValue, int min, int max) {
        return new Setting<>(property, Kind.NUMBER, defaultValue, min, max, List.of(), text -> {
            int number = Integer.parseInt(text.trim());
            if (number < min || number > max) {
                throw new IllegalArgumentException("not between " + min + " and " + max);
            }
            return number;
        }, String::valueOf);
    }

    static Setting<String> text(String property, String defaultValue, int maxLength) {
        return new Setting<>(property, Kind.TEXT, defaultValue, 0, maxLength, List.of(), text -> {
            if (text.length() > maxLength) {
                throw new IllegalArgumentException("longer than " + maxLength + " characters");
            }
            return text;
        }, Function.identity());
    }

    static <E extends Enum<E>> Setting<E> choice(String property, E defaultValue) {
        Class<E> type = defaultValue.getDeclaringClass();
        List<String> names = List.of(type.getEnumConstants()).stream()
            .map(constant -> constant.name().toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableList());
        return new Setting<>(property, Kind.CHOICE, defaultValue, 0, 0, names,
            text -> Enum.valueOf(type, text.trim().toUpperCase(Locale.ROOT)),
            constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    static Setting<List<String>> domains(String property) {
        return new Setting<>(property, Kind.DOMAINS, List.of(), 0, 0, List.of(), text -> {
            List<String> domains = List.of(StringUtils.split(text.toLowerCase(Locale.ROOT), ", \t\r\n"));
            for (String domain : domains) {
                if (!DOMAIN.matcher(domain).matches()) {
                    throw new IllegalArgumentException("not a domain: " + StringUtils.abbreviate(domain, 80));
                }
            }
            return domains;
        }, domains -> String.join(", ", domains));
    }

    /** @return the name of the system property, for example {@code cloudnotify.with-body} */
    public String property() {
        return property;
    }

    /** @return how the value is entered */
    public Kind kind() {
        return kind;
    }

    /** @return the value where the property is absent or wrong */
    public T defaultValue() {
        return defaultValue;
    }

    /** @return the smallest allowed number; 0 where {@link #kind()} is not NUMBER */
    public long min() {
        return min;
    }

    /** @return the largest allowed number, or the longest allowed text in characters */
    public long max() {
        return max;
    }

    /** @return the allowed values of a CHOICE in text form, the order being that of the console */
    public List<String> choices() {
        return choices;
    }

    /**
     * Reads a value from its text form.
     *
     * @param text the property's text
     * @return the value
     * @throws IllegalArgumentException if the text is no allowed value; the message says why
     */
    public T parse(String text) {
        return parser.apply(text);
    }

    /**
     * Writes a value in its text form.
     *
     * @param value a value of this setting
     * @return the text to store in the property
     */
    public String format(T value) {
        return formatter.apply(value);
    }

    @Override
    public String toString() {
        return property;
    }
}
