/**
 * What other plugins do in the house: their listeners and reviewers behind the package {@code api}, each call guarded and limited in time,
 * so
 * that one that throws or is slow harms nobody else.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import org.jspecify.annotations.NullMarked;
