package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Obstacles;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jspecify.annotations.Nullable;

/**
 * What the administrator looks for, as it is in the page's address. Immutable.
 *
 * @param user the beginning of the user name, or empty
 * @param service the beginning of the service's address, or empty
 * @param disabledOnly whether only disabled registrations are wanted
 * @param problemsOnly whether only those that anything keeps a push from, or that are failing, are wanted
 * @param sort the order
 * @param descending whether the order is turned round
 * @param cursor where in the list, or null for its beginning
 */
record RegistrationQuery(String user, String service, boolean disabledOnly, boolean problemsOnly, Sort sort, boolean descending,
    @Nullable String cursor) {

    /** Rows of a page. */
    static final int SIZE = 25;

    private static final int LONGEST = 1_023;

    /** @return the query in the address; what is wrong in it is left out */
    static RegistrationQuery read(Page page) {
        Sort sort = Sort.USER;
        for (Sort one : Sort.values()) {
            if (name(one).equals(page.parameter("sort"))) {
                sort = one;
            }
        }
        String user = ActivityQuery.localPart(term(page.parameter("user")));
        return new RegistrationQuery(user, term(page.parameter("service")), "true".equals(page.parameter("disabled")),
            "true".equals(page.parameter("problems")), sort, "true".equals(page.parameter("descending")),
            StringUtils.trimToNull(page.parameter("cursor")));
    }

    private static String term(String text) {
        return StringUtils.left(text.strip().toLowerCase(Locale.ROOT), LONGEST);
    }

    private static String name(Sort sort) {
        return sort.name().toLowerCase(Locale.ROOT);
    }

    /** @return whether the order or what is wanted depends on the state */
    boolean byState() {
        return disabledOnly || problemsOnly || sort == Sort.STATE;
    }

    /**
     * @param obstacles what keeps pushes from devices
     * @return the same for the database
     */
    Query toSearch(Obstacles obstacles) {
        return new Query(user, service, disabledOnly, problemsOnly, sort, descending, cursor, SIZE, obstacles);
    }

    /** @return the same elsewhere in the list */
    RegistrationQuery at(String newCursor) {
        return new RegistrationQuery(user, service, disabledOnly, problemsOnly, sort, descending, newCursor);
    }

    /** @return sorted by that, or the other way round where it was already */
    RegistrationQuery by(Sort newSort) {
        return new RegistrationQuery(user, service, disabledOnly, problemsOnly, newSort, newSort == sort && !descending, null);
    }

    /** @return whether it narrows the list */
    boolean narrow() {
        return !user.isEmpty() || !service.isEmpty() || disabledOnly || problemsOnly;
    }

    /** @return the page's address with this query */
    String url() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", user);
        parameters.put("service", service);
        parameters.put("disabled", disabledOnly ? "true" : "");
        parameters.put("problems", problemsOnly ? "true" : "");
        parameters.put("sort", sort == Sort.USER ? "" : name(sort));
        parameters.put("descending", descending ? "true" : "");
        parameters.put("cursor", cursor == null ? "" : cursor);
        String query = parameters.entrySet().stream().filter(parameter -> !parameter.getValue().isEmpty())
            .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
        return Place.REGISTRATIONS.address() + (query.isEmpty() ? "" : "?" + query);
    }
}
