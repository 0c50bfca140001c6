package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/**
 * Who has an affiliation with a room: a device that comes and goes, and perhaps another one that is always off; and what the user wants to
 * hear of the room. Guarded by its {@link ClubTalk}.
 */
final class Member extends Phone {

    /** What the device's session is like. In the room it may be silent, which is to say that it does not acknowledge. */
    enum State { ABSENT, ONLINE, OCCUPANT, SILENT, SLEEPING_OCCUPANT, SLEEPING_ELSEWHERE }

    /** What the user wants to hear. */
    enum Wish { ALL, MENTIONS, NOTHING }

    final ClubTalk club;
    final String nickname;
    State state = State.ABSENT;
    /** What the user's bookmark says (XEP-0492), or null. */
    Wish bookmark;
    /** What the user chose in the room's registration form, or null. */
    Wish chosen;
    boolean affiliated = true;
    /** The node of the device that is always off, or null. */
    String offNode;
    /** What was said in the room and it has not acknowledged since it fell silent. */
    final List<Said> unacked = new ArrayList<>();

    Member(ClubTalk club, TestUser user, int number) {
        super(club, user, "m" + number, false);
        this.club = club;
        this.nickname = "Nick" + number;
    }

    @Override
    void note(String event) {
        super.note(state + ", bookmark " + bookmark + ", chosen " + chosen + (affiliated ? "" : ", not affiliated") + ": " + event);
    }

    boolean present() {
        return state != State.ABSENT;
    }

    /** Whether something that is said wakes the user's devices that are not in the room (behaviour §9 "Whether"). */
    boolean wakesWhoIsAway(Said said) {
        if (!affiliated && chosen != Wish.ALL) {
            return false;
        }
        Wish wish = bookmark != null ? bookmark : chosen != null ? chosen : club.membersOnly ? Wish.ALL : Wish.MENTIONS;
        return wakes(wish, said);
    }

    /** Whether it wakes a device that sleeps in the room: there only the bookmark holds, and by itself everything does. */
    boolean wakesWhoSleeps(Said said) {
        return wakes(bookmark == null ? Wish.ALL : bookmark, said);
    }

    private boolean wakes(Wish wish, Said said) {
        return wish == Wish.ALL || wish == Wish.MENTIONS && said.mentioned() == this;
    }

    /** With a device that registers and is never seen again. */
    void registerAnother() {
        var other = new Phone(life, user, "off", false);
        other.connect(0, false);
        other.enroll();
        other.settle();
        other.close();
        offNode = other.node;
    }

    /** Joins, and is told what was said before. */
    void join() {
        Rooms.join(client, club.room + "/" + nickname);
    }

    void leaveRoom() {
        client.send("<presence type='unavailable' to='" + club.room + "/" + nickname + "'/>");
        client.received().await(stanza -> stanza.getName().equals("presence") && "unavailable".equals(stanza.attributeValue("type"))
            && (club.room + "/" + nickname).equals(stanza.attributeValue("from")), PATIENCE);
    }

    /** Publishes a bookmark that says what it wants to hear (XEP-0402, XEP-0492). */
    void bookmark(Wish wish) {
        String element = switch (wish) {
            case ALL -> "<always/>";
            case MENTIONS -> "<on-mention/>";
            case NOTHING -> "<never/>";
        };
        require(client.request("<iq type='set' id='" + XmppClient.newId() + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + "<publish node='urn:xmpp:bookmarks:1'><item id='" + club.room + "'><conference xmlns='urn:xmpp:bookmarks:1'><nick>"
            + nickname + "</nick><extensions><notify xmlns='urn:xmpp:notification-settings:1'>" + element
            + "</notify></extensions></conference></item></publish></pubsub></iq>"));
        bookmark = wish;
    }

    /** Chooses in the room's registration form, as Siskin does. */
    void choose(Wish wish) {
        require(client.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + club.room + "'><query xmlns='jabber:iq:register'>"
            + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field>"
            + "<field var='muc#register_roomnick'><value>" + nickname + "</value></field>"
            + "<field var='{http://tigase.org/protocol/muc}offline' type='boolean'><value>" + (wish == Wish.ALL ? 1 : 0)
            + "</value></field></x></query></iq>"));
        chosen = wish;
    }
}
