package org.jivesoftware.openfire.plugin.cloudnotify;

import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityFile;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Counters;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.DebugLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journals;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ServiceFigures;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.DaemonScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.Extensions;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.ResultListeners;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.ConnectionSource;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DisabledCleaner;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Downtime;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRunning;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcSchema;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcWaiting;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Presence;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushTimes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Accounts;
import org.jivesoftware.openfire.plugin.cloudnotify.server.LockedAccounts;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireHome;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OtherPlugins;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all else stands on: time, threads, settings, registrations, and what becomes known. */
final class Core {

    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    private static final int CACHED_USERS = 200_000;
    private static final Duration WRITE_ACTIVITY = Duration.ofSeconds(5);
    private static final int LANES = 4;
    private static final int LANE_CAPACITY = 10_000;

    final XMPPServer server;
    final Parts parts;
    final String domain;
    final ConnectionSource connections = DbConnectionManager::getConnection;
    final DaemonScheduler scheduler;
    final Clock clock;
    final Settings settings;
    final JdbcRegistrationStore store;
    final JdbcWaiting waiting;
    /** Since when nobody listened, until the start. */
    final Downtime downtime;
    final Accounts accounts;
    final LockedAccounts locked;
    final PushTimes times;
    final Registrations registrations;
    final DeviceEvents devices = new DeviceEvents();
    final AppFeatures features = new AppFeatures();
    final Extensions extensions;
    final ActivityLog activity = new ActivityLog();
    final Figures figures;
    final ServiceFigures services;
    final Counters counters = new Counters();
    final Journal journal;
    /** To be ended by who uses it, before what its work needs. */
    final UserExecutor lanes;
    /** What users ask for, one thing of each at a time. */
    final RequestQueue requests;
    /** What nobody can tell before sessions are followed. */
    private volatile Presence presence = key -> false;
    private volatile Consumer<String> readAnew = username -> { };

    Core(XMPPServer server, File folder, Running running) {
        this.server = server;
        parts = running.started(new Parts(server.getServerInfo().getVersion().getVersionString(), System::nanoTime));
        domain = server.getServerInfo().getXMPPDomain();
        scheduler = running.started(new DaemonScheduler(Clock.systemUTC(), parts.part(PartName.WORK)));
        clock = scheduler.clock();
        settings = running.started(new Settings(new OpenfireProperties(parts.part(PartName.SETTINGS))));
        // Ended by who uses it, earlier; but where nobody comes so far, too.
        lanes = running.started(new UserExecutor(LANES, LANE_CAPACITY, parts.part(PartName.WORK)));
        requests = new RequestQueue(lanes, scheduler::after);
        keepActivity(running);
        figures = new Figures(clock);
        services = new ServiceFigures(clock);
        store = new JdbcRegistrationStore(connections);
        store.problem().ifPresentOrElse(problem -> LOG.error("Cloud Notify cannot keep registrations: {}", problem),
            new JdbcSchema(connections)::mend);
        // Nodes of a cluster are on different machines, or in different folders.
        String self = server.getServerInfo().getHostname() + '\0' + folder.getAbsolutePath();
        waiting = new JdbcWaiting(connections, self, ClusterManager::isClusteringEnabled);
        Date begun = server.getServerInfo().getLastStarted();
        downtime = new Downtime(new JdbcRunning(connections, self), scheduler, ClusterManager::isClusteringEnabled,
            begun == null ? clock.instant() : begun.toInstant());
        accounts = new Accounts(server, parts.part(PartName.ACCOUNTS));
        locked = new LockedAccounts(clock, parts.part(PartName.ACCOUNTS));
        times = new PushTimes(new JdbcRegistrationSearch(connections), store, clock, this::inUse);
        registrations = new Registrations(store, settings, clock, this::accountMade, times, CACHED_USERS);
        devices.addListener(times);
        extensions = running.started(new Extensions(loader -> OtherPlugins.name(server.getPluginManager(), loader)));
        ResultListeners results = new ResultListeners(extensions, registrations);
        registrations.addListener(results);
        journal = new Journals(List.of(new DebugLog(), activity, figures, services, counters, results, new Accepted(times)));
        new DisabledCleaner(store, registrations, lanes, scheduler);
    }

    /** Ends after the lanes, whose last decisions are kept too. */
    private void keepActivity(Running running) {
        ActivityFile file = running.started(new ActivityFile(OpenfireHome.folder("cloudnotify"), activity));
        file.load();
        scheduler.every(WRITE_ACTIVITY, () -> lanes.execute("", file::save));
    }

    /** @param sessions tells from now on whose device is connected */
    void sessions(Presence sessions) {
        presence = Objects.requireNonNull(sessions);
    }

    /** @param forgetting is told of each user whose registrations are read: what else is remembered of them is as old */
    void readAnew(Consumer<String> forgetting) {
        readAnew = Objects.requireNonNull(forgetting);
    }

    /** Asked where registrations are read: with them it is found out whether the account is locked. */
    private @Nullable Instant accountMade(String username) {
        locked.look(username);
        readAnew.accept(username);
        return accounts.made(username);
    }

    private boolean inUse(RegistrationKey key) {
        return presence.connected(key);
    }

    /** A push that is accepted shows that the registration is of use. */
    private record Accepted(PushTimes times) implements Journal {

        @Override
        public void decided(Decision decision) {
            // Only answers tell.
        }

        @Override
        public void answered(Answer answer) {
            if (answer.condition().equals(Answer.RESULT)) {
                times.used(answer.key());
            }
        }
    }
}
