/**
 * When are two stanzas one?
 *
 * <p>One stanza causes at most one push for each registration, however it travels (behaviour §2, "Exactly once"); and two messages that
 * say the
 * same are two. A stanza travels: it is routed, waits in the queue of each session, is routed again when such a session ends, is stored
 * offline, fetched, not acknowledged and stored once more, archived, and passes other cluster nodes, for up to 72 hours. Each time
 * somebody sees something of it, and has to know whether it is the same. What can be compared:
 * <ul>
 * <li>its <em>journey</em> ({@link org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey}): certain, wherever it is known;</li>
 * <li>its <em>look</em> ({@link org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint}): equal for all copies of one stanza,
 * but also for two stanzas that say the same without an id;</li>
 * <li>its <em>stamp</em>: the time that Openfire writes into the delay of every copy that it delivers later, to the millisecond: when a
 * session queued it, or when it was stored. One stanza has as many as there were queues and stores.</li>
 * </ul>
 *
 * <table>
 * <caption>The ways of a stanza, and what is known on each</caption>
 * <tr><th>way</th><th>journey</th><th>stamp</th><th>so it is known by</th></tr>
 * <tr><td>routed; on the same thread to each session, to the store and the archive</td><td>traced, on the thread
 * ({@link org.jivesoftware.openfire.plugin.cloudnotify.identity.RoutingThread})</td><td>not yet</td><td>journey</td></tr>
 * <tr><td>found in a session's queue, live or detached</td><td>that of what was seen on its way there; its own where nothing was</td>
 * <td>of this queue</td><td>journey</td></tr>
 * <tr><td>a session ends, and its queue is routed again</td><td>that of the queued object
 * ({@link org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry})</td><td>of the first queue, in its delay</td>
 * <td>journey</td></tr>
 * <tr><td>the same, before anybody looked at the queue</td><td>one of its own, joined to the first as soon as the queue is read</td>
 * <td>as above</td><td>journey; look and stamp where far too much came at once</td></tr>
 * <tr><td>stored offline</td><td>that of the thread that stores</td><td>of the store; before Openfire 4.6.4 it is not told, but close to
 * now</td><td>journey</td></tr>
 * <tr><td>stored because a session without stream management did not fetch it, as a browser's tab over BOSH that was closed: by a thread of
 * Openfire's own, parsed anew</td><td>that on which it was handed over
 * ({@link org.jivesoftware.openfire.plugin.cloudnotify.identity.UnconfirmedDeliveries}), or that of the queue of another session; else one
 * of its own: {@code STORED}</td><td>of the store</td><td>journey; else look, within minutes</td></tr>
 * <tr><td>sent again by a client that could not resume its stream, with the id that it had</td><td>one of its own</td><td>as any</td>
 * <td>look, within minutes</td></tr>
 * <tr><td>fetched from the store, and not acknowledged</td><td>one of its own: {@code STORED}</td><td>of the store, in its delay</td>
 * <td>look and stamp</td></tr>
 * <tr><td>on another cluster node, which pushed it, or here before the plugin was loaded
 * ({@link org.jivesoftware.openfire.plugin.cloudnotify.identity.KeptHistory})</td><td>{@code ELSEWHERE}: says nothing here</td>
 * <td>as that node knew it</td>
 * <td>look and stamp, for copies</td></tr>
 * <tr><td>the proposal of a call, on any way</td><td>any</td><td>any</td><td>look: caller and the call's id are in it</td></tr>
 * <tr><td>a request for a subscription, as often as a contact repeats it</td><td>any</td><td>any</td><td>look, which is the contact's
 * address; until the device is back</td></tr>
 * </table>
 *
 * <p>What a device has acknowledged counts as pushed to it: however a copy comes back, it was seen. So does what waits in a session that is
 * taken over from the plugin that ran before.
 *
 * <p>{@link org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling} is one look at a stanza on its way: what it says, its
 * journey,
 * its stamp. {@link org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory} remembers what was pushed to which registration and
 * answers the question; {@link org.jivesoftware.openfire.plugin.cloudnotify.identity.PushedElsewhere} is the same in words that other
 * cluster nodes understand.
 *
 * <p>This room knows registrations and stanzas, and nothing of sessions, triggers or pushes.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import org.jspecify.annotations.NullMarked;
