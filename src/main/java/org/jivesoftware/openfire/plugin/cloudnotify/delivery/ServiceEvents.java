package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is found out about push services, told once and heard by whoever listens, in the order in which they were added, on the thread that
 * tells. One that throws is logged, and changes nothing for the others. Thread-safe.
 */
public final class ServiceEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceEvents.class);

    private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();

    /** @param listener to be told from now on */
    public void addListener(ServiceListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    /**
     * @param service which does not work
     * @param where at which node
     */
    public void fails(PushService service, Where where) {
        tell(listener -> listener.fails(service, where));
    }

    /**
     * @param service which works
     * @param where at which node
     */
    public void works(PushService service, Where where) {
        tell(listener -> listener.works(service, where));
    }

    /** Another cluster node was met. */
    public void met() {
        tell(ServiceListener::met);
    }

    /**
     * @param error an error of a relay that nobody waits for there
     * @param where at which node
     */
    public void unclaimed(ErrorOfRelay error, Where where) {
        tell(listener -> listener.unclaimed(error, where));
    }

    private void tell(Consumer<ServiceListener> event) {
        for (ServiceListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A listener to push services failed", e);
            }
        }
    }
}
