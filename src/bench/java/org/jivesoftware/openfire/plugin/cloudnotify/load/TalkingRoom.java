package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A members-only room in which its owner talks to herself; its members are elsewhere. */
final class TalkingRoom {
    private static final int WINDOW = 50;
    private static final int PATIENCE_SECONDS = 60;
    private static final long NAP = 50_000;
    private static final String CONFIG = "<iq type='set' id='c' to='%1$s'><query xmlns='http://jabber.org/protocol/muc#owner'>"
        + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>"
        + "<field var='muc#roomconfig_membersonly'><value>1</value></field>%2$s</x></query></iq>";
    private static final String PERSISTENT = "<field var='muc#roomconfig_persistentroom'><value>1</value></field>";
    /** So many members at once; not every server takes more than one. */
    private static final int BATCH = 250;

    private final LeanStream owner;
    private final String address;
    private final AtomicLong heard = new AtomicLong();
    private long said;

    /** Opens the room; the owner is logged in. */
    TalkingRoom(LeanStream owner, String address) throws IOException {
        this(owner, address, false);
    }

    /** The same, with a room that outlives its occupants. */
    TalkingRoom(LeanStream owner, String address, boolean persistent) throws IOException {
        this.owner = owner;
        this.address = address;
        open(owner, address, persistent ? PERSISTENT : "");
    }

    /** Opens a room, and waits for that. */
    static void open(LeanStream owner, String address) throws IOException {
        open(owner, address, "");
    }

    private static void open(LeanStream owner, String address, String fields) throws IOException {
        owner.send("<presence to='" + address + "/owner'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
            + CONFIG.formatted(address, fields));
        owner.awaitAnswer("c");
    }

    /** Makes users members. */
    void members(String[] names, String domain) throws IOException {
        members(names, domain, BATCH);
    }

    /** Makes users members, so many with each request. */
    void members(String[] names, String domain, int batch) throws IOException {
        for (int from = 0; from < names.length; from += batch) {
            StringBuilder request = new StringBuilder("<iq type='set' id='m" + from + "' to='" + address + "'><query"
                + " xmlns='http://jabber.org/protocol/muc#admin'>");
            for (int i = from; i < Math.min(names.length, from + batch); i++) {
                request.append("<item affiliation='member' jid='").append(names[i]).append('@').append(domain).append("'/>");
            }
            owner.send(request.append("</query></iq>").toString());
            owner.awaitAnswer("m" + from);
        }
    }

    /** From now on what the room says to its owner is counted. */
    void listen() {
        owner.read("owner", "</message>", stanza -> heard.incrementAndGet(), () -> { });
    }

    /** Says something; does not wait. */
    void say(String text) throws IOException {
        owner.send("<message type='groupchat' id='g" + said + "' to='" + address + "'><body>" + text + "</body></message>");
        said++;
    }

    /** Says so many things, as fast as the room repeats them; tells how many seconds that took. */
    double talk(int messages) throws IOException {
        long before = heard.get();
        long begin = System.nanoTime();
        long end = begin + PATIENCE_SECONDS * 1_000_000_000L;
        for (int i = 0; i < messages; i++) {
            say("Are you there? This is number " + said);
            while (i + 1 - (heard.get() - before) >= WINDOW && System.nanoTime() < end) {
                LockSupport.parkNanos(NAP);
            }
        }
        if (!World.await(PATIENCE_SECONDS, () -> heard.get() - before >= messages)) {
            throw new IllegalStateException("Of " + messages + " messages the room repeated " + (heard.get() - before));
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
