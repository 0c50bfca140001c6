package org.jivesoftware.openfire.plugin.cloudnotify.activity;

/** Why a push is due (behaviour §2). */
public enum Trigger {
    /** Openfire stored a message offline. */
    OFFLINE,
    /** A stanza waits for a session that lost its connection. */
    HIBERNATED,
    /** A connected session leaves a stanza unacknowledged. */
    ACK_DELAY,
    /** The archive keeps a message, and the device has no session. */
    ARCHIVED,
    /** Somebody calls (XEP-0353). */
    CALL,
    /** A call is over, or was answered elsewhere (XEP-0353). */
    CALL_END,
    /** Nobody is at any of the user's devices, and the app asked to be woken then. */
    AWAY,
    /** Something that was pushed was read on another device. */
    READ,
    /** A contact asks for a subscription. */
    SUBSCRIPTION,
    /** Something was said in a group chat that the user belongs to and is not in. */
    ROOM,
    /** Another plugin asked. */
    PING,
    /** An administrator tries whether it works. */
    TEST,
    /** The user tries whether it works. */
    OWN_TEST;

    /** @return whether the push is for one session: that being in use, there is no reason for it any more */
    public boolean ofOneSession() {
        return this == HIBERNATED || this == ACK_DELAY;
    }
}
