package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last things that happened to a user, for the message of a failure. Thread-safe. */
final class Diary {

    private static final int LENGTH = 60;

    private final Deque<String> events = new ArrayDeque<>();

    synchronized void note(String event) {
        if (events.size() >= LENGTH) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    @Override
    public synchronized String toString() {
        return String.join("\n  ", events);
    }
}
