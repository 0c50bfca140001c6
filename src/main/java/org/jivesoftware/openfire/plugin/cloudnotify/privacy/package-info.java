/**
 * What users decide for themselves: whether their pushes may name sender and text, whatever the administrator allows.
 */
package org.jivesoftware.openfire.plugin.cloudnotify.privacy;
