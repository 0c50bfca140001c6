package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Reads what the plugin needs to know of a stanza (docs/behaviour.md §2, "Important or not"). Stateless but for the server's name
 * and what users said in rooms; thread-safe.
 *
 * <p>Cost: one walk over a message's children and those of what it wraps, and one over what the {@link Fingerprint} counts. Whatever a
 * client sends is read without recursion, and never throws.
 */
public final class StanzaReader {

    /** How the namespaces of XEP-0353 begin. */
    static final String CALLS = "urn:xmpp:jingle-message:";
    /** How the namespaces of XEP-0313 begin. */
    static final String ARCHIVES = "urn:xmpp:mam:";
    /** A forward in a forward in … : deeper than any real one. */
    private static final int MAX_WRAPPERS = 4;
    /** Stamps of XMPP have years of four digits; a client can write others. */
    private static final int LAST_YEAR = 9_999;

    private final String domain;
    private final OwnWords words;
    private final Addresses addresses = new Addresses();

    /**
     * @param domain the server's own domain
     * @param words knows what users said in rooms
     */
    public StanzaReader(String domain, OwnWords words) {
        this.domain = Objects.requireNonNull(domain);
        this.words = Objects.requireNonNull(words);
    }

    /**
     * One that knows nothing of what users said in rooms.
     *
     * @param domain the server's own domain
     */
    public StanzaReader(String domain) {
        this(domain, new OwnWords(Runnable::run));
    }

    /**
     * @param packet a stanza. It is not changed.
     * @return what is to know of it
     */
    public Stanza read(Packet packet) {
        if (packet instanceof Message message) {
            return readMessage(message);
        }
        Element element = packet.getElement();
        boolean presence = packet instanceof Presence;
        return new Stanza(presence ? Stanza.Kind.PRESENCE : Stanza.Kind.IQ, sentBy(packet.getFrom()), packet.getTo(),
            "error".equals(element.attributeValue("type")), false, false, null, false, packet.getFrom(), null, false, false, false,
            presence ? ofPresence(packet) : Fingerprint.ofIq(element), null,
            !presence && Reasons.unifiedPush(element) ? Traits.WAKES : Traits.NONE);
    }

    /**
     * @param packet a stanza
     * @return to whom, or null; cheaper than asking it
     */
    public @Nullable JID to(Packet packet) {
        return addresses.to(packet);
    }

    private static Fingerprint ofPresence(Packet presence) {
        boolean asks = "subscribe".equals(presence.getElement().attributeValue("type")) && presence.getFrom() != null;
        return asks ? Fingerprint.ofRequest(presence.getFrom()) : Fingerprint.of(presence.getElement());
    }

