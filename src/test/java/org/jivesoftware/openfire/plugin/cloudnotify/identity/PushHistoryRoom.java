package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestStanzas;
import org.xmpp.packet.JID;

/** What tests of exactly once need: a history, two devices of one user, and looks at stanzas. */
abstract class PushHistoryRoom {

    static final String USER = "user";
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    static final RegistrationKey PHONE = key("phone");
    static final RegistrationKey TABLET = key("tablet");

    final AtomicLong nanos = new AtomicLong();
    /** More than fit. */
    static final int MANY = PushedStanzas.WINDOW + 36;

    final PushHistory seen = new PushHistory(1_000, nanos::get, Runnable::run);
    final StanzaReader reader = new StanzaReader("example.org");

    /** What is seen, and whether when it is stored. */
    record Look(Travelling travelling, boolean stored) {
    }

    static RegistrationKey key(String node) {
        return new RegistrationKey(USER, new JID("push.example.com"), node);
    }

    boolean first(RegistrationKey key, Look look, Instant due) {
        return seen.first(key, look.travelling(), due, look.stored());
    }

    Look fresh(String body, long number, Instant stamp) {
        return look(false, body, "", number == 0 ? null : new Journey(number, Origin.TRACED), stamp);
    }

    Look stored(String body, long number, Instant stamp) {
        return look(true, body, "", new Journey(number, Origin.TRACED), stamp);
    }

    /** Out of the store of offline messages. */
    Look fetched(String body, long number, Instant since) {
        return look(false, body, delay(since), number == 0 ? null : new Journey(number, Origin.STORED), since.plusSeconds(700));
    }

    /** Routed again by a session that ended. */
    Look again(String body, long number, Instant since) {
        return look(true, body, delay(since), new Journey(number, Origin.TRACED), since.plusSeconds(700));
    }

    static String delay(Instant since) {
        return "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='" + since
            + "'/><delay xmlns='urn:xmpp:delay' from='example.org' stamp='" + since.plusSeconds(600) + "'/>";
    }

    Look look(boolean stored, String body, String delay, Journey journey, Instant stamp) {
        return look(stored, body, "", delay, journey, stamp);
    }

    Look identified(String body, String id, long number) {
        return look(false, body, " id='" + id + "'", "", new Journey(number, Origin.TRACED), null);
    }

    Stanza request(String from, String id) {
        return reader.read(TestStanzas.packet("<presence type='subscribe' to='user@example.org' from='" + from + "' id='" + id + "'/>"));
    }

    Look look(boolean stored, String body, String id, String delay, Journey journey, Instant stamp) {
        return new Look(new Travelling(reader.read(Xml.message("<message type='chat' from='romeo@example.org/x' to='user@example.org'" + id
            + "><body>" + body + "</body>" + delay + "</message>")), journey, stamp), stored);
    }
}
