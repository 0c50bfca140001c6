package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Timer;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Encryption;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Read;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * A device of a user shows that it has read a chat: by a marker (XEP-0333), by what it publishes (XEP-0490), or by a message of its own
 * into it. What was read counts for none of the others, and those that show a number are told the new one (docs/behaviour.md §11).
 *
 * <p>Asked by the thread that routes, at the cost of a look at the user's registrations where none of them has anything unread and this is
 * no marker; the rest is done on the user's lane, here and on the other nodes of a cluster, one marker after the other: however many a
 * client sends, one takes a turn at a time, and a few wait. What comes beyond that, or while the lane is full, is not noticed: the count
 * stays too high until the device is back.
 */
public final class ReadTrigger implements DeviceListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReadTrigger.class);
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final String MARKERS = "urn:xmpp:mds:displayed:0";
    private static final int MOST_ITEMS = 16;

    private final String domain;
    private final Settings settings;
    private final Encryption encryption;
    private final StanzaReader reader;
    private final Registrations registrations;
    private final RequestQueue queue;
    private final Outbox outbox;
    private final Presence presence;
    private final DeviceEvents devices;
    private final BooleanSupplier clustered;

    /**
     * @param domain the server's domain
     * @param settings for badge-reset
     * @param encryption tells whose app can be told without an alert
     * @param reader reads messages
     * @param registrations the registrations
     * @param lanes where the work is done
     * @param timer tries again where a lane is full
     * @param outbox knows what counts and what waits
     * @param presence knows who is connected, and needs to be told nothing
     * @param devices tells other nodes, and what they tell
     * @param clustered whether there are other nodes, which may know what this one does not
     */
    public ReadTrigger(String domain, Settings settings, Encryption encryption, StanzaReader reader, Registrations registrations,
                       Lanes lanes, Timer timer, Outbox outbox, Presence presence, DeviceEvents devices, BooleanSupplier clustered) {
        this.domain = Objects.requireNonNull(domain);
        this.settings = Objects.requireNonNull(settings);
        this.encryption = Objects.requireNonNull(encryption);
        this.reader = Objects.requireNonNull(reader);
        this.registrations = Objects.requireNonNull(registrations);
        this.queue = new RequestQueue(lanes, timer);
        this.outbox = Objects.requireNonNull(outbox);
        this.presence = Objects.requireNonNull(presence);
        this.devices = Objects.requireNonNull(devices);
        this.clustered = Objects.requireNonNull(clustered);
    }

    /**
     * The quick question before anything is looked up.
     *
     * @param iq an IQ that a client sends
     * @return whether it publishes read markers
     */
    public static boolean publishes(IQ iq) {
        Element publish = publish(iq);
        return publish != null && MARKERS.equals(publish.attributeValue("node"));
    }

    private static @Nullable Element publish(IQ iq) {
        if (!"set".equals(iq.getElement().attributeValue("type"))) {
            return null;
        }
        Element pubsub = iq.getElement().element(QName.get("pubsub", PUBSUB));
        return pubsub == null ? null : pubsub.element(QName.get("publish", PUBSUB));
    }

    /** A device of the user said something. */
    void said(String username, Message message) {
        if (message.getTo() == null || !unread(username) && !(marks(message) && registered(username))) {
            return;
        }
        Stanza stanza = reader.read(message);
        String chat = message.getTo().toBareJID();
        String displayed = stanza.traits().displayed();
        if (!stanza.error() && (displayed != null || stanza.important()) && !chat.equals(username + "@" + domain)) {
            tell(username, List.of(new Read(chat, displayed)));
        }
    }

    /** A device of the user publishes something; nobody else can, at an account. */
    void published(String username, IQ request) {
        JID to = request.getTo();
        Element publish = publish(request);
        if (publish == null || !publishes(request) || to != null && !to.toString().equals(username + "@" + domain)
            || !registered(username)) {
            return;
        }
        List<Read> all = new ArrayList<>(1);
        for (Iterator<?> items = publish.elementIterator(); items.hasNext() && all.size() < MOST_ITEMS;) {
            Read read = read((Element) items.next());
            if (read != null) {
                all.add(read);
            }
        }
        if (!all.isEmpty()) {
            tell(username, all);
        }
    }

    private static @Nullable Read read(Element item) {
        Element displayed = item.element(QName.get("displayed", MARKERS));
        for (Iterator<?> ids = displayed == null ? List.of().iterator() : displayed.elementIterator(); ids.hasNext();) {
            Element id = (Element) ids.next();
            String chat = item.attributeValue("id");
            String upTo = id.attributeValue("id");
            if (id.getName().equals("stanza-id") && id.getNamespaceURI().startsWith("urn:xmpp:sid:") && chat != null && upTo != null) {
                String with = bare(chat);
                return with == null || upTo.length() > Stanza.MAX_BODY ? null : new Read(with, upTo);
            }
        }
        return null;
    }

    private static @Nullable String bare(String address) {
        try {
            return new JID(address).toBareJID();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean marks(Message message) {
        return message.getElement().element("displayed") != null;
    }

    /** A chat that is open at a desktop is marked at once: what that marks may still be on its way to the user's lane. */
    private boolean registered(String username) {
        List<Registration> known = registrations.known(username);
        return known == null || !known.isEmpty() || clustered.getAsBoolean();
    }

    private boolean unread(String username) {
        if (clustered.getAsBoolean()) {
            return true;
        }
        List<Registration> known = registrations.known(username);
        return known == null || known.stream().anyMatch(each -> outbox.tells(each.key()));
    }

    private void tell(String username, List<Read> all) {
        queue.execute(username, () -> {
            for (Read read : all) {
                devices.read(username, read.chat(), read.upTo(), Where.HERE);
                read(username, read);
            }
        });
    }

    @Override
    public void read(String username, String chat, @Nullable String upTo, Where where) {
        if (where == Where.ELSEWHERE) {
            queue.execute(username, () -> read(username, new Read(chat, upTo)));
        }
    }

    private void read(String username, Read read) {
        List<Registration> all;
        try {
            all = registrations.of(username);
        } catch (StoreException e) {
            LOG.debug("What user {} has read changes nothing, since the registrations cannot be read: {}", username, e.getMessage());
            return;
        }
        for (Registration registration : all) {
            int less = outbox.read(registration.key(), read);
            if (less > 0) {
                devices.uncounted(registration.key(), less, Where.HERE);
                if (!outbox.waits(registration.key()) && wanted(registration) && !presence.connected(registration.key())) {
                    outbox.offer(registration, new Cause(Trigger.READ, false), false);
                }
            }
        }
    }

    private boolean wanted(Registration registration) {
        return switch (settings.get(Settings.BADGE_RESET)) {
            case ALL -> true;
            case ASKED -> encryption.asked(registration);
            case NEVER -> false;
        };
    }
}
