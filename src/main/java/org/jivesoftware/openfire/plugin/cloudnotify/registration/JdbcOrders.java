package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcSlice.Section;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jspecify.annotations.Nullable;

/**
 * The orders of registrations, each as sections that follow each other: every section is one range of one index, so that its pages are read
 * and none is sorted. Where a column has no value is such a section, too, since databases do not agree on where that is in an order.
 */
final class JdbcOrders {

    /** The one column of numbers. */
    static final String ERRORS = "errorCount";

    private static final String LAST_PUSH = "lastPushDate";
    private static final String DISABLED = "disabledDate";

    /** The states in their order: what keeps a push from a device first comes first. */
    private static final int LOCKED = 0;
    private static final int DENIED = 1;
    private static final int DISABLED_STATE = 2;
    private static final int WAITING = 3;
    private static final int FAILING = 4;
    private static final int HELD = 5;
    private static final int ACTIVE = 6;
    private static final List<String> STATE_COLUMNS =
        List.of(JdbcObstacles.USER, JdbcObstacles.SERVICE, DISABLED, JdbcObstacles.SERVICE, ERRORS, JdbcObstacles.USER, ERRORS);

    private JdbcOrders() {
    }

    /** @return the column by which a section of an order is sorted, or null where the order has no such section */
    static @Nullable String column(Sort sort, int section) {
        List<String> columns = switch (sort) {
            case USER -> List.of(JdbcObstacles.USER);
            case SERVICE -> List.of(JdbcObstacles.SERVICE);
            case CREATED -> List.of("creationDate");
            case ERRORS -> List.of(ERRORS);
            case LAST_PUSH -> List.of(LAST_PUSH, LAST_PUSH);
            case STATE -> STATE_COLUMNS;
        };
        return section < columns.size() ? columns.get(section) : null;
    }

    /** @return the sections of an order, from its beginning */
    static List<Section> sections(Query query) {
        return switch (query.sort()) {
            case LAST_PUSH -> List.of(new Section(0, LAST_PUSH, JdbcRange.ABSENT), new Section(1, LAST_PUSH, JdbcRange.PRESENT));
            case STATE -> states(query);
            default -> List.of(new Section(Objects.requireNonNull(column(query.sort(), 0), "Every order has a first section")));
        };
    }

    private static List<Section> states(Query query) {
        JdbcObstacles obstacles = new JdbcObstacles(query.obstacles());
        // Each section is a statement, and there may be very many users of whom a push waits.
        String prefix = query.user().strip().toLowerCase(Locale.ROOT);
        Predicate<String> lookedFor = prefix.isEmpty() ? user -> true
            : user -> user.compareTo(JdbcText.order(prefix)) >= 0 && user.compareTo(JdbcText.orderAfter(prefix)) < 0;
        List<Section> sections = new ArrayList<>();
        if (!query.disabledOnly()) {
            obstacles.locked().stream().filter(lookedFor).forEach(user -> sections.add(Section.of(LOCKED, JdbcObstacles.USER, user)));
            obstacles.denied().forEach(service -> sections.add(Section.of(DENIED, JdbcObstacles.SERVICE, service)));
        }
        sections.add(new Section(DISABLED_STATE, DISABLED, JdbcRange.PRESENT));
        if (!query.disabledOnly()) {
            obstacles.down().forEach(service -> sections.add(Section.of(WAITING, JdbcObstacles.SERVICE, service)));
            sections.add(new Section(FAILING, ERRORS, JdbcRange.SOME));
            obstacles.heldUsers().stream().filter(lookedFor).forEach(user -> sections.add(Section.of(HELD, JdbcObstacles.USER, user)));
            if (!query.problemsOnly()) {
                sections.add(new Section(ACTIVE, ERRORS, JdbcRange.ZERO));
            }
        }
        return sections;
    }

    /** Leaves to a section of the order by states what no section before it has. */
    static void leave(JdbcFilter filter, Section section, Obstacles all) {
        JdbcObstacles obstacles = new JdbcObstacles(all);
        if (section.number() > LOCKED) {
            filter.without(obstacles.locked(), obstacles.isLocked());
        }
        if (section.number() > DENIED) {
            filter.without(obstacles.denied(), obstacles.isDenied());
        }
        if (section.number() > DISABLED_STATE) {
            filter.enabled();
        }
        if (section.number() > WAITING) {
            filter.without(obstacles.down(), obstacles.isDown());
        }
        String user = section.only();
        if (section.number() == HELD && user != null) {
            filter.flawless(obstacles.isHeld(user));
        }
        if (section.number() > HELD) {
            filter.without(obstacles.held(), obstacles.isHeld());
        }
    }
}
