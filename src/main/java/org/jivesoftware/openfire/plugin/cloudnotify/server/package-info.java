/**
 * Everything that touches Openfire or differs between its versions, behind small interfaces that the rooms above it own. What is not the
 * same member in every version is called by handles, here and nowhere else; where a version lacks it, that part is off and says so once.
 *
 * <p>What Openfire calls ends here: each such method keeps its errors to itself (package {@code failure}).
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.server;

import org.jspecify.annotations.NullMarked;
