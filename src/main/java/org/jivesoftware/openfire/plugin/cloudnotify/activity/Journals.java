package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.util.List;

/**
 * Several journals as one.
 *
 * @param journals those that are told, in this order; not null
 */
public record Journals(List<Journal> journals) implements Journal {

    /** Copies. */
    public Journals {
        journals = List.copyOf(journals);
    }

    @Override
    public void decided(Decision decision) {
        for (Journal journal : journals) {
            journal.decided(decision);
        }
    }

    @Override
    public void answered(Answer answer) {
        for (Journal journal : journals) {
            journal.answered(answer);
        }
    }
}
