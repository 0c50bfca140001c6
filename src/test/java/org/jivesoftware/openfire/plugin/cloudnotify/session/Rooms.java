package org.jivesoftware.openfire.plugin.cloudnotify.session;

import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/** Rooms (XEP-0045) for integration tests. */
public final class Rooms {

    private Rooms() {
    }

    /** A new room of the server's own service, in which its owner is {@code bob}. Returns its JID. */
    public static String create(Scenario scenario, RawClient owner, String... fieldsAndValues) {
        String room = "room-" + XmppClient.newId() + "@conference." + scenario.server().domain();
        join(owner, room + "/bob");
        StringBuilder form = new StringBuilder("<iq type='set' id='room' to='" + room + "'>"
            + "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>");
        if (fieldsAndValues.length > 0) {
            form.append("<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>");
        }
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            form.append("<field var='muc#roomconfig_").append(fieldsAndValues[i]).append("'><value>").append(fieldsAndValues[i + 1])
                .append("</value></field>");
        }
        owner.request(form.append("</x></query></iq>").toString());
        return room;
    }

    /** Joins a room under the nickname of {@code occupant}, an occupant's JID, and waits until that is so. */
    public static void join(RawClient client, String occupant) {
        client.send("<presence to='" + occupant + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        client.received().await(stanza -> stanza.getName().equals("presence") && occupant.equals(stanza.attributeValue("from")),
            XmppClient.PATIENCE);
    }

    /** Gives a user an affiliation, as the room's owner. */
    public static void affiliate(RawClient owner, String room, TestUser user, String affiliation) {
        affiliate(owner, room, user.jid(), affiliation);
    }

    /** Gives an affiliation to whoever has that address: a user or a group. */
    public static void affiliate(RawClient owner, String room, String jid, String affiliation) {
        Element answer = owner.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + room + "'><query"
            + " xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='" + affiliation + "' jid='" + jid
            + "'/></query></iq>");
        if (!"result".equals(answer.attributeValue("type"))) {
            throw new AssertionError(answer.asXML());
        }
    }

    /** Says something in a room, and returns the message's id. */
    public static String say(XmppClient client, String room, String body) {
        String id = XmppClient.newId();
        client.send("<message type='groupchat' id='" + id + "' to='" + room + "'><body>" + body + "</body></message>");
        return id;
    }
}
