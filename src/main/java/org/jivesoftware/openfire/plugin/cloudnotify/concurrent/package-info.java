/**
 * Lanes and time. All work for one user is done on one lane, one thing after the other, so that nothing of a user needs a lock; a lane is
 * bounded, and who is refused has a rule for it. One scheduler is the house's only clock.
 *
 * <p>Knows nothing of the rest of the house.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.concurrent;

import org.jspecify.annotations.NullMarked;
