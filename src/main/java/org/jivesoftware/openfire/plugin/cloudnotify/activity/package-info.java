/**
 * What was decided, and what services answered: one value, the {@code Decision}, that the log, the console's activity page, the figures and
 * other plugins share. Who decides tells the {@code Journal}; nobody asks it back.
 *
 * <p>Knows keys of registrations and nothing else of the house.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import org.jspecify.annotations.NullMarked;
