package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * One device that a user's client enabled pushes for: a user, a push service, and a node there (XEP-0357 §5). Immutable, a snapshot:
 * it does not change when the registration does. Two are equal where user, service and node are.
 *
 * <p>The publish-options of a registration are often a secret between the client and its service, and are not shown.
 */
public interface PushRegistration {

    /** @return the local part of the user's address, as Openfire keeps it; never null */
    String username();

    /** @return the address of the push service; never null */
    JID service();

    /** @return the node at the service, or null where the client gave none; often names the device, so do not show it around */
    @Nullable String node();

    /** @return the resource of the session that enabled it, or null where it is not known at this point */
    @Nullable String resource();

    /** @return when it was last enabled, or null where it is not stored yet, or not known at this point */
    @Nullable Instant enabled();

    /** @return whether nothing is published to it, because of too many errors or by an administrator's decision */
    boolean disabled();
}
