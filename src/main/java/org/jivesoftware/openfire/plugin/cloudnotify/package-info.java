/**
 * The plugin itself, and what puts its rooms together: the builders stand each on those before, and nothing is set later.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify;

import org.jspecify.annotations.NullMarked;
