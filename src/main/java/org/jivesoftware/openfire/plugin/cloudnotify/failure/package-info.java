/**
 * What keeps the plugin's failures to itself. Whatever Openfire, its threads or its timers call, and whatever runs on threads of the
 * plugin's own, ends in a {@code try} with {@code catch (Throwable)} that tells its {@link Part}: the stanza goes on as if the plugin were
 * not there. In one style, so that a test can find every place that lacks it:
 *
 * <pre>{@code
 * public void somethingHappened(Thing thing) {
 *     if (part.isOff()) {
 *         return;
 *     }
 *     try {
 *         work(thing);
 *     } catch (Throwable e) {
 *         part.failed(e);
 *     }
 * }
 * }</pre>
 *
 * That costs the thread that routes one read of a field, and allocates nothing. Nothing in this room knows Openfire.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import org.jspecify.annotations.NullMarked;
