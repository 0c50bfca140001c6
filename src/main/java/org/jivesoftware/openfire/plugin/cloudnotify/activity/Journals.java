package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.util.List;

/**
 * Several journals as one.
 *
 * @param journals those that are told, in this order
 */
public record Journals(List<Journal> journals) implements Journal {

    /** Copies. */
    public Journals {
        journals = List.copyOf(journals);
    }

    @Override
    public void decided(Decision decision) {
        // By number, as below: with each push, an iterator would be an object.
        for (int i = 0; i < journals.size(); i++) {
            journals.get(i).decided(decision);
        }
    }

    @Override
    public void answered(Answer answer) {
        for (int i = 0; i < journals.size(); i++) {
            journals.get(i).answered(answer);
        }
    }
}
