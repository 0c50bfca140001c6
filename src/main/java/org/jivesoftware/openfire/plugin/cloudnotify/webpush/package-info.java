/**
 * Pushes to endpoints of browsers and UnifiedPush distributors (RFC 8030), without an app server in between (behaviour §13).
 *
 * <p>A client gives {@link org.jivesoftware.openfire.plugin.cloudnotify.webpush.EndpointService} an endpoint and its keys and gets a node,
 * in which all of it is sealed for that user; what it enables then is a registration like any other. A push to one goes by
 * {@link org.jivesoftware.openfire.plugin.cloudnotify.webpush.WebPushTransport}: the node is opened, the name of the endpoint's host is
 * looked up and must lead to public addresses, what the push says is encrypted for the browser (RFC 8291), signed for (RFC 8292), and
 * posted. Clients of {@link org.jivesoftware.openfire.plugin.cloudnotify.webpush.Push2Protocol} may be behind a relay, which
 * {@link org.jivesoftware.openfire.plugin.cloudnotify.webpush.RelayTransport} tells by messages.
 *
 * <p>Nothing here may wait on a thread that routes stanzas or on a lane: looking up names, and the cryptography of what is posted, are done
 * by a crew of this room's own. What a relay is told is encrypted on the lane.
 *
 * <p>May know: registrations, what delivery says of pushes and answers, settings. Is known by: the composition root, and the server's door
 * to XMPP. Knows nothing of Openfire.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import org.jspecify.annotations.NullMarked;
