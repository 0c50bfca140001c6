package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to devices, told once and heard by whoever listens: so that the rooms that find it out need not know those that want to
 * know. Listeners hear it one after the other, in the order in which they were added, on the thread that tells; one that throws is logged,
 * and changes nothing for the others. Thread-safe.
 */
public final class DeviceEvents {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceEvents.class);

    private final List<DeviceListener> listeners = new CopyOnWriteArrayList<>();

    /** @param listener to be told from now on */
    public void addListener(DeviceListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    /**
     * @param key the registration whose device is back
     * @param where at which node
     */
    public void returned(RegistrationKey key, Where where) {
        tell(listener -> listener.returned(key, where));
    }

    /**
     * @param username whose device is back
     * @param device accepts its registrations, which only the database knows
     */
    public void returned(String username, Predicate<Registration> device) {
        tell(listener -> listener.returned(username, device));
    }

    /** @param key one of several registrations, of which one's device is back */
    public void perhapsReturned(RegistrationKey key) {
        tell(listener -> listener.perhapsReturned(key));
    }

    /**
     * @param key the registration that was pushed to
     * @param important whether for something important
     * @param where from which node
     */
    public void pushed(RegistrationKey key, boolean important, Where where) {
        tell(listener -> listener.pushed(key, important, where));
    }

    /**
     * @param key the registration whose device was told of more stanzas
     * @param more of how many more important ones
     * @param total how many that makes
     * @param where by which node
     */
    public void counted(RegistrationKey key, int more, int total, Where where) {
        tell(listener -> listener.counted(key, more, total, where));
    }

    /**
     * @param username who did something at a session
     * @param resource the session's resource
     * @param where at which node
     */
    public void attended(String username, String resource, Where where) {
        tell(listener -> listener.attended(username, resource, where));
    }

    /**
     * @param username who has read a chat
     * @param chat which: a bare address
     * @param upTo an id of the last message that was read, or null for all
     * @param where at which node
     */
    public void read(String username, String chat, @Nullable String upTo, Where where) {
        tell(listener -> listener.read(username, chat, upTo, where));
    }

    /**
     * @param key the registration whose device need not be told of some stanzas any more
     * @param less of how many; not negative
     * @param where by which node
     */
    public void uncounted(RegistrationKey key, int less, Where where) {
        tell(listener -> listener.uncounted(key, less, where));
    }

    /** @param key a registration that another node removed */
    public void removedElsewhere(RegistrationKey key) {
        tell(listener -> listener.removedElsewhere(key));
    }

    /** Other nodes were out of hearing for a while. */
    public void uncertain() {
        tell(DeviceListener::uncertain);
    }

    private void tell(Consumer<DeviceListener> event) {
        for (DeviceListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A listener to devices failed", e);
            }
        }
    }
}
