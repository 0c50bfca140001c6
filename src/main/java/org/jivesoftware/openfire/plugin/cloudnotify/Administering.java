package org.jivesoftware.openfire.plugin.cloudnotify;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandParts;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.BundleMessages;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Console;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.ConsoleContext;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.DeviceActions;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.PushServices;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.AccountSweep;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.ImportRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.OtherPluginImport;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushTimes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.server.ServiceCheck;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.Counts;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.MetricsAccess;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.MetricsServlet;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.OpenfireStatistics;
import org.jivesoftware.openfire.security.SecurityAuditManager;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.jivesoftware.util.JiveGlobals;

/** What administrators, and users by commands, see and do. */
final class Administering {

    private static final Duration WRITE_PUSH_TIMES = Duration.ofHours(1);
    /** More than there are to count. */
    private static final int COUNTS = 20;

    final CommandParts commands;
    private final Core core;
    private final BundleMessages messages = new BundleMessages(getClass().getClassLoader());
    private final Locale locale = JiveGlobals.getLocale();

    Administering(Core core, Pushing pushing, Reacting reacting, Running running) {
        this.core = core;
        PushTimes search = search(running);
        AtomicReference<Takeover> takeover = new AtomicReference<>();
        core.parts.start(PartName.IMPORT, () -> takeover.set(running.started(new ImportRequest(core.settings,
            new OpenfireProperties(core.parts.part(PartName.IMPORT)), otherPlugins(pushing), core.lanes, core.scheduler::after))));
        // One thread: what is counted goes through tables, and is for administrators.
        Crew counter = running.started(new Crew("cloudnotify-counter", 1, COUNTS, core.parts.part(PartName.REGISTRATIONS_PAGE)));
        PushServices services = PushServices.of(pushing.courier, pushing.outbox.held(), core.services);
        ConsoleContext.open(new Console(core.settings, search, new DeviceActions(core.registrations, key -> pushing.courier.test(key,
            Trigger.TEST), core.clock),
            services, new ServiceCheck(core.domain, pushing.router, core.server.getRoutingTable()),
            new Standing(core, pushing, reacting.rooms),
            core.activity, core.figures, SecurityAuditManager.getInstance()::logEvent, messages, JiveGlobals::getLocale,
            () -> JiveGlobals.getTimeZone().toZoneId(), core.clock, core.parts, takeover.get(),
            pushing.web, counter.executor()));
        running.started(ConsoleContext::close);
        statistics(search, services, pushing, running);
        ZoneId zone = JiveGlobals.getTimeZone().toZoneId();
        commands = new CommandParts(core.domain, core.registrations, search,
            core.activity::lastAnswers, pushing.privacy, pushing.grace, pushing.courier::test, core.scheduler,
            core.requests, core.accounts::sender, who -> AdminManager.getInstance().isUserAdmin(who, false),
            SecurityAuditManager.getInstance()::logEvent, messages, locale, zone, Reacting.replies(core, pushing.cluster),
            core.parts.part(PartName.COMMANDS));
    }

    private PushTimes search(Running running) {
        new AccountSweep(core.times, core.registrations, core.accounts, core.lanes, core.scheduler);
        core.scheduler.every(WRITE_PUSH_TIMES, () -> core.times.write(core.lanes));
        return running.started(core.times);
    }

    private OtherPluginImport otherPlugins(Pushing pushing) {
        return new OtherPluginImport(core.connections, core.store, key -> core.accounts.exists(key.username()),
            username -> imported(pushing, username), core.clock);
    }

    private void imported(Pushing pushing, String username) {
        core.registrations.forget(username);
        pushing.cluster.changed(username);
    }

    private void statistics(PushTimes search, PushServices services, Pushing pushing, Running running) {
        Counts counts = new Counts(core.figures, core.counters, search, core.scheduler, new Counts.Around(services::states,
            services::allowed, pushing.version, core.parts.openfire()));
        core.parts.start(PartName.STATISTICS, () ->
            running.started(new OpenfireStatistics(StatisticsManager.getInstance(), counts, messages,
            locale, core.parts.part(PartName.STATISTICS))));
        Part metrics = core.parts.part(PartName.METRICS);
        core.parts.start(PartName.METRICS, () -> {
            MetricsAccess access = running.started(new MetricsAccess(core.settings, new OpenfireProperties(metrics),
                Administering::exemptMetrics));
            running.started(MetricsServlet.open(access, counts, metrics));
        });
    }

    /** Prometheus cannot log in to the console; the page asks for a token instead. */
    private static void exemptMetrics(boolean exempt) {
        if (exempt) {
            AuthCheckFilter.addExclude(MetricsServlet.ADDRESS);
        } else {
            AuthCheckFilter.removeExclude(MetricsServlet.ADDRESS);
        }
    }
}
