package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityFilter;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Ending;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator looks for in the activity, as it is in the page's address. What is wrong in an address is left out. Immutable.
 *
 * @param user the user, or the beginning of the name, or empty
 * @param exact whether a link named that very user
 * @param ending what became of it, in lower case, or empty
 * @param service the beginning of the service's address, or empty
 * @param device the id of a registration, or empty
 * @param from the earliest local time as forms send it, or empty
 * @param to the latest one, or empty
 * @param before only lines with a smaller number; {@link Long#MAX_VALUE} for the newest
 */
record ActivityQuery(String user, boolean exact, String ending, String service, String device, String from, String to, long before) {

    private static final int LONGEST = 1_023;
    /** How an address begins that is a link. */
    private static final String LINK = "xmpp:";

    /** Checks. */
    ActivityQuery {
        Objects.requireNonNull(user);
    }

    /** @return the query in the address */
    static ActivityQuery read(Page page) {
        String user = localPart(term(page, "user"));
        long before = Long.MAX_VALUE;
        try {
            before = Long.parseLong(page.parameter("before"));
        } catch (NumberFormatException e) {
            before = Long.MAX_VALUE;
        }
        return new ActivityQuery(user, "true".equals(page.parameter("exact")), term(page, "ending"), term(page, "service"),
            term(page, "device"), term(page, "from"), term(page, "to"), before);
    }

    private static String term(Page page, String name) {
        return StringUtils.left(page.parameter(name).strip(), LONGEST);
    }

    /** @return the user whom somebody means who types a name, or pastes a whole address or a link to it */
    static String localPart(String term) {
        String name = StringUtils.substringBefore(term, "@").strip().toLowerCase(Locale.ROOT);
        return name.startsWith(LINK) ? name.substring(LINK.length()).strip() : name;
    }

    /** @return everything about one user */
    static ActivityQuery of(String user) {
        return new ActivityQuery(user, !user.isEmpty(), "", "", "", "", "", Long.MAX_VALUE);
    }

    /** @return the same about one device only */
    ActivityQuery device(String id) {
        return new ActivityQuery(user, exact, ending, service, id, from, to, before);
    }

    /** @return the same, older than a line */
    ActivityQuery before(long number) {
        return new ActivityQuery(user, exact, ending, service, device, from, to, number);
    }

    /**
     * @param zone that of the times
     * @param accounts knows which names are whole
     * @return what to look for
     */
    ActivityFilter filter(ZoneId zone, Predicate<String> accounts) {
        boolean whole = !user.isEmpty() && (exact || accounts.test(user));
        return new ActivityFilter(user, whole, one(), service, device, time(from, zone), time(to, zone));
    }

    private @Nullable Ending one() {
        for (Ending one : Ending.values()) {
            if (name(one).equals(ending)) {
                return one;
            }
        }
        return null;
    }

    static String name(Ending ending) {
        return ending.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Instant time(String text, ZoneId zone) {
        try {
            return text.isEmpty() ? null : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @return whether it narrows the list */
    boolean narrow() {
        return !(user + ending + service + device + from + to).isEmpty();
    }

    /** @return the address */
    String url() {
        return url(Map.of());
    }

    /** @return the address with more in it */
    String url(Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", user);
        parameters.put("exact", exact ? "true" : "");
        parameters.put("ending", ending);
        parameters.put("service", service);
        parameters.put("device", device);
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("before", before == Long.MAX_VALUE ? "" : Long.toString(before));
        parameters.putAll(more);
        String query = parameters.entrySet().stream().filter(parameter -> !parameter.getValue().isEmpty())
            .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
        return Place.ACTIVITY.address() + (query.isEmpty() ? "" : "?" + query);
    }
}
