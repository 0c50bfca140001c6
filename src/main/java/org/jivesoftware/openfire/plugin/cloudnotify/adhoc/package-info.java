/**
 * The ad-hoc commands (XEP-0050): users list, test and remove their devices and decide about their privacy; administrators do so for any
 * account. Has no sessions of its own: each form carries what the next step needs.
 *
 * <p>Work is done on the lane of the user who asks, one command after the other.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import org.jspecify.annotations.NullMarked;
