package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@link Obstacles} as the table {@code ofCloudNotify} knows them: by what its rows are sorted by, which is digits only and so stands in
 * SQL as it is. Of names longer than {@value JdbcText#ORDER_BYTES} bytes only the beginning counts. Immutable.
 */
final class JdbcObstacles {

    static final String USER = "userOrder";
    static final String SERVICE = "serviceOrder";
    static final String ID = "regID";

    private final List<String> locked;
    private final List<String> denied;
    private final List<String> down;
    /** The ids of registrations by the order of their user. */
    private final SortedMap<String, List<String>> held = new TreeMap<>();

    JdbcObstacles(Obstacles obstacles) {
        locked = sorted(obstacles.locked());
        denied = sorted(names(obstacles.denied()));
        Set<String> only = new TreeSet<>(sorted(names(obstacles.down())));
        only.removeAll(denied);
        down = List.copyOf(only);
        obstacles.held().forEach(key -> held.computeIfAbsent(JdbcText.order(key.username()), user -> new ArrayList<>()).add(key.id()));
    }

    private static Collection<String> names(Collection<PushService> services) {
        return services.stream().map(PushService::name).toList();
    }

    private static List<String> sorted(Collection<String> names) {
        return names.stream().map(JdbcText::order).distinct().sorted().toList();
    }

    /** @return the orders of locked accounts, sorted */
    List<String> locked() {
        return locked;
    }

    /** @return the orders of services that are not allowed, sorted */
    List<String> denied() {
        return denied;
    }

    /** @return the orders of services that are allowed and do not work, sorted */
    List<String> down() {
        return down;
    }

    /** @return a condition in SQL: what belongs to a locked account */
    String isLocked() {
        return in(USER, locked);
    }

    /** @return what is at a service that is not allowed */
    String isDenied() {
        return in(SERVICE, denied);
    }

    /** @return what is at a service that does not work */
    String isDown() {
        return in(SERVICE, down);
    }

    /** @return the orders of users for whose registrations a push waits, sorted */
    List<String> heldUsers() {
        return List.copyOf(held.keySet());
    }

    /** @return the ids of registrations for which a push waits, in any order */
    List<String> held() {
        return held.values().stream().flatMap(List::stream).toList();
    }

    /** @return what a push waits for */
    String isHeld() {
        return in(ID, held());
    }

    /** @return the same of the users of one order */
    String isHeld(String user) {
        return in(ID, held.getOrDefault(user, List.of()));
    }

    private static String in(String column, List<String> orders) {
        return orders.isEmpty() ? "1 = 0" : orders.stream().map(order -> "'" + order + "'")
            .collect(Collectors.joining(", ", column + " IN (", ")"));
    }
}