    /**
     * The quick question before anything is read: whether a message proposes a call to its recipient.
     *
     * @param message a message
     * @return whether it holds a propose element; what it wraps does not count, since a copy of a call is no call
     */
    public static boolean proposesCall(Message message) {
        // By number: each iterator of elements would make a copy of the list.
        Element element = message.getElement();
        for (int i = 0; i < element.nodeCount(); i++) {
            if (element.node(i) instanceof Element child && child.getName().equals("propose")
                && child.getNamespaceURI().startsWith(CALLS)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The quick question whether a message says of a call that it is over, or that it was answered.
     *
     * @param message a message
     * @return whether it holds an element of XEP-0353 other than propose
     */
    public static boolean endsCall(Message message) {
        Element element = message.getElement();
        for (int i = 0; i < element.nodeCount(); i++) {
            if (element.node(i) instanceof Element child && child.getNamespaceURI().startsWith(CALLS)
                && !child.getName().equals("propose")) {
                return true;
            }
        }
        return false;
    }

    /**
     * The quick question whether a stanza may be a copy: all that was stored, or is routed again, has a delay (XEP-0203).
     *
     * @param packet a stanza
     * @return whether it has a delay, of whomever
     */
    public static boolean delayed(Packet packet) {
        Element element = packet.getElement();
        for (int i = 0; i < element.nodeCount(); i++) {
            if (element.node(i) instanceof Element child && isDelay(child)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The quick question whether a message is a carbon that the user's account made of one to another of its sessions (XEP-0280 §7).
     * Where it travels once more, since the session that it was for ended, it is news to nobody but that session.
     *
     * @param message a message
     * @return whether it wraps what another session received
     */
    public static boolean carbon(Message message) {
        Element received = message.getElement().element("received");
        return received != null && received.getNamespaceURI().equals(Payload.CARBONS) && message.getFrom() != null
            && message.getTo() != null && message.getFrom().toBareJID().equals(message.getTo().toBareJID());
    }

    private static boolean isDelay(Element child) {
        return child.getName().equals("delay") && child.getNamespaceURI().equals("urn:xmpp:delay");
    }

    private Stanza readMessage(Message message) {
        Payload outer = new Payload(message.getElement(), domain);
        List<Payload> layers = new ArrayList<>(2);
        layers.add(outer);
        Payload content = outer;
        JID from = addresses.from(message);
        JID to = addresses.to(message);
        JID sender = from;
        boolean error = "error".equals(outer.type());
        boolean account = fromOwnAccount(from, to);
        boolean ownCopy = account && (outer.sent || outer.event && from != null && from.getNode() != null);
        while (layers.size() <= MAX_WRAPPERS) {
            boolean own = fromOwnAccount(sender, content == outer ? to : jid(content.message.attributeValue("to")));
            // Openfire makes carbons also of one that it delivers once more, since the session that it was for ended.
            ownCopy |= own && content.sent;
            Element wrapped = wrapped(content, own);
            if (wrapped == null) {
                break;
            }
            content = new Payload(wrapped, domain);
            layers.add(content);
            JID writer = jid(wrapped.attributeValue("from"));
            // A room may say who of its occupants wrote; a stranger may not say that somebody else did.
            if (writer != null && (own || sender != null && writer.toBareJID().equals(sender.toBareJID()))) {
                sender = writer;
            }
        }
        ownCopy = ownCopy || content.groupchat() && reflection(to, content, sender);
        boolean replay = replay(from, outer, content);
        boolean important = !error && !ownCopy && !replay && content.important();
        String call = important ? content.call() : null;
        // Of what it wraps: a carbon and the message itself are one stanza to the device.
        Fingerprint fingerprint = call == null || call.isEmpty() || sender == null ? Fingerprint.of(content.message, domain)
            : Fingerprint.ofCall(sender, call);
        boolean noStore = outer.noStore || content.noStore;
        return new Stanza(Stanza.Kind.MESSAGE, sentBy(from), to, error, important, content.encrypted, call, ownCopy, sender,
            important ? content.body : null, noStore, noStore || outer.noPermanentStore || content.noPermanentStore, content.groupchat(),
            fingerprint, delayedSince(layers), Traits.of(replay, outer.body != null, content.subjectChange(), content.signal,
            content.displayed, important ? content.rest : null, important ? ids(content, to, sender) : MessageIds.NONE,
            important || content.groupchat() ? content.mentions : Mentions.NONE));
    }

    private static MessageIds ids(Payload content, @Nullable JID to, @Nullable JID sender) {
        return content.ids(content.stanzaIds == null ? List.of() : archives(to, sender));
    }

    /** Who may give a message an id: the account that it is for, and the room that it comes from. */
    private static List<String> archives(@Nullable JID to, @Nullable JID sender) {
        List<String> archives = new ArrayList<>(2);
        if (to != null) {
            archives.add(to.toBareJID());
        }
        if (sender != null) {
            archives.add(sender.toBareJID());
        }
        return archives;
    }

    private boolean reflection(@Nullable JID to, Payload content, @Nullable JID occupant) {
        return to != null && to.getNode() != null && occupant != null && domain.equals(to.getDomain())
            && words.own(to.getNode(), content, occupant);
    }

    /** Anybody can write the elements of a carbon; only one's own account makes carbons (XEP-0280 §11). */
    private static @Nullable Element wrapped(Payload content, boolean own) {
        if (own && content.received != null) {
            return content.received;
        }
        return own && content.sentMessage != null ? content.sentMessage : content.roomMessage;
    }

    /**
     * Whether it was sent since a device asked for it: what an archive answers, or what a room says to who joins. Archives have addresses
     * without a resource, or none; what a client writes into its own message makes that no answer. A room's history has a delay, of
     * whomever – also where this server adds its own, as it does to what it delivers once more, and that alone to what is no history. The
     * subject that ends it may have none; then it is the room itself that tells it, and not who changes it.
     */
    private static boolean replay(@Nullable JID from, Payload outer, Payload content) {
        boolean answer = outer.archive || content.archive;
        boolean bare = from == null || from.getResource() == null;
        return answer && (bare || !content.important())
            || content.groupchat() && (content.foreignDelay || bare && content.subjectChange() && content == outer);
    }

    /** The server itself counts as nobody. */
    private @Nullable JID sentBy(@Nullable JID from) {
        return from == null || from.getNode() == null && from.getDomain().equals(domain) ? null : from;
    }

    private boolean fromOwnAccount(@Nullable JID from, @Nullable JID to) {
        return from == null || sentBy(from) == null || to != null && from.getResource() == null && from.toBareJID().equals(to.toBareJID());
    }

    private static @Nullable JID jid(String text) {
        try {
            return text == null ? null : new JID(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The time of the first queueing. Openfire may put a further delay behind those that a stanza has, each time it queues it again (seen
     * in 4.2.0 and 5.1.1), and none to what a carbon wraps: so the first one of the innermost message counts.
     */
    private static @Nullable Instant delayedSince(List<Payload> layers) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            List<String> stamps = layers.get(i).stamps;
            for (int j = 0; stamps != null && j < stamps.size(); j++) {
                Instant stamp = stamp(stamps.get(j));
                if (stamp != null) {
                    return stamp;
                }
            }
        }
        return null;
    }

    /** @return the time of an XEP-0082 stamp, or null where it is none */
    private static @Nullable Instant stamp(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() < 1970 || time.getYear() > LAST_YEAR ? null : time.toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
