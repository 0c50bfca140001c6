package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.util.List;

/**
 * Tells several journals, one after the other. Immutable.
 *
 * @param journals whom to tell; not null
 */
public record Journals(List<Journal> journals) implements Journal {

    /** Copies. */
    public Journals {
        journals = List.copyOf(journals);
    }

    @Override
    public void decided(Decision decision) {
        journals.forEach(journal -> journal.decided(decision));
    }

    @Override
    public void answered(Answer answer) {
        journals.forEach(journal -> journal.answered(answer));
    }
}
