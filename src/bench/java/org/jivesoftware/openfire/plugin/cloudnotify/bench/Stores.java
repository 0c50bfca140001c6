package org.jivesoftware.openfire.plugin.cloudnotify.bench;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;

/** Stores for benchmarks, which measure what is in front of the database. */
public final class Stores {

    private Stores() {
    }

    /** @return a store that reads what the function gives, and takes every write; never null */
    public static RegistrationStore reading(Function<String, List<Registration>> load) {
        // A proxy, so that what the interface gains need not be followed here. Nothing that is measured calls it more than once per user.
        return (RegistrationStore) Proxy.newProxyInstance(Stores.class.getClassLoader(), new Class<?>[] {RegistrationStore.class},
            (self, method, arguments) -> {
                if (method.getName().equals("load")) {
                    return load.apply((String) arguments[0]);
                }
                Class<?> type = method.getReturnType();
                return type == Optional.class ? Optional.empty() : type == List.class ? List.of() : type == Map.class ? Map.of()
                    : type == int.class ? (Object) 0 : type == boolean.class ? (Object) false : null;
            });
    }

    /** @return registrations of these users, all in the cache; never null */
    public static Registrations cached(String[] users, Function<String, List<Registration>> load, long capacity) {
        Registrations registrations = TestRegistrations.of(reading(load), new Settings(new Material.NoProperties()), Clock.systemUTC(),
            2 * capacity);
        try {
            for (String user : users) {
                registrations.of(user);
            }
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
        return registrations;
    }
}
