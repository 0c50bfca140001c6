package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whoever is to be told of changes. Thread-safe. */
final class RegistrationListeners {

    private final List<RegistrationListener> listeners = new CopyOnWriteArrayList<>();

    void add(RegistrationListener listener) {
        listeners.add(Objects.requireNonNull(listener));
    }

    /** A registration was stored, for which others gave way; or it did itself at once. */
    void enabled(Registration stored, List<Registration> evicted) {
        evicted.forEach(gone -> listeners.forEach(listener -> listener.removed(gone)));
        if (evicted.stream().noneMatch(gone -> gone.key().equals(stored.key()))) {
            listeners.forEach(listener -> listener.enabled(stored));
        }
        changed(stored.username());
    }

    void removed(String username, List<Registration> removed) {
        removed.forEach(gone -> listeners.forEach(listener -> listener.removed(gone)));
        changed(username);
    }

    /** The health of a registration is another one than it was. */
    void health(Health before, Registration updated) {
        if (updated.health().disabled() && !before.disabled()) {
            listeners.forEach(listener -> listener.disabled(updated));
        }
        changed(updated.username());
    }

    private void changed(String username) {
        listeners.forEach(listener -> listener.changed(username));
    }
}
