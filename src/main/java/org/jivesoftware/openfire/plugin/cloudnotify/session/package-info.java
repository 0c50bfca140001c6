/**
 * Live and detached sessions of users who have registrations, what they have not acknowledged, and which registration each belongs to
 * (behaviour §1 "bound", §2 and §5). Knows nothing of Openfire: sessions are seen through {@code ClientStream}.
 *
 * <p>A session is looked at when something happens to it or may have happened. One look is one {@code Observation}; the state
 * ({@code SessionState}, with the table of what becomes of what) says what it means; {@code TrackedSession} does it; {@code Backlog} knows
 * what of the server's queue was told of. {@code SessionTracker} is where events come in and questions are answered, {@code Tracking} what
 * is done about them on the user's lane, {@code Agenda} and {@code TrackedSessions} when somebody has to look though nothing happened.
 * Times are those of a {@code SteadyClock}, but for what the server itself writes down.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.session;

import org.jspecify.annotations.NullMarked;
