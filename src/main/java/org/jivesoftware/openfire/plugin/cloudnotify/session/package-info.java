/**
 * Live and detached sessions of users who have registrations, what they have not acknowledged, and which registration each belongs to
 * (spec §1 "bound", §2 and §5). Knows nothing of Openfire: sessions are seen through {@code ClientStream}.
 */
package org.jivesoftware.openfire.plugin.cloudnotify.session;
