package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.SaidInRoom;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.OwnWords;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Notices what users say in rooms, so that they are not pushed their own words when the room reflects them to their devices. Called by the
 * threads that route; stateless but for {@link OwnWords}.
 */
public final class Reflections {

    private final String domain;
    private final OwnWords words;
    private final BiPredicate<JID, String> occupants;
    private final SaidInRoom said;

    /**
     * @param domain the server's domain
     * @param words remembers what they say
     * @param occupants tells whether an occupant of a room, by its JID there, is known to be a user, by the local part; asked while the
     *     room says something. Not null
     * @param said is told what is said
     */
    public Reflections(String domain, OwnWords words, BiPredicate<JID, String> occupants, SaidInRoom said) {
        this.domain = Objects.requireNonNull(domain);
        this.words = Objects.requireNonNull(words);
        this.occupants = Objects.requireNonNull(occupants);
        this.said = Objects.requireNonNull(said);
    }

    /** @return whether a message is said in a room */
    static boolean groupchat(Message message) {
        return "groupchat".equals(message.getElement().attributeValue("type"));
    }

    /**
     * Somebody may say something in a room.
     *
     * @param message of type groupchat, to a room
     * @param concerned tells which users, by local part, are worth it
     */
    void saying(Message message, Predicate<String> concerned) {
        JID from = message.getFrom();
        JID to = message.getTo();
        // What a room tells an occupant of another server is not said to that one.
        if (to != null && (from == null || !said.tells(from.toBareJID(), message.getID()))) {
            said.begin(to.toBareJID(), message.getID());
        }
        if (from != null && from.getNode() != null && from.getDomain().equals(domain) && concerned.test(from.getNode())) {
            words.said(from.getNode(), message);
        }
    }

    /**
     * @param packet what passes
     * @param said what is said in rooms on this thread
     * @return the journey of what is said, where the packet is what a room tells of it to one of its occupants; else null
     */
    public static @Nullable Journey cause(Packet packet, SaidInRoom said) {
        if (!(packet instanceof Message message) || !groupchat(message)) {
            return null;
        }
        JID from = message.getFrom();
        return from == null || from.getResource() == null ? null : said.of(from.toBareJID(), message.getID());
    }

    /**
     * A room says to a session of a user what an occupant said. That the user did is known from when it was said, unless that was on
     * another cluster node, or the message has changed since; then the room has to tell. To be called before the stanza is in the session's
     * queue, where it may be read at any time. Whatever session it is tells the nickname, so that what another occupant says later in the
     * same words is not taken for the user's.
     *
     * @param message of type groupchat, from an occupant
     * @param username the user
     * @param waits whether the message may wait in that session
     */
    void reflecting(Message message, String username, boolean waits) {
        JID occupant = message.getFrom();
        if (occupant != null && !words.knows(username, message) && waits && occupants.test(occupant, username)) {
            words.reflected(username, message);
        }
    }
}
