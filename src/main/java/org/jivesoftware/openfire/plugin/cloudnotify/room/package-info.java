/**
 * Group chats (docs/behaviour.md §9): who is concerned by what is said in a room without being in it, what each user wants of a room, and
 * whether a message mentions somebody.
 *
 * <p>The thread that routes what is said pays for one look at {@link org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences}; all
 * else is asked on the lanes. Openfire's rooms are behind {@link org.jivesoftware.openfire.plugin.cloudnotify.room.Rooms}.
 *
 * <p>May know: registrations, stanzas, settings. Is known by: the triggers, {@code server}, and the composition root.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.room;

import org.jspecify.annotations.NullMarked;
