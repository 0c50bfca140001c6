package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.event.GroupEventDispatcher;
import org.jivesoftware.openfire.event.GroupEventListener;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;

/** Hears that groups change, which may have affiliations in rooms. On the thread that changes them. */
public final class GroupEvents implements GroupEventListener, AutoCloseable {

    private final Runnable changed;
    private final Part part;

    /**
     * Begins to listen.
     *
     * @param changed is told that some group changed
     * @param part is told what fails
     */
    public GroupEvents(Runnable changed, Part part) {
        this.changed = Objects.requireNonNull(changed);
        this.part = Objects.requireNonNull(part);
        GroupEventDispatcher.addListener(this);
    }

    @Override
    public void close() {
        GroupEventDispatcher.removeListener(this);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void groupCreated(Group group, Map parameters) {
        // Empty, and without an affiliation.
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void groupDeleting(Group group, Map parameters) {
        changed();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void groupModified(Group group, Map parameters) {
        changed();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void memberAdded(Group group, Map parameters) {
        changed();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void memberRemoved(Group group, Map parameters) {
        changed();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void adminAdded(Group group, Map parameters) {
        changed();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void adminRemoved(Group group, Map parameters) {
        changed();
    }

    private void changed() {
        if (part.isOff()) {
            return;
        }
        try {
            changed.run();
        } catch (Throwable e) {
            part.failed(e);
        }
    }
}
