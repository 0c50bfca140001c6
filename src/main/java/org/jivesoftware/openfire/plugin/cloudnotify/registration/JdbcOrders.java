package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcSlice.Section;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;

/**
 * The orders of registrations, each as sections that follow each other: every section is one range of one index, so that its pages are read
 * and none is sorted. Where a column has no value is such a section, too, since databases do not agree on where that is in an order.
 */
final class JdbcOrders {

    /** The one column of numbers. */
    static final String ERRORS = "errorCount";

    private static final String LAST_PUSH = "lastPushDate";
    private static final String DISABLED = "disabledDate";
    /** Of a column of times; all are digits. */
    private static final String PRESENT = " >= '0'";

    private JdbcOrders() {
    }

    /** @return the sections of an order, from its beginning; never null */
    static List<Section> sections(Sort sort) {
        return switch (sort) {
            case USER -> List.of(new Section("userOrder"));
            case SERVICE -> List.of(new Section("serviceOrder"));
            case CREATED -> List.of(new Section("creationDate"));
            case ERRORS -> List.of(new Section(ERRORS));
            case LAST_PUSH -> List.of(new Section(0, LAST_PUSH, LAST_PUSH + " IS NULL"), new Section(1, LAST_PUSH, LAST_PUSH + PRESENT));
            case STATE -> List.of(new Section(0, DISABLED, DISABLED + PRESENT), new Section(1, ERRORS, ERRORS + " > 0"),
                new Section(2, ERRORS, ERRORS + " = 0"));
        };
    }

    /** @return whether a section of that order is about registrations that are not disabled */
    static boolean enabledOnly(Sort sort, Section section) {
        return sort == Sort.STATE && section.number() > 0;
    }
}
