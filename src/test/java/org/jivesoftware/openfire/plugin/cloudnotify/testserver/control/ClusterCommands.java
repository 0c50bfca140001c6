package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

/** What a node knows of its cluster. */
public interface ClusterCommands {

    /** How many nodes this one sees, itself included; 0 while it is none itself. */
    int nodes();

    /** How many available sessions of a user there are, as far as this node knows. */
    int routes(String bareJid);

    /** Gives up other nodes, as where the network between them fails; the tests' own clustering only. Their ports, with commas. */
    void lose(String ports);

    /** Looks for nodes that were lost. */
    void reunite();
}
