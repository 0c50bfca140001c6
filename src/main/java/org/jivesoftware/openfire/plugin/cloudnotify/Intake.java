package org.jivesoftware.openfire.plugin.cloudnotify;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandParts;
import org.jivesoftware.openfire.plugin.cloudnotify.adhoc.Commands;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.PeriodicThread;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Downtime;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RemoteDisabling;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Components;
import org.jivesoftware.openfire.plugin.cloudnotify.server.DiscoFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.server.GroupEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OfflineMessages;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OtherPlugins;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RoomEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.server.ServiceMessages;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the plugin listens to in Openfire, on one screen: what happens, and who hears it. Whoever hears it was built before, so
 * that nothing comes too early; the end is in reverse order, before anything else ends. Not here: the console's pages, which Openfire
 * finds by web.xml, the answers of services, which come to whoever asked, and properties, which {@code Settings} hears of.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    /** A lost connection is noticed within this time, and half a second is allowed; that a session was resumed, within four of it. */
    private static final Duration POLL = Duration.ofMillis(250);

    /** Together with what is too young to be kept, and the time that it takes, no more than five seconds. */
    private static final Duration KEEP = Duration.ofMillis(3_500);

    private final Parts parts;
    private final Running running;

    Intake(Core core, Pushing pushing, Reacting reacting, CommandParts commands, Running running) {
        this.parts = core.parts;
        this.running = Objects.requireNonNull(running);
        XMPPServer server = core.server;
        // Before anything can be pushed.
        pushing.keptHistory.keep();
        hear("another plugin is unloaded", PartName.OTHER_PLUGINS,
            part -> new OtherPlugins(server.getPluginManager(), core.extensions::forget, part));
        hear("a user's property changes", PartName.PRIVACY, part -> pushing.wishes.onChange(username -> {
            pushing.forgetWishes(username);
            pushing.cluster.changed(username);
        }));
        hear("an account is made, or deleted", PartName.ACCOUNTS, part -> {
            core.accounts.listen(reacting.rooms == null ? reacting.departures : reacting.rooms.forgetting(reacting.departures));
            return core.accounts;
        });
        hear("an account is locked, or unlocked", PartName.ACCOUNTS, part -> {
            core.locked.listen(pushing.cluster::changed);
            return core.locked;
        });
        hear("a client enables or disables", PartName.REGISTERING, part -> handler(server, reacting.enables));
        hear("a message of a service passes", PartName.SERVICE_MESSAGES, part -> new ServiceMessages(ordinary -> {
            RemoteDisabling disabling = new RemoteDisabling(core.domain, core.registrations, core.lanes, ordinary);
            return message -> pushing.relays.takes(message) || disabling.swallows(message);
        }, pushing.router::route, InterceptorManager.getInstance(), part));
        hear("a component connects", PartName.SERVICES,
            part -> new Components(InternalComponentManager.getInstance(), pushing::connected, part));
        hear("a session is bound, or ends", PartName.SESSIONS, part -> pushing.sessions.tell(pushing.tracker));
        // Ends right after what is stored is heard no more.
        running.started(core.downtime);
        hear("a message is stored offline", PartName.OFFLINE_MESSAGES, part -> new OfflineMessages(reacting.offline::stored, part));
        core.downtime.listening();
        GroupChatting rooms = reacting.rooms;
        if (rooms != null) {
            hear("something happens in a room", PartName.ROOMS, part -> new RoomEvents(rooms, part));
            hear("a group changes", PartName.ROOMS, part -> new GroupEvents(rooms::groupsChanged, part));
            hear("somebody asks something of a room", PartName.ROOMS, part -> rooms.serve(reacting.enables, part));
        }
        hear("a stanza passes", PartName.STANZAS, part -> reacting.stanzas.start());
        parts.start(PartName.SESSIONS, () -> pushing.tracker.adopt(core.settings.get(Settings.PUSH_AT_START)
            ? core.downtime.heardUntil() : null));
        hear("nothing, for a while", PartName.SESSIONS,
            part -> new PeriodicThread("cloudnotify-sessions", POLL, part, pushing.tracker::poll));
        hear("nothing, for a few seconds", PartName.WORK,
            part -> new PeriodicThread("cloudnotify-outbox", KEEP, part, () -> {
                // Before, too: where the server dies in between, what waits is known to have been decided.
                pushing.keptHistory.keep();
                pushing.outbox.keep();
                pushing.keptHistory.keep();
                catchUp(core, pushing, reacting);
            }));
        hear("another cluster node tells something, or nodes come and go", PartName.CLUSTER, part -> {
            AutoCloseable end = () -> {
                pushing.cluster.close();
                pushing.nodes.close();
            };
            // It listens already when it tells the others of itself, which may fail.
            Whole.begin(pushing.cluster::start, end);
            return end;
        });
        hear("somebody asks for a command", PartName.COMMANDS,
            part -> new Commands(server.getIQRouter(), server.getAdHocCommandHandler(), commands));
        hear("web push is switched on, or off", PartName.WEB_PUSH, part -> {
            pushing.web.begin(pushing.router::route, reacting.push2);
            return pushing.web::leave;
        });
        hear("somebody asks what there is", PartName.FEATURES,
            part -> new DiscoFeatures(server.getIQDiscoInfoHandler(), PushRequest.NAMESPACE, core.features.reader().announced(), part));
    }

    /** After what waited was taken up, so that it becomes one with that. */
    private static void catchUp(Core core, Pushing pushing, Reacting reacting) {
        Downtime.Gap gap = core.downtime.beat();
        if (gap != null && core.settings.get(Settings.PUSH_AT_START)) {
            if (pushing.nodes.clustered()) {
                pushing.keptHistory.again();
            }
            reacting.meanwhile.begin(gap);
        }
    }

    /** Each of them is of use without the others. */
    private void hear(String event, PartName name, Function<Part, AutoCloseable> listening) {
        parts.start(name, () -> running.started(listening.apply(parts.part(name))));
        LOG.debug("Listening: {}", event);
    }

    private static AutoCloseable handler(XMPPServer server, IQHandler handler) {
        server.getIQRouter().addHandler(handler);
        return () -> server.getIQRouter().removeHandler(handler);
    }
}
