package org.jivesoftware.openfire.plugin.cloudnotify;

import java.time.Clock;
import java.util.List;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.DebugLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journals;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.DaemonScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.DisabledCleaner;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.Extensions;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.Results;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.ConnectionSource;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all else stands on: time, threads, settings, registrations, and what becomes known. */
final class Core {

    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    private static final int CACHED_USERS = 100_000;
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
    final Registrations registrations;
    final DeviceEvents devices = new DeviceEvents();
    final Extensions extensions;
    final ActivityLog activity = new ActivityLog();
    final Figures figures;
    final Journal journal;
    /** To be started by who uses it, so that it ends before what its work needs. */
    final UserExecutor lanes;

    Core(XMPPServer server, Running running) {
        this.server = server;
        parts = running.started(new Parts(server.getServerInfo().getVersion().getVersionString(), System::nanoTime));
        domain = server.getServerInfo().getXMPPDomain();
        scheduler = running.started(new DaemonScheduler(Clock.systemUTC(), parts.part(PartName.WORK)));
        clock = scheduler.clock();
        settings = running.started(new Settings(new OpenfireProperties(parts.part(PartName.SETTINGS))));
        lanes = new UserExecutor(LANES, LANE_CAPACITY, parts.part(PartName.WORK));
        figures = new Figures(clock);
        store = new JdbcRegistrationStore(connections);
        store.problem().ifPresent(problem -> LOG.error("Cloud Notify cannot keep registrations: {}", problem));
        registrations = new Registrations(store, settings, clock, CACHED_USERS);
        extensions = running.started(new Extensions());
        Results results = new Results(extensions, registrations);
        registrations.addListener(results);
        journal = new Journals(List.of(new DebugLog(), activity, figures, results));
        new DisabledCleaner(store, registrations, lanes, scheduler);
    }
}
