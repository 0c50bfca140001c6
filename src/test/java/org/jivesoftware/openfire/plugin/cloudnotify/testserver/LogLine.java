package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

/**
 * An entry of the server's log.
 *
 * @param level  DEBUG, INFO, WARN, ERROR
 * @param logger name of the logger
 * @param text   message, with the stack trace that follows it
 */
public record LogLine(String level, String logger, String text) {

    /** Tells whether it is a warning or an error. */
    public boolean isWarning() {
        return level.equals("WARN") || level.equals("ERROR") || level.equals("FATAL");
    }

    @Override
    public String toString() {
        return level + " " + logger + " " + text;
    }
}
