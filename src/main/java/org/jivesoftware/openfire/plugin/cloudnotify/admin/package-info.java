/**
 * The pages of the admin console: servlets read a request, ask the rooms below, and fill a template that escapes. What a page shows is a
 * view, a value made for one request; what it does is an action with a token that the page itself handed out.
 *
 * <p>Pages may wait for the database: their threads are the console's.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import org.jspecify.annotations.NullMarked;
