/**
 * What users decide for themselves: whether their pushes may name sender and text, whatever the administrator allows.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.privacy;

import org.jspecify.annotations.NullMarked;
