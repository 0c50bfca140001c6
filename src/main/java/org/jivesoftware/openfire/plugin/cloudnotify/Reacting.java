package org.jivesoftware.openfire.plugin.cloudnotify;

import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.OfflinePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.Cluster;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServicePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.Api;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.RegistrationReviews;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Departures;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.EnablePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushIqHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.server.MonitoringArchive;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OfflinePolicies;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Reflections;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Replies;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RoomOccupants;
import org.jivesoftware.openfire.plugin.cloudnotify.server.StanzaInterceptor;
import org.jivesoftware.openfire.plugin.cloudnotify.server.StoredMessages;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.AckDelayTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.ArchiveTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.AwayTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.CallEndTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.CallTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.HibernatedTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.NotStored;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.OfflineTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.PingTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.ReadTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Routed;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.SeenIsSeen;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.StoredMeanwhile;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.SubscriptionTrigger;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.UseTrigger;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** What is a reason to push, and what clients and other plugins may ask for. */
final class Reacting {

    final Departures departures;
    final OfflineTrigger offline;
    final StoredMeanwhile meanwhile;
    final StanzaInterceptor stanzas;
    /** Null where there are none. */
    final @Nullable GroupChatting rooms;
    final PushIqHandler enables;
    /** Answers while web push is on. */
    final PushIqHandler push2;
    final CloudNotify api;

    Reacting(Core core, Pushing pushing, Running running) {
        Consumer<Occasion> notifier = pushing.cluster.ofThisNode(pushing.notifier::due);
        rooms = groupChats(core, pushing, running, notifier);
        Consumer<Occasion> ofSessions = rooms == null ? notifier : rooms.wanted(notifier);
        pushing.sessionEvents.addListener(new HibernatedTrigger(ofSessions));
        pushing.sessionEvents.addListener(new AckDelayTrigger(core.registrations, ofSessions, core.journal, core.clock));
        pushing.sessionEvents.addListener(new SeenIsSeen(core.registrations, pushing.history, core.clock));
        offline = new OfflineTrigger(core.domain, core.registrations, pushing.reader, pushing.onTheirWay, pushing.thread::stored,
            pushing.tracker, notifier);
        meanwhile = new StoredMeanwhile(core.times, new StoredMessages(core.connections, core.server.getOfflineMessageStore()),
            pushing.reader, () -> pushing.journeys.next(false), pushing.tracker, pushing.notifier.belated(), core.lanes, core.scheduler);
        CallTrigger calls = new CallTrigger(core.domain, pushing.tracker, pushing.notifier::due);
        ArchiveTrigger archived = new ArchiveTrigger(core.domain, core.settings, new MonitoringArchive(core.server.getPluginManager()),
            pushing.tracker, notifier);
        ReadTrigger reads = new ReadTrigger(core.domain, core.settings, core.features.encryption(), pushing.reader, core.registrations,
            core.lanes, core.scheduler::after, pushing.outbox, pushing.tracker, core.devices, pushing.nodes::clustered);
        core.devices.addListener(reads);
        CallEndTrigger ends = new CallEndTrigger(core.domain, core.settings, core.features.jingle(), pushing.history, pushing.tracker,
            notifier);
        Routed routed = new Routed(pushing.reader, core.lanes, core.scheduler::after, () -> pushing.journeys.next(true), offline::took,
            calls, archived, notStored(core, pushing), ends,
            new AwayTrigger(core.domain, core.features.away(), core.registrations, pushing.recipient, pushing.tracker, notifier),
            reads, new UseTrigger(pushing.reader, pushing.uses),
            new SubscriptionTrigger(pushing.recipient, pushing.cluster::availableElsewhere, notifier));
        RoomOccupants occupants = new RoomOccupants(core.server.getMultiUserChatManager(), core.domain, core.scheduler.upkeep());
        stanzas = new StanzaInterceptor(core.domain, core.registrations, pushing.reader, pushing.reasons, pushing.thread,
            new Reflections(core.domain, pushing.words, occupants::is, pushing.said), pushing.journeys, pushing.sessions, pushing.tracker,
            routed, core.parts.part(PartName.STANZAS));

        departures = new Departures(core.registrations, core.accounts, core.lanes, core.scheduler);
        ServicePolicy services = new ServicePolicy(core.settings);
        RegistrationReviews reviews = new RegistrationReviews(core.extensions, () -> core.settings.get(Settings.MAX_OPTIONS_SIZE));
        EnablePolicy policy = (key, options) -> pushing.web.policy.review(key, reviews.review(key, services.review(key, options)));
        enables = new PushIqHandler(core.domain, core.registrations, core.settings, core.requests, core.scheduler::nanos,
            core.accounts::sender, core.features.reader(), policy, replies(core, pushing.cluster), this::groupChatService,
            core.parts.part(PartName.REGISTERING));
        push2 = new PushIqHandler(pushing.web.push2, core.registrations, core.settings, core.requests, core.scheduler::nanos,
            core.accounts::sender, policy, replies(core, pushing.cluster), service -> false, core.parts.part(PartName.REGISTERING));
        api = running.started(new Api(core.extensions, core.registrations, new PingTrigger(pushing.notifier::due)::ping));
    }

    private static NotStored notStored(Core core, Pushing pushing) {
        OfflinePolicies policies = new OfflinePolicies(core.server);
        return new NotStored(username -> (core.lanes.mayWait() ? policies.of(username) : policies.usual()) == OfflinePolicy.STORES,
            core.registrations, core.features.away()::asked, pushing.tracker, core.journal, core.clock);
    }

    /** What a client did is done for every node when it hears of it. */
    static Consumer<IQ> replies(Core core, Cluster cluster) {
        Replies replies = new Replies(core.server.getPacketDeliverer());
        return answer -> {
            if (answer.getType() == IQ.Type.result && answer.getTo() != null && answer.getTo().getNode() != null) {
                cluster.whenKnown(answer.getTo().getNode(), () -> replies.accept(answer));
            } else {
                replies.accept(answer);
            }
        };
    }

    /** @return null where this version of Openfire lacks what that needs */
    private static @Nullable GroupChatting groupChats(Core core, Pushing pushing, Running running, Consumer<Occasion> notifier) {
        try {
            return new GroupChatting(core, pushing, running, notifier);
        } catch (LinkageError e) {
            core.parts.part(PartName.ROOMS).failed(e);
            return null;
        }
    }

    private boolean groupChatService(JID address) {
        return rooms != null && rooms.isService(address);
    }
}
