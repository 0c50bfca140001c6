package org.jivesoftware.openfire.plugin.cloudnotify.api;

/** Why a push is due. */
public enum PushReason {
    /** Openfire stored a message offline. */
    OFFLINE,
    /** Something waits for a session that lost its connection and may come back. */
    HIBERNATED,
    /** A connected device does not acknowledge what it was sent. */
    ACK_DELAY,
    /** The message archive keeps a message, and the device has no session. */
    ARCHIVED,
    /** Somebody calls (XEP-0353). */
    CALL,
    /** A call is over, or was answered on another device. */
    CALL_END,
    /** All sessions of the user are away, and the app asked to be woken then. */
    AWAY,
    /** Something that the device was told of was read on another one. */
    READ,
    /** A contact asks for a presence subscription. */
    SUBSCRIPTION,
    /** Something was said in a group chat that the user belongs to and is not in. */
    ROOM,
    /** A plugin or an administrator asked for it. */
    PING,
    /** Something that this version of the API has no name for. */
    OTHER
}
