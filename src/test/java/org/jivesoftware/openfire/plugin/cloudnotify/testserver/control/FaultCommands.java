package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

/** Faults of a plugin that was made to fail, and calls that otherwise need a cluster, the Monitoring plugin or a plugin that ends. */
public interface FaultCommands {

    /**
     * From now on that point fails.
     *
     * @param kind "LINKAGE" for a NoSuchMethodError, "MEMORY" for an OutOfMemoryError, anything else for an AssertionError
     */
    void arm(String point, String kind);

    /** That point fails so often, with an IllegalStateException, and then no more. */
    void armTimes(String point, int times);

    /** Has Openfire's routing table, which a cluster's nodes share, name a component whose address nobody can read; or not any more. */
    void spoilComponents(boolean spoilt);

    /** Nothing fails any more, and nothing was hit. */
    void disarm();

    /** How often a point failed since the last {@link #disarm}. */
    int hits(String point);

    /** Takes a sample of each of the plugin's statistics, as the Monitoring plugin does. */
    void sampleStatistics();

    /** Tells the cluster's listeners of a node that joins, as a clustering plugin has Openfire do. */
    void joinCluster();

    /** Tells them of a node that leaves. */
    void leaveCluster();

    /** Brings the plugin a mail of another node, both ways that there are. */
    void bringMail();

    /** Tells the listeners of plugins that one was unloaded. */
    void destroyPlugin();

    /** Sets a user's property, with its event. */
    void userProperty(String username, String name, String value);

    /** Has a page of the console shown without a login. */
    void exemptFromLogin(String page);
}
