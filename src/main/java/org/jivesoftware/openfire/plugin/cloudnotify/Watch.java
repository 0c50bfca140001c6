package org.jivesoftware.openfire.plugin.cloudnotify;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.OnRoutingThread;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Ticker;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.RoutingThread;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.server.MonitoringArchive;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OfflineMessages;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireRecipient;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireSessions;
import org.jivesoftware.openfire.plugin.cloudnotify.server.StanzaInterceptor;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.AckDelayTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.ArchiveTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.CallTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.HibernatedTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.OfflineTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Recipient;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Routed;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.SubscriptionTrigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Everything that the plugin listens to in Openfire, on one screen: sessions, stanzas, offline messages; and the triggers behind it.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    /** A lost connection is noticed within this time, and half a second is allowed; that a session was resumed, within four of it. */
    private static final Duration POLL = Duration.ofMillis(250);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Registrations registrations;
    private final SessionTracker tracker;

    Watch(XMPPServer server, Parts parts, Settings settings, Registrations registrations, Lanes lanes, Scheduler scheduler, Journal journal,
          Predicate<JID> nearby, Predicate<String> ready, Consumer<Occasion> notifier, Consumer<RegistrationKey> online) {
        this.registrations = registrations;
        String domain = server.getServerInfo().getXMPPDomain();
        StanzaReader reader = new StanzaReader(domain);
        Reasons reasons = new Reasons(domain);
        Clock clock = scheduler.clock();
        JourneyRegistry journeys = new JourneyRegistry(scheduler.upkeep());
        RoutingThread<Packet> thread = new RoutingThread<>(journeys, StanzaReader::delayed, (one, other) -> one instanceof Message
            && other instanceof Message && reader.read(one).fingerprint().equals(reader.read(other).fingerprint()));
        StanzaLanes stanzas = new OnRoutingThread(lanes, thread::alone, ready,
            (username, work) -> registrations.keeping(username, registration -> nearby.test(registration.key().service()), work));
        Recipient recipient = new OpenfireRecipient(server, lanes::mayWait);
        OpenfireSessions sessions = new OpenfireSessions(server.getSessionManager(), domain, reader, reasons, parts);

        HibernatedTrigger hibernated = new HibernatedTrigger(recipient, notifier);
        AckDelayTrigger late = new AckDelayTrigger(registrations, recipient, notifier, journal, clock);
        tracker = new SessionTracker(registrations, settings, lanes, stanzas, clock, journeys, sessions,
            new Told(hibernated, late, registrations, online));
        OfflineTrigger offline = new OfflineTrigger(domain, registrations, reader, stanzas, thread::of, tracker, notifier);
        CallTrigger calls = new CallTrigger(domain, tracker, recipient, notifier);
        ArchiveTrigger archived = new ArchiveTrigger(domain, settings, new MonitoringArchive(server.getPluginManager()), tracker, recipient,
            notifier);
        Routed routed = new Routed(reader, lanes, () -> journeys.next(true), calls, archived, new SubscriptionTrigger(recipient, notifier));

        running.push(tracker);
        registrations.addListener(tracker);
        // Each of them is of use without the others.
        parts.start(PartName.SESSIONS, () -> running.push(sessions.tell(tracker)));
        parts.start(PartName.OFFLINE_MESSAGES,
            () -> running.push(new OfflineMessages(offline::stored, parts.part(PartName.OFFLINE_MESSAGES))));
        parts.start(PartName.STANZAS, () -> running.push(new StanzaInterceptor(domain, registrations, reader, reasons, thread, sessions,
            tracker, routed, parts.part(PartName.STANZAS)).start()));
        parts.start(PartName.SESSIONS, tracker::adopt);
        running.push(new Ticker("cloudnotify-sessions", POLL, parts.part(PartName.SESSIONS), tracker::poll));
    }

    /** A push went out; on the user's lane. */
    void pushed(Notification notification) {
        tracker.pushed(notification.key(), notification.important());
    }

    /** An important push to a registration went out from another cluster node. */
    void pushed(RegistrationKey key) {
        tracker.pushed(key, true);
    }

    /**
     * The last look before a push goes out that may have waited: that a session was resumed is noticed a moment later only.
     *
     * @param trigger why it would be pushed
     * @param key to which registration
     * @return whether the push is for a session that is connected again
     */
    boolean isBack(Trigger trigger, RegistrationKey key) {
        if (trigger != Trigger.HIBERNATED && trigger != Trigger.ACK_DELAY) {
            return false;
        }
        List<Registration> known = registrations.known(key.username());
        Registration registration = known == null ? null : Registrations.find(known, key);
        return registration != null && tracker.inUse(registration);
    }

    /** Stops listening, in reverse order; a part that does not stop cleanly keeps no other from stopping. */
    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Throwable e) {
                LOG.warn("Cloud Notify did not stop listening cleanly", e);
            }
        }
    }

    /** What the session room tells goes to the triggers, and that a device is back, to the notification room. */
    private record Told(HibernatedTrigger hibernated, AckDelayTrigger late, Registrations registrations, Consumer<RegistrationKey> online)
        implements SessionListener {

        @Override
        public void hibernated(Waiting waiting) {
            hibernated.waits(waiting);
        }

        @Override
        public void unacknowledged(Waiting waiting) {
            late.late(waiting);
        }

        @Override
        public void acknowledged(Waiting waiting, Duration after) {
            late.acknowledged(waiting, after);
        }

        @Override
        public void online(String username, Binding binding) {
            List<Registration> known = registrations.known(username);
            if (known != null) {
                known.stream().filter(binding).map(Registration::key).forEach(online);
            }
        }
    }
}
