/**
 * What cluster nodes tell each other, and what follows from it.
 *
 * <p>In an Openfire cluster a stanza is routed by one node, a session lives on one node, and a message is stored offline by the node that
 * routed it; so one occasion arises on one node only. What needs the others:
 * <ul>
 * <li>registrations are cached on each node: a change anywhere makes the others forget that user's;</li>
 * <li>a device that comes online may have pushes waiting, merged or counted, on other nodes than the one it logs in at;</li>
 * <li>a detached session is kept until an important push went out, which may happen on another node;</li>
 * <li>a stanza may travel on through another node later (a session times out there, its queue is routed again, the message is stored
 * offline): which stanzas were pushed is told to all;</li>
 * <li>a call is pushed by the node that routes it, to all devices; the node of a detached session leaves that to it;</li>
 * <li>messages are counted for an absence, whichever node pushes: each push is told with its count;</li>
 * <li>what is removed, or disabled, on one node is not pushed to by another: the client's result waits until the others know;</li>
 * <li>whether a user is connected anywhere is asked.</li>
 * </ul>
 * No thread waits for another node. A result, and what depends on an answer, comes a second later at most; a node that did not answer by
 * then is not waited for until it is heard from, which it is every half minute. Nodes that were split off and are back are known by their
 * instance: counts, and which requests were told, are forgotten. Who runs the plugin, and in which version, stands in a cache of all nodes.
 * Each mail says who writes it; of a newer version's mail, what is not known is passed over.
 *
 * <p>Settings are system properties, which Openfire keeps equal on all nodes. Messages may come late, out of order or never. Whatever
 * follows from that ends by itself: cached registrations are read again every few minutes while there is a cluster; a sighting that is
 * lost costs at most one push too many, and news of a device that is lost, one push that it does not need. Nothing here can lose a push.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import org.jspecify.annotations.NullMarked;
