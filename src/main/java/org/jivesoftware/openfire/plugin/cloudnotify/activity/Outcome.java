package org.jivesoftware.openfire.plugin.cloudnotify.activity;

/** What became of a reason to push, in the words of the console ("why did my phone not ring?", behaviour §7). */
public enum Outcome {
    /** Published to the service. */
    PUSHED,
    /** Became part of a push that goes out later. */
    MERGED,
    /** Not pushed: this stanza was pushed to this device before (behaviour §2, exactly once). */
    ALREADY_PUSHED,
    /** Not pushed: unimportant, and the setting or the trigger wants important ones only. */
    UNIMPORTANT,
    /** Not pushed: unimportant, and the device was woken already in this absence. */
    WOKEN_ALREADY,
    /** Not pushed: the device is in use. */
    DEVICE_ONLINE,
    /** Not pushed: the device acknowledged in time. */
    ACKNOWLEDGED,
    /** Not pushed: the device sent it itself. */
    OWN_MESSAGE,
    /** Not pushed: the user blocks who sent it. */
    BLOCKED,
    /** Not pushed: the server neither stored nor archives it, so that a woken device would find nothing. */
    NOT_STORED,
    /** Not pushed: the group chat wakes on mentions only, and the user is not mentioned. */
    NOT_MENTIONED,
    /** Not pushed: the user wants mentions only of that group chat, and is not mentioned. */
    MENTIONS_WANTED,
    /** Not pushed: the user wants nothing of that group chat. */
    ROOM_MUTED,
    /** Not pushed: group chats wake who asked for it only, and the user did not. */
    ROOM_NOT_ASKED,
    /** Not pushed: the registration is disabled. */
    DISABLED,
    /** Not pushed: an administrator locked the account. */
    LOCKED,
    /** Not pushed: the service is not allowed. */
    SERVICE_DENIED,
    /** Not pushed: the client withdrew the registration in the meantime. */
    UNREGISTERED,
    /** Not pushed: another plugin vetoed it. */
    VETOED,
    /** Not pushed: the app asked for nothing from this sender or group chat. */
    MUTED,
    /** Not pushed: the app asked for nothing from senders that are no contacts. */
    STRANGER,
    /** Not pushed: the app listed the group chats that it wants, and when; this was none of that. */
    ROOM_FILTERED,
    /** Not pushed: it was read on another device. */
    READ_ELSEWHERE,
    /** Waits for the service, which does not answer at the moment. */
    SERVICE_DOWN,
    /** The service could not deliver it: it is sent again a while later. */
    REFUSED,
    /** Waits for the next minute, since this registration had its share of this one. */
    RATE_LIMITED,
    /** Waits, since the user is at another device, which shows it. */
    AT_ANOTHER_DEVICE,
    /** Waits until the database can be asked for the user's registrations. */
    DATABASE_DOWN,
    /** More came than could be worked on: the device gets one push without content for all of it, as soon as there is room. */
    OVERLOADED,
    /** Given up: it waited for a day. */
    EXPIRED,
    /** Lost: so much was waiting already that no more could be remembered. */
    LOST
}
