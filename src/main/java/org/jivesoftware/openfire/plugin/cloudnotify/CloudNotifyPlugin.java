package org.jivesoftware.openfire.plugin.cloudnotify;

import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.DebugLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journals;
import org.jivesoftware.openfire.plugin.cloudnotify.adhoc.CommandParts;
import org.jivesoftware.openfire.plugin.cloudnotify.adhoc.Commands;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.BundleMessages;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Console;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.ConsoleContext;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.DeviceActions;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.Cluster;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.ClusterNews;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.DaemonScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.UserExecutor;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.DisabledCleaner;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.RemoteDisabling;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServicePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.Api;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.Extensions;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.PushReviews;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.RegistrationReviews;
import org.jivesoftware.openfire.plugin.cloudnotify.extension.Results;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notifier;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.Discretion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.ImportRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.OtherPluginImport;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushIqHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushTimes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Accounts;
import org.jivesoftware.openfire.plugin.cloudnotify.server.ClusterTaskMail;
import org.jivesoftware.openfire.plugin.cloudnotify.server.DiscoFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OtherPlugins;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Replies;
import org.jivesoftware.openfire.plugin.cloudnotify.server.ServiceMessages;
import org.jivesoftware.openfire.plugin.cloudnotify.server.UserWishes;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.Counts;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.MetricsAccess;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.MetricsServlet;
import org.jivesoftware.openfire.plugin.cloudnotify.statistics.OpenfireStatistics;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.PingTrigger;
import org.jivesoftware.openfire.security.SecurityAuditManager;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.jivesoftware.util.JiveGlobals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The plugin: the only place that knows all rooms. Builds them, starts them, and stops them in reverse order.
 */
