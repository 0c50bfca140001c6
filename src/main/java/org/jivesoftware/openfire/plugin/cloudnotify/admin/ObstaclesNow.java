package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Obstacles;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/**
 * What keeps pushes from devices and is not stored with them, gathered for the page that sorts, filters and counts registrations by their
 * state. Bounded: of each kind {@value #MOST}; what is beyond has its state in its row all the same. Thread-safe.
 */
final class ObstaclesNow {

    static final int MOST = 500;

    private final Aged<Set<PushService>> services = new Aged<>();
    private final Aged<List<String>> locked = new Aged<>();

    /**
     * @param console knows the settings, the services and the accounts; may wait for the database
     * @return what there is now; who is locked, and which services have devices, is known to the minute
     */
    Obstacles of(Console console) {
        Set<PushService> used = services.get(console.clock().instant(), console.search()::serviceNames);
        List<String> users = locked.get(console.clock().instant(), () -> console.users().lockedWithDevices(MOST));
        Set<PushService> denied = new HashSet<>();
        if (used != null) {
            used.stream().filter(service -> !console.services().allowed(service)).sorted().limit(MOST).forEach(denied::add);
        }
        Set<PushService> down = new HashSet<>();
        console.services().states().stream().filter(state -> !state.works()).map(ServiceState::service)
            .filter(service -> console.services().allowed(service)).sorted().limit(MOST).forEach(down::add);
        Set<RegistrationKey> held = new HashSet<>();
        console.users().held().stream().filter(key -> !down.contains(key.destination().service()))
            .sorted(Comparator.comparing(RegistrationKey::username).thenComparing(key -> key.destination().toString())).limit(MOST)
            .forEach(held::add);
        return new Obstacles(users(console, users), denied, down, held);
    }

    private static Set<String> users(Console console, @Nullable List<String> locked) {
        Set<String> users = new HashSet<>();
        if (locked != null) {
            // Unlocked meanwhile, or the time is over.
            locked.stream().filter(console.users()::lockedNow).forEach(users::add);
        }
        return users;
    }
}
