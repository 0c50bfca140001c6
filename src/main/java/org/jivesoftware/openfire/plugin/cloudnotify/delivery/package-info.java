/**
 * The way of a push to its service, and what follows from the answer. Nothing waits here: whether a push may go,
 * {@link org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier} tells who asks, and gives back what was not delivered.
 *
 * <p>A {@link org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause} becomes a
 * {@link org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push}, which a
 * {@link org.jivesoftware.openfire.plugin.cloudnotify.delivery.Transport} sends, and which is answered by a
 * {@link org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply}, one of very few words. Each of these has its consequence, in this
 * order: for the service (breaker, share of unanswered pushes), for the registration (health), for the push (again, or not).
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import org.jspecify.annotations.NullMarked;
