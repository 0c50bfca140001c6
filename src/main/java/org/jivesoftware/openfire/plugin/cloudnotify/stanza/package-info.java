/**
 * What is to know of a stanza, read once on the thread that routes it, so that the stanza need not be kept: whether it is important, who
 * says
 * what, what it is a copy of. Whatever a client sends is read without recursion, within limits, and never throws.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import org.jspecify.annotations.NullMarked;
