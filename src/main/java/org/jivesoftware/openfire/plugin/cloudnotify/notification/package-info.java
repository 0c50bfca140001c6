/**
 * Push, or no push and why. An occasion is decided for each registration concerned, from facts that are gathered once and rules that are
 * asked in a fixed order (behaviour §2); what a push says is composed here (behaviour §3) when it leaves.
 *
 * <p>Decisions for one user are made on the user's lane. Knows no server and no service.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import org.jspecify.annotations.NullMarked;
