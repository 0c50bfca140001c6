package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import org.xmpp.packet.PacketError;

/** A request was refused; nothing was stored. The text is meant for the developer of the client that asked. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient PacketError error;

    /**
     * @param condition the stanza error condition (RFC 6120 §8.3.3)
     * @param type what the client may do about it
     * @param text what was wrong, without anything that the client does not know
     */
    public Refusal(PacketError.Condition condition, PacketError.Type type, String text) {
        super(text, null, false, false);
        this.error = new PacketError(condition, type, text, "en");
    }

    /**
     * A refusal that asks the client to correct its request.
     *
     * @param text what was wrong
     * @return never null
     */
    public static Refusal badRequest(String text) {
        return new Refusal(PacketError.Condition.bad_request, PacketError.Type.modify, text);
    }

    /** @return the error to answer */
    public PacketError error() {
        return error;
    }
}
