/**
 * What clients enabled (behaviour §1): the request as it is read, the registration as it is stored, the table it lives in, and a bounded
 * cache in front of it that also remembers who has none. The lowest room with state; it knows nothing of pushes.
 *
 * <p>{@code Registrations.known} never waits; all else may wait for the database and is not called by threads that route stanzas.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import org.jspecify.annotations.NullMarked;
