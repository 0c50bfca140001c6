package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/**
 * A device asks an archive for what it has missed (XEP-0313). The answers are put into the server as the Monitoring plugin does: messages
 * without a sender, or from the account or a room, to the device's full address. Nothing is due for them (behaviour §2 "Never"), whatever
 * becomes of them, and they change nothing about what is due for what they are copies of.
 */
final class CatchUp {

    private static final String RESULT = "<message%s to='%s' id='%s'><result xmlns='urn:xmpp:mam:2' id='1'><forwarded"
        + " xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-01-02T03:04:05Z'/><message xmlns='jabber:client'"
        + " type='chat' from='somebody@%s/else' to='%s'%s><body>%s</body></message></forwarded></result></message>";

    private CatchUp() {
    }

    /** The device is told of so many old messages, and of some that are younger: the letters. */
    static void fetch(Phone phone, int old, List<Letter> letters) {
        for (int i = 0; i < old; i++) {
            result(phone, i % 2 == 0 ? "" : " from='" + phone.user.jid() + "'", "", "Of old " + i);
        }
        for (Letter letter : letters) {
            result(phone, " from='room@conference." + phone.soak().domain() + "'",
                letter.id() == null ? "" : " id='" + Xml.escape(letter.id()) + "'", letter.body());
        }
        phone.soak().count("CAUGHT UP", old + letters.size());
    }

    private static void result(Phone phone, String from, String id, String body) {
        phone.soak().control().stanzas().route(RESULT.formatted(from, phone.jid(), XmppClient.newId(), phone.soak().domain(),
            phone.user.jid(), id, Xml.escape(body)));
    }
}
