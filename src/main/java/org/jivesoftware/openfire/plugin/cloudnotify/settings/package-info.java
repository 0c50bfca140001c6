/**
 * Typed settings over Openfire's system properties (behaviour §7): a wrong value is logged once and the default used, a change is in force
 * at
 * once. No name begins another's, since some versions delete all properties whose names begin with the one that is deleted.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.settings;

import org.jspecify.annotations.NullMarked;
