package org.jivesoftware.openfire.plugin.cloudnotify.activity;

/**
 * Is told of every decision and every answer, for the log, the console's activity page and the statistics. Implementations are
 * thread-safe, never block and never throw.
 */
public interface Journal {

    /** @param decision what was decided */
    void decided(Decision decision);

    /** @param answer what the service answered */
    void answered(Answer answer);
}
