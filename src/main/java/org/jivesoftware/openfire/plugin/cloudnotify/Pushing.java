package org.jivesoftware.openfire.plugin.cloudnotify;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Predicate;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.Cluster;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.OnRoutingThread;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.StanzaLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.PubsubTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Transports;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.PushReviews;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.JourneyRegistry;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.KeptHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.RoutingThread;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.SaidInRoom;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Filters;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notifier;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Grace;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.KeptPushes;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.ContentPrivacy;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.GraceWishes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcPushed;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.server.MessageAnswers;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireRecipient;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireSessions;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Reflections;
import org.jivesoftware.openfire.plugin.cloudnotify.server.UserWishes;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Attention;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.OwnWords;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Reasons;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** From sessions by way of the decision to the services: what pushes, and nothing that is a reason to. */
final class Pushing {

    final String version;
    final OwnWords words;
    final StanzaReader reader;
    final Reasons reasons;
    final OpenfireRouter router;
    final OpenfireCluster nodes;
    final Cluster cluster;
    final UserWishes wishes;
    final ContentPrivacy privacy;
    final GraceWishes grace;
    final Attention uses;
    final PushHistory history;
    final KeptHistory keptHistory;
    final JourneyRegistry journeys;
    final SaidInRoom said;
    final KnownNames names;
    final RoutingThread<Packet> thread;
    final StanzaLanes onTheirWay;
    final OpenfireSessions sessions;
    final SessionEvents sessionEvents;
    final SessionTracker tracker;
    final OpenfireRecipient recipient;
    final MessageAnswers relays;
    final WebPushing web;
    final Courier courier;
    final Outbox outbox;
    final Notifier notifier;

    Pushing(Core core, Running running, String version) {
        XMPPServer server = core.server;
        this.version = version;
        words = new OwnWords(core.scheduler.upkeep());
        reader = new StanzaReader(core.domain, words);
        reasons = new Reasons(core.domain);
        router = running.started(new OpenfireRouter(core.domain, server.getPacketRouter(), server.getIQRouter(), server.getRoutingTable(),
            server.getSessionManager(), core.scheduler, core.parts));
        history = new PushHistory(PushHistory.CAPACITY, Ticker.systemTicker(), core.scheduler.upkeep());
        ServiceEvents services = new ServiceEvents();
        // Ends after what may still push, or say that it did not after all.
        keptHistory = running.started(new KeptHistory(new JdbcPushed(core.connections), history, core.clock));
        nodes = running.started(new OpenfireCluster(core.parts.part(PartName.CLUSTER)));
        recipient = new OpenfireRecipient(server, core.lanes::mayWait);
        cluster = new Cluster(nodes, core.registrations, core.lanes, core.scheduler, core.devices, services, history,
            recipient::available, version);
        wishes = new UserWishes(core.connections, server.getUserManager(), core.parts.part(PartName.PRIVACY));
        privacy = new ContentPrivacy(core.settings, wishes, core.lanes::mayWait);
        grace = new GraceWishes(core.settings, wishes, core.lanes::mayWait);
        PushReviews reviews = new PushReviews(core.extensions);

        journeys = new JourneyRegistry(core.scheduler.upkeep());
        said = new SaidInRoom(journeys);
        names = new KnownNames(core.domain);
        thread = new RoutingThread<>(journeys, StanzaReader::delayed, this::copies, packet -> Reflections.cause(packet, said));
        onTheirWay = onTheirWay(core, reviews);
        sessions = new OpenfireSessions(server.getSessionManager(), core.domain, reader, reasons, core.parts);
        sessionEvents = new SessionEvents(core.registrations, core.devices);
        tracker = new SessionTracker(core.registrations, core.settings, core.lanes, onTheirWay, core.clock, core.scheduler::nanos, journeys,
            sessions, sessionEvents);
        uses = new Attention(tracker.others(), core.scheduler, core.devices);
        // Ends after the outbox does, which hands over what still may go out.
        relays = new MessageAnswers(core.domain, router::sent, router::reachable, router::component, core.scheduler, core.lanes,
            services);
        web = running.started(new WebPushing(core, relays));
        PubsubTransport pubsub = new PubsubTransport(new JID(core.domain), router, core.features, new SecureRandom());
        courier = new Courier(core.registrations, core.settings, new Transports(List.of(pubsub, web.transport, web.relays)), core.journal,
            core.lanes, core.scheduler, core.locked, core.devices, services);
        Composer composer = new Composer(core.settings, privacy, privacy::hides, core.features);
        outbox = running.started(new Outbox(core.registrations, core.settings, core.lanes, core.scheduler, core.journal, history, composer,
            courier, tracker, new KeptPushes(core.waiting, server::isShuttingDown),
            new Grace(uses::sinceOther, grace::of, core.features.push2()::graceOf)));
        notifier = new Notifier(core.registrations, core.settings, core.lanes, core.scheduler, core.journal, core.domain, core.locked,
            new Filters(core.features, recipient::stranger, names), reviews, history, composer, tracker, recipient, outbox);
        core.sessions(tracker);
        core.readAnew(this::forgetWishes);
        hear(core);
        outbox.start(notifier);
        // Ends before the outbox does, which then hands over what still waits.
        running.started(core.lanes);
        running.started(tracker);
        // Before the lanes do, by which it comes back.
        running.started(relays);
    }

    /** Components at a domain have connected; what was not delivered there is known first, so that it goes out with what waits. */
    void connected(String component) {
        relays.connected(component);
        courier.connected(component);
    }

    /** The next who asks reads what the user wishes. */
    void forgetWishes(String username) {
        privacy.forget(username);
        grace.forget(username);
    }

    private void hear(Core core) {
        core.registrations.addListener(outbox);
        core.registrations.addListener(notifier);
        core.registrations.addListener(tracker);
        core.devices.addListener(outbox);
        core.devices.addListener(history);
        core.devices.addListener(tracker);
        core.devices.addListener(uses);
    }

    /** Where that is done which a stanza causes: by the thread that routes it, where nothing has to be waited for. */
    private StanzaLanes onTheirWay(Core core, PushReviews reviews) {
        // In a cluster, sessions of other nodes would have to be asked.
        Predicate<String> ready = username -> !reviews.any() && !nodes.clustered() && privacy.knows(username)
            && (!uses.any(username) || grace.knows(username));
        return new OnRoutingThread(core.lanes, thread::alone, ready, (username, work) -> core.registrations.keeping(username,
            registration -> courier.immediate(registration.key()) && asksNobody(core, registration), work));
    }

    /** Whether what its app asked for can be told from memory: neither from a roster nor from a user's wish that is not known yet. */
    private boolean asksNobody(Core core, Registration registration) {
        return registration.wishes() == null || !core.features.ignoreUnknown().asked(registration)
            && (!core.features.sealed(registration) || privacy.knowsWish(registration.username()));
    }

    private boolean copies(Packet one, Packet other) {
        return one instanceof Message && other instanceof Message
            && reader.read(one).fingerprint().equals(reader.read(other).fingerprint());
    }
}
