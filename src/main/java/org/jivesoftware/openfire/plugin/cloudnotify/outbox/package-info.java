/**
 * What waits: pushes that cannot go out now, or need not. The only place where they do.
 *
 * <p>One {@link org.jivesoftware.openfire.plugin.cloudnotify.outbox.Pending} for each registration, a plain value that says what it
 * {@linkplain org.jivesoftware.openfire.plugin.cloudnotify.outbox.WaitsFor waits for}; what comes meanwhile is added to it. One clock wakes
 * it, one bound holds for all, one place drops, and that tells the journal and the history of pushes. What a push says is made when it
 * leaves: counts, privacy and texts are those of that moment. What waits for nothing passes through without a trace.
 *
 * <p>What waits is kept in the database, so that it outlives a restart, and a crash but for the last seconds: one keeper writes what
 * changed,
 * on a thread of its own, without anything that anybody wrote.
 *
 * <table>
 * <caption>What may be waited for</caption>
 * <tr><th>for</th><th>woken by</th><th>meanwhile</th></tr>
 * <tr><td>LANE</td><td>room in the user's lane, tried every 250 ms</td><td>everything joins</td></tr>
 * <tr><td>DATABASE</td><td>one of them that got an answer; tried after 1 s, 2 s, … 15 s</td><td>everything joins</td></tr>
 * <tr><td>MERGE</td><td>the end of the merge window</td><td>joins, or has it go ahead where it cannot merge</td></tr>
 * <tr><td>RATE</td><td>the registration's next minute</td><td>joins; calls have a rate of their own</td></tr>
 * <tr><td>SERVICE</td><td>its turn in the service's order, asked for every 100 ms</td><td>joins</td></tr>
 * <tr><td>RETRY</td><td>a minute, doubling to an hour; or that its service works again</td><td>joins; calls are tried</td></tr>
 * <tr><td>GRACE</td><td>the end of the user's grace</td><td>joins; calls go out</td></tr>
 * </table>
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import org.jspecify.annotations.NullMarked;
