package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import org.apache.log4j.Level;
import org.apache.log4j.Logger;

/** Keeps errors out of the test's output that the test itself brings about. */
final class Quiet {

    private Quiet() {
    }

    static void during(Class<?> speaker, Runnable work) {
        Logger logger = Logger.getLogger(speaker);
        Level before = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            work.run();
        } finally {
            logger.setLevel(before);
        }
    }
}
