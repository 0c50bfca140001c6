package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.util.List;
import java.util.Map;

/** For putting load on the server and measuring what that costs it. */
public interface LoadCommands {

    /** Runs an insert once for each row, in one transaction. */
    int insert(String sql, List<Object[]> rows);

    /**
     * What the live threads have used since they began, by thread name with its numbers taken out: CPU time in nanoseconds, bytes
     * allocated, number of threads.
     */
    Map<String, long[]> threads();

    /** Number and milliseconds of all garbage collections so far. */
    long[] collections();

    /**
     * Ends a plugin and begins it again. Tells how many nanoseconds the beginning takes it, and the used heap in bytes, each time after
     * a collection, while it is not running and once it is.
     */
    long[] reload(String plugin);

    /**
     * Stamps the time at which Openfire stores a message offline for a user or routes one to a user's session, until the first publish
     * of a push for that user is routed: the time that the plugin itself takes. The node of a push must be "node-" and the user's name.
     */
    void startStamps();

    /** The times in nanoseconds since {@link #startStamps()} or the last call, in no order. */
    long[] takeStamps();

    /** Ends stamping. */
    void stopStamps();

    /**
     * Measures, from now on, the CPU time that the plugin takes on Openfire's threads when it hears of stanzas and answers, and that
     * Openfire takes on the plugin's threads while it routes publishes.
     */
    void startPluginCost();

    /** Ends that, and returns the two in nanoseconds. */
    long[] stopPluginCost();

    /** Starts a flight recording of execution samples, every 10 ms for each running thread. */
    void startProfile();

    /** Starts a flight recording of where memory is allocated, with each sample that the JVM takes. */
    void startAllocations();

    /** Writes the recording to a file and ends it. */
    void stopProfile(String file);
}
