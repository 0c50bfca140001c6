package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.util.Map;

/** Brings mail to the other nodes of the cluster that run the plugin: maybe late, out of order or not at all. Thread-safe. */
public interface ClusterTransport {

    /** @return whether there is a cluster; cheap */
    boolean clustered();

    /** @return this node's name in the cluster, by which others send mail to it */
    String self();

    /**
     * Says that this node runs the plugin, until {@link #withdraw}. May wait for the network.
     *
     * @param text what the others read
     */
    void announce(String text);

    /** Takes back what was announced. May wait for the network. */
    void withdraw();

    /** @return the texts of the others that run the plugin, by their names. May wait for the network. */
    Map<String, String> announced();

    /**
     * @param node the name of one that runs the plugin
     * @param mail for that node. May take as long as a network does, but does not wait for the other.
     */
    void send(String node, byte[] mail);

    /** @param mail for every node with version 1.0 of the plugin, which announces nothing */
    void sendToOld(byte[] mail);

    /**
     * Has work done that may wait for the network: one piece after the other, on a thread that does nothing else.
     *
     * @param work what to do
     * @return false where there is no room, or this is closed: then it will not be done
     */
    boolean perform(Runnable work);

    /**
     * @param receiver takes mail of other nodes, on any thread; must be quick
     * @param membersChanged is told when this node, or another, joined or left a cluster; must be quick
     */
    void start(Receiver receiver, Runnable membersChanged);

    /** Takes mail. */
    @FunctionalInterface
    interface Receiver {

        /**
         * @param mail what another node wrote
         * @param old whether it came the way of version 1.0, on which newer nodes send, too, as long as there are such
         */
        void received(byte[] mail, boolean old);
    }
}
