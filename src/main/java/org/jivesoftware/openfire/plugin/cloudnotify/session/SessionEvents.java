package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;

/**
 * Hands on what happens to tracked sessions to whoever listens; that a device is back, also to those who know of devices only. Listeners
 * hear it in the order in which they were added.
 */
public final class SessionEvents implements SessionListener {

    private final Registrations registrations;
    private final DeviceEvents devices;
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param registrations tells which devices a session belongs to
     * @param devices is told of those that are back
     */
    public SessionEvents(Registrations registrations, DeviceEvents devices) {
        this.registrations = Objects.requireNonNull(registrations);
        this.devices = Objects.requireNonNull(devices);
    }

    /** @param listener to be told from now on, on the user's lane */
    public void addListener(SessionListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    @Override
    public void hibernated(Waiting waiting) {
        listeners.forEach(listener -> listener.hibernated(waiting));
    }

    @Override
    public void unacknowledged(Waiting waiting) {
        listeners.forEach(listener -> listener.unacknowledged(waiting));
    }

    @Override
    public void acknowledged(Waiting waiting, Duration after) {
        listeners.forEach(listener -> listener.acknowledged(waiting, after));
    }

    @Override
    public void seen(Waiting acknowledged) {
        listeners.forEach(listener -> listener.seen(acknowledged));
    }

    @Override
    public void lost(Waiting waiting) {
        listeners.forEach(listener -> listener.lost(waiting));
    }

    @Override
    public void perhapsOnline(String username, Binding binding) {
        listeners.forEach(listener -> listener.perhapsOnline(username, binding));
        binding.candidates().forEach(devices::perhapsReturned);
    }

    @Override
    public void online(String username, Binding binding) {
        listeners.forEach(listener -> listener.online(username, binding));
        List<Registration> known = registrations.known(username);
        if (known == null) {
            devices.returned(username, binding);
        } else {
            known.stream().filter(binding).forEach(registration -> devices.returned(registration.key(), Where.HERE));
        }
    }
}
