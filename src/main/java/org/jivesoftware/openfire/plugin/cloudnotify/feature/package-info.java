/**
 * What an app may ask for in its {@code <enable/>} beside the push itself (behaviour §10): one class for each namespace. The request is
 * read here and nowhere else; a registration keeps it as a text for each {@link Feature}, in a column of its own, and the same classes
 * say what it means for an occasion or a push. Unknown children are ignored; a known one that is wrong refuses the whole request.
 *
 * <p>May know: registrations, and what stanzas and pushes are. Is known by: whoever decides and writes pushes, and the composition root.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import org.jspecify.annotations.NullMarked;
