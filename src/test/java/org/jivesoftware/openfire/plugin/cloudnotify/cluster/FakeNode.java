package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.PubsubTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.StanzaRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.BlockLists;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Contacts;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Filters;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notifier;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.PushReview;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Grace;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.OutboxStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.ReadTrigger;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** The plugin of one cluster node, wired as in a server, but for sessions and the server itself. The database is shared. */
final class FakeNode implements StanzaRouter, Journal {

    private static final Pattern COUNT = Pattern.compile("message-count[^>]*>\\s*<value>(\\d+)");

    private static final BlockLists NOBODY = (username, stanza) -> false;

    final QueuedLanes lanes = new QueuedLanes();
    final Registrations registrations;
    final DeviceEvents devices = new DeviceEvents();
    final ServiceEvents services = new ServiceEvents();
    final Courier courier;
    final Outbox outbox;
    final Notifier notifier;
    final Cluster cluster;
    final FakeHub.Node network;
    final PushHistory history;
    final ReadTrigger reads;
    /** Who has a session here. */
    final Set<String> available = new HashSet<>();
    /** Where a call arises on the node that routes it. */
    final Consumer<Occasion> calls;
    /** Where all other occasions arise. */
    final Consumer<Occasion> occasions;
    /** The nodes that were pushed to from here. */
    final List<String> pushes = new ArrayList<>();
    /** What they said of the number of messages. */
    final List<String> counts = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    /** The registrations that an important push went out to elsewhere. */
    final List<RegistrationKey> pushedElsewhere = new ArrayList<>();
    /** What services answer; null is silence. */
    Reply reply = Reply.of(new IQ(IQ.Type.result), true);

    FakeNode(FakeScheduler time, FakeStore store, FakeHub hub) {
        this(time, store, hub, "1.1.0");
    }

    FakeNode(FakeScheduler time, FakeStore store, FakeHub hub, String version) {
        Settings settings = new Settings(new Defaults());
        registrations = TestRegistrations.of(store, settings, time.clock(), 1_000);
        history = new PushHistory(PushHistory.CAPACITY, System::nanoTime, Runnable::run);
        courier = new Courier(registrations, settings, new PubsubTransport(new JID("chat.example"), this), this, lanes, time,
            user -> false, devices, services);
        Composer composer = new Composer(settings, user -> false);
        outbox = new Outbox(registrations, settings, lanes, time, this, history, composer, courier, key -> false, OutboxStore.NONE,
            Grace.NONE);
        notifier = new Notifier(registrations, settings, lanes, time, this, "chat.example", user -> false,
            new Filters(new AppFeatures(), Contacts.ALL_KNOWN, new KnownNames("chat.example")), PushReview.NONE, history, composer,
            key -> false, NOBODY, outbox);
        registrations.addListener(outbox);
        registrations.addListener(notifier);
        devices.addListener(outbox);
        devices.addListener(history);
        outbox.start(notifier);
        devices.addListener(new DeviceListener() {
            @Override
            public void pushed(RegistrationKey key, boolean important, Where where) {
                if (where == Where.ELSEWHERE) {
                    pushedElsewhere.add(key);
                }
            }
        });
        network = hub.node();
        cluster = new Cluster(network, registrations, lanes, time, devices, services, history, available::contains, version);
        cluster.start();
        reads = new ReadTrigger("chat.example", settings, new AppFeatures().encryption(), new StanzaReader("chat.example"), registrations,
            lanes, time::after, outbox, key -> false, devices, network::clustered);
        devices.addListener(reads);
        calls = notifier::due;
        occasions = cluster.ofThisNode(notifier::due);
    }

    /** A device at this node shows that it has read a chat, up to a message or all of it. */
    void read(String username, String chat, String upTo) {
        devices.read(username, chat, upTo, Where.HERE);
        // As the trigger does for what it sees itself.
        reads.read(username, chat, upTo, Where.ELSEWHERE);
    }

    /** A device logs in at this node. */
    void online(RegistrationKey key) {
        devices.returned(key, Where.HERE);
    }

    @Override
    public void decided(Decision decision) {
        decisions.add(decision);
    }

    @Override
    public void answered(Answer answer) {
        // Seen in the database.
    }

    @Override
    public boolean nearby(JID to) {
        return true;
    }

    @Override
    public void route(Packet packet) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void request(IQ request, Duration timeout, Consumer<Reply> answer) {
        pushes.add(request.getChildElement().element("publish").attributeValue("node"));
        counts.add(count(request));
        if (reply != null) {
            answer.accept(reply);
        }
    }

    private static String count(IQ request) {
        Matcher count = COUNT.matcher(request.toXML());
        return count.find() ? count.group(1) : null;
    }

    private static final class Defaults implements PropertySource {

        @Override
        public String get(String name) {
            return name.equals("cloudnotify.merge-window") ? "0" : null;
        }

        @Override
        public void set(String name, String value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoCloseable onChange(Consumer<String> listener) {
            return () -> { };
        }
    }
}
