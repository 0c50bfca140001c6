/**
 * Why a push may be due: one class for each reason of behaviour §2. A trigger says who is concerned and why, and decides nothing else.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import org.jspecify.annotations.NullMarked;
