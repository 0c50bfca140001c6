package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import org.jivesoftware.openfire.muc.MUCEventDispatcher;
import org.jivesoftware.openfire.muc.MUCEventListener;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Hears what happens in Openfire's rooms. Openfire's listeners changed several times: this class has the methods of all versions, whichever
 * of them the one that it runs on calls. On the thread that routed what happens.
 */
public final class RoomEvents implements MUCEventListener, AutoCloseable {

    private final Listener listener;
    private final Part part;

    /** Is told what happens in rooms. */
    public interface Listener {

        /**
         * A room told its occupants what one of them said.
         *
         * @param room the room's bare JID
         * @param sender who said it, by the real JID, or null
         * @param message what: addressed to whomever; not to be changed or kept
         */
        void said(JID room, @Nullable JID sender, Message message);

        /**
         * Somebody is in a room, or was up to now.
         *
         * @param room the room's bare JID
         * @param user who, by the real JID
         * @param nickname under which name
         */
        void present(JID room, JID user, String nickname);

        /**
         * A room is no more.
         *
         * @param room its bare JID
         */
        void destroyed(JID room);
    }

    /**
     * Begins to listen.
     *
     * @param listener is told
     * @param part is told what fails
     */
    public RoomEvents(Listener listener, Part part) {
        this.listener = Objects.requireNonNull(listener);
        this.part = Objects.requireNonNull(part);
        MUCEventDispatcher.addListener(this);
    }

    @Override
    public void close() {
        MUCEventDispatcher.removeListener(this);
    }

    @Override
    public void messageReceived(JID room, JID user, String nickname, Message message) {
        if (part.isOff()) {
            return;
        }
        try {
            if (room != null && message != null) {
                listener.said(room.asBareJID(), user, message);
            }
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    public void occupantJoined(JID room, JID user, String nickname) {
        isPresent(room, user, nickname);
    }

    @Override
    public void nicknameChanged(JID room, JID user, String oldNickname, String newNickname) {
        isPresent(room, user, newNickname);
    }

    private void isPresent(JID room, JID user, String nickname) {
        if (part.isOff()) {
            return;
        }
        try {
            if (room != null && user != null && nickname != null) {
                listener.present(room.asBareJID(), user, nickname);
            }
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    /** {@inheritDoc} Up to Openfire 4.9. */
    @Override
    public void roomDestroyed(JID room) {
        isDestroyed(room);
    }

    /**
     * Since Openfire 5.0.
     *
     * @param id the room's number
     * @param room its JID
     */
    public void roomDestroyed(long id, JID room) {
        isDestroyed(room);
    }

    private void isDestroyed(JID room) {
        if (part.isOff()) {
            return;
        }
        try {
            if (room != null) {
                listener.destroyed(room.asBareJID());
            }
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    /** {@inheritDoc} Up to Openfire 4.9. */
    @Override
    public void roomCreated(JID room) {
        // Nobody is concerned before somebody is affiliated.
    }

    /**
     * Since Openfire 5.0.
     *
     * @param id the room's number
     * @param room its JID
     */
    public void roomCreated(long id, JID room) {
        // As above.
    }

    /**
     * Since Openfire 5.0.
     *
     * @param id the room's number
     * @param room its JID
     */
    public void roomClearChatHistory(long id, JID room) {
        // What was pushed stays pushed.
    }

    /** {@inheritDoc} Up to Openfire 4.6. */
    @Override
    public void occupantLeft(JID room, JID user) {
        // Asked when something is said.
    }

    /**
     * Since Openfire 4.4. Who was there when this began to listen, or before it had a device, did not join as far as is known.
     *
     * @param room the room's JID
     * @param user who left
     * @param nickname under which name
     */
    public void occupantLeft(JID room, JID user, String nickname) {
        isPresent(room, user, nickname);
    }

    /**
     * Since Openfire 4.7.
     *
     * @param room the room's JID
     * @param nickname whose
     */
    public void occupantNickKicked(JID room, String nickname) {
        // As above.
    }

    @Override
    public void privateMessageRecieved(JID to, JID from, Message message) {
        // It is for the occupant that it is addressed to, and for nobody who is away.
    }

    @Override
    public void roomSubjectChanged(JID room, JID user, String subject) {
        // Wakes nobody.
    }
}