public final class CloudNotifyPlugin implements Plugin, ClusterTaskMail.Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(CloudNotifyPlugin.class);
    private static final int CACHED_USERS = 100_000;
    private static final int LANES = 4;
    private static final int LANE_CAPACITY = 10_000;
    private static final Duration WRITE_PUSH_TIMES = Duration.ofHours(1);

    private volatile Api api;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile Watch watch;
    private volatile ClusterTaskMail.Mailbox mailbox;

    @Override
    public synchronized void initializePlugin(PluginManager manager, File pluginDirectory) {
        try {
            start(XMPPServer.getInstance());
        } catch (RuntimeException | Error e) {
            // Openfire tries again: nothing of this attempt may be left.
            stop();
            throw e;
        }
    }

    @Override
    public synchronized void destroyPlugin() {
        stop();
    }

    /**
     * What other plugins may use; they call this by reflection, see the package {@code api}.
     *
     * @return the API, or null where the plugin is not running
     */
    public CloudNotify api() {
        return api;
    }

    private void start(XMPPServer server) {
        started(RecordMethods::forget);
        Parts parts = started(new Parts(server.getServerInfo().getVersion().getVersionString(), System::nanoTime));
        String domain = server.getServerInfo().getXMPPDomain();
        DaemonScheduler scheduler = started(new DaemonScheduler(Clock.systemUTC(), parts.part(PartName.WORK)));
        Clock clock = scheduler.clock();
        Settings settings = started(new Settings(new OpenfireProperties(parts.part(PartName.SETTINGS))));
        ActivityLog activity = new ActivityLog();
        Figures figures = new Figures(clock);
        JdbcRegistrationStore store = new JdbcRegistrationStore(DbConnectionManager::getConnection);
        store.problem().ifPresent(problem -> LOG.error("Cloud Notify cannot keep registrations: {}", problem));
        Registrations registrations = new Registrations(store, settings, clock, CACHED_USERS);
        Extensions extensions = started(new Extensions());
        Results results = new Results(extensions, registrations);
        registrations.addListener(results);
        Journal journal = new Journals(List.of(new DebugLog(), activity, figures, results));
        UserExecutor executor = new UserExecutor(LANES, LANE_CAPACITY, parts.part(PartName.WORK));
        new DisabledCleaner(store, registrations, executor, scheduler);

        OpenfireRouter router = started(new OpenfireRouter(domain, server.getPacketRouter(), server.getIQRouter(),
            server.getRoutingTable(), server.getSessionManager(), scheduler, parts));
        Courier courier = new Courier(new JID(domain), registrations, settings, router, journal, executor, scheduler);
        UserWishes wishes = new UserWishes(DbConnectionManager::getConnection, server.getUserManager(), parts.part(PartName.PRIVACY));
        Discretion discretion = new Discretion(settings, wishes, executor::mayWait);
        parts.start(PartName.PRIVACY, () -> started(wishes.onChange(discretion::forget)));
        PushReviews pushReviews = new PushReviews(extensions);
        Notifier notifier = started(new Notifier(registrations, settings, executor, scheduler, journal, domain, discretion,
            pushReviews::review, courier::send));
        registrations.addListener(notifier);
        api = started(new Api(extensions, registrations, new PingTrigger(notifier::due)::ping));
        started(() -> api = null);
        parts.start(PartName.OTHER_PLUGINS, () -> started(new OtherPlugins(server.getPluginManager(), extensions::forget,
            parts.part(PartName.OTHER_PLUGINS))));
        // Ends before the notifier does, which then hands over what still waits.
        started(executor);

        Accounts accounts = new Accounts(server, username -> executor.execute(username, () -> removeUser(registrations, username)),
            parts.part(PartName.ACCOUNTS));
        parts.start(PartName.ACCOUNTS, () -> {
            accounts.listen();
            started(accounts);
        });
        ServicePolicy services = new ServicePolicy(settings);
        RegistrationReviews reviews = new RegistrationReviews(extensions, () -> settings.get(Settings.MAX_OPTIONS_SIZE));
        PushIqHandler handler = new PushIqHandler(domain, registrations, settings, executor, accounts::sender,
            (key, options) -> reviews.review(key, services.review(key, options)), new Replies(server.getPacketDeliverer()),
            parts.part(PartName.REGISTERING));
        parts.start(PartName.REGISTERING, () -> {
            server.getIQRouter().addHandler(handler);
            started(() -> server.getIQRouter().removeHandler(handler));
        });
        parts.start(PartName.SERVICE_MESSAGES, () -> started(new ServiceMessages(
            ordinary -> new RemoteDisabling(domain, registrations, executor, ordinary)::swallows, router::route,
            InterceptorManager.getInstance(), parts.part(PartName.SERVICE_MESSAGES))));
        OpenfireCluster nodes = started(new OpenfireCluster(parts.part(PartName.CLUSTER)));
        Cluster cluster = new Cluster(nodes, registrations, executor, scheduler);
        // In a cluster, sessions of other nodes would have to be asked.
        Predicate<String> ready = username -> !pushReviews.any() && !nodes.clustered() && discretion.knows(username);
        watch = started(new Watch(server, parts, settings, registrations, executor, scheduler, journal, router::nearby, ready,
            cluster.ofThisNode(notifier::due), key -> {
            notifier.online(key);
            courier.drop(key);
            cluster.online(key);
        }));
        notifier.unless(watch::isBack);
        courier.unless(watch::isBack);
        courier.onPushed(watch::pushed);
        courier.onPushed(cluster::pushed);
        notifier.onSeen(cluster::seen);
        parts.start(PartName.CLUSTER, () -> cluster.start(new ClusterNews(key -> {
            notifier.online(key);
            courier.drop(key);
        }, watch::pushed, notifier::seenElsewhere)));
        mailbox = nodes;
        started(() -> mailbox = null);
        parts.start(PartName.FEATURES, () -> started(new DiscoFeatures(server.getIQDiscoInfoHandler(), PushRequest.NAMESPACE,
            parts.part(PartName.FEATURES))));

        PushTimes search = new PushTimes(new JdbcRegistrationSearch(DbConnectionManager::getConnection), store, clock);
        courier.onPushed(notification -> search.pushed(notification.key()));
        scheduler.every(WRITE_PUSH_TIMES, () -> search.write(executor));
        started(search);
        parts.start(PartName.IMPORT, () -> started(new ImportRequest(settings, new OpenfireProperties(parts.part(PartName.IMPORT)),
            new OtherPluginImport(DbConnectionManager::getConnection, store, key -> accounts.exists(key.username()),
                username -> forget(registrations, cluster, username), clock),
            work -> executor.execute("", work))));
        BundleMessages messages = new BundleMessages(getClass().getClassLoader());
        ConsoleContext.open(new Console(settings, search,
            new DeviceActions(registrations, courier::test, clock), activity, figures,
            SecurityAuditManager.getInstance()::logEvent, messages, JiveGlobals::getLocale,
            () -> JiveGlobals.getTimeZone().toZoneId(), clock, parts));
        started(ConsoleContext::close);
        parts.start(PartName.COMMANDS, () -> started(new Commands(server.getIQRouter(), server.getAdHocCommandHandler(),
            new CommandParts(domain, registrations, discretion, courier::test, scheduler, executor, accounts::sender,
                who -> AdminManager.getInstance().isUserAdmin(who, false), SecurityAuditManager.getInstance()::logEvent, messages,
                JiveGlobals.getLocale(), JiveGlobals.getTimeZone().toZoneId(), new Replies(server.getPacketDeliverer()),
                parts.part(PartName.COMMANDS)))));
        Counts counts = new Counts(figures, search, scheduler);
        parts.start(PartName.STATISTICS, () -> started(new OpenfireStatistics(StatisticsManager.getInstance(), counts, messages,
            JiveGlobals.getLocale(), parts.part(PartName.STATISTICS))));
        parts.start(PartName.METRICS, () -> {
            Part metrics = parts.part(PartName.METRICS);
            MetricsAccess access = started(new MetricsAccess(settings, new OpenfireProperties(metrics), CloudNotifyPlugin::exemptMetrics));
            started(MetricsServlet.open(access, counts, metrics));
        });
        LOG.info("Cloud Notify is running");
    }

    /** Prometheus cannot log in to the console; the page asks for a token instead. */
    private static void exemptMetrics(boolean exempt) {
        if (exempt) {
            AuthCheckFilter.addExclude(MetricsServlet.ADDRESS);
        } else {
            AuthCheckFilter.removeExclude(MetricsServlet.ADDRESS);
        }
    }

    private static void forget(Registrations registrations, Cluster cluster, String username) {
        registrations.forget(username);
        cluster.changed(username);
    }

    /** {@inheritDoc} Openfire's clustering brings it. */
    @Override
    public void receive(byte[] mail) {
        ClusterTaskMail.Mailbox present = mailbox;
        if (present != null) {
            present.receive(mail);
        }
    }

    private static void removeUser(Registrations registrations, String username) {
        try {
            registrations.removeUser(username);
        } catch (StoreException e) {
            LOG.warn("The registrations of the deleted user {} could not be removed", username, e);
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    private void stop() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Throwable e) {
                LOG.warn("A part of Cloud Notify did not stop cleanly", e);
            }
        }
    }
}
