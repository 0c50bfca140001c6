package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;

/**
 * Where the plugin is made to fail.
 *
 * @param name  the guard, as the jar's copy names it
 * @param parts the parts that it belongs to; more than one where several listeners or threads are of the same class
 * @param reach what people do, so that it is reached
 */
record FailurePoint(String name, Set<PartName> parts, Consumer<FailurePeople> reach) {

    /** In this order, the plugin has to be loaded anew seldom. */
    static final List<FailurePoint> ALL = List.of(
        point("server/OpenfireRouter.worked", FailurePeople::storeOffline, PartName.PUBLISHING),
        point("server/OpenfireRouter$Ticket.receivedAnswer", FailurePeople::storeOffline, PartName.ANSWERS),
        point("concurrent/UserExecutor$Lane.work", FailurePeople::storeOffline, PartName.WORK),
        point("server/StanzaInterceptor.interceptPacket", FailurePeople::send, PartName.STANZAS),
        point("server/ServiceMessages.interceptPacket", FailurePeople::serviceWrites, PartName.SERVICE_MESSAGES),
        point("server/OfflineMessages.messageStored", FailurePeople::storeOffline, PartName.OFFLINE_MESSAGES),
        point("server/OpenfireSessions$1.resourceBound", FailurePeople::comeAndGo, PartName.SESSIONS),
        point("server/Accounts.userDeleting", FailurePeople::deleteAccount, PartName.ACCOUNTS),
        point("server/Components.componentRegistered", FailurePeople::serviceConnects, PartName.SERVICES),
        point("server/RoomEvents.messageReceived", FailurePeople::talkInRoom, PartName.ROOMS),
        point("server/UserWishes$Changes.userDeleting", FailurePeople::deleteAccount, PartName.PRIVACY),
        point("server/OpenfireProperties$1.propertySet", FailurePeople::changeSetting, PartName.SETTINGS, PartName.METRICS,
            PartName.IMPORT, PartName.WEB_PUSH),
        point("server/ClusterTaskMail.run", people -> people.faults().bringMail()),
        point("server/ClusterMailTask.run", people -> people.faults().bringMail()),
        point("CloudNotifyPlugin.receive", people -> people.faults().bringMail()),
        point("CloudNotifyPlugin.receiveMail", people -> people.faults().bringMail()),
        point("server/OpenfireCluster.changed", people -> people.faults().joinCluster(), PartName.CLUSTER),
        point("adhoc/CommandHandler.handleIQ", FailurePeople::callCommandInVain, PartName.COMMANDS),
        point("server/OtherPlugins.pluginDestroyed", people -> people.faults().destroyPlugin(), PartName.OTHER_PLUGINS),
        point("statistics/OpenfireStatistics$Figure.sample", people -> people.faults().sampleStatistics(), PartName.STATISTICS),
        point("admin/ConsoleServlet.service", FailurePeople::page, PartName.SETTINGS_PAGE),
        point("registration/PushIqHandler.handleIQ", FailurePeople::enablePushesInVain, PartName.REGISTERING),
        point("concurrent/DaemonScheduler.lambda$guarded", people -> { }, PartName.WORK),
        point("server/OpenfireSessions$1.sessionDestroyed", FailurePeople::comeAndGo, PartName.SESSIONS),
        point("server/Accounts.userCreated", FailurePeople::createAccount, PartName.ACCOUNTS),
        point("server/RoomEvents.isPresent", FailurePeople::talkInRoom, PartName.ROOMS),
        point("server/UserWishes$Changes.userModified", FailurePeople::hide, PartName.PRIVACY),
        point("server/OpenfireCluster.receive", people -> people.faults().bringMail(), PartName.CLUSTER),
        point("adhoc/CommandHandler.carryOut", FailurePeople::callCommandInVain, PartName.COMMANDS),
        point("statistics/OpenfireStatistics$Figure.getStatType", people -> people.faults().sampleStatistics(), PartName.STATISTICS),
        point("statistics/MetricsServlet.service", FailurePeople::scrape, PartName.METRICS),
        point("registration/PushIqHandler.carryOut", FailurePeople::enablePushesInVain, PartName.REGISTERING),
        point("server/LockedAccounts.look", FailurePeople::again, PartName.ACCOUNTS),
        point("server/RoomEvents.isDestroyed", FailurePeople::destroyRoom, PartName.ROOMS),
        point("server/OpenfireCluster.leftCluster", people -> people.faults().leaveCluster(), PartName.CLUSTER),
        point("adhoc/ListedCommand.hasPermission", FailurePeople::listCommands, PartName.COMMANDS),
        point("concurrent/PeriodicThread.lambda$new", people -> { }, PartName.SESSIONS, PartName.WORK),
        point("server/LockedAccounts.accountLocked", FailurePeople::lockAndUnlock, PartName.ACCOUNTS),
        point("server/RoomRequests.interceptPacket", FailurePeople::registerAtRoom, PartName.ROOMS),
        point("server/GroupEvents.changed", FailurePeople::changeGroup, PartName.ROOMS),
        point("server/LockedAccounts.accountUnlocked", FailurePeople::lockAndUnlock, PartName.ACCOUNTS),
        point("server/PushComponent.processPacket", FailurePeople::registerEndpoint, PartName.WEB_PUSH),
        point("concurrent/Crew.lambda$guarded", FailurePeople::registerEndpoint, PartName.WEB_PUSH),
        point("server/RoomRegistrations.handleIQ", FailurePeople::registerAtRoom, PartName.ROOMS),
        point("server/RoomRegistrations.answer", FailurePeople::registerAtRoom, PartName.ROOMS),
        point("server/OpenfireAsUser$Taker.receivedAnswer", FailurePeople::registerAtRoom, PartName.ROOMS));

    private static FailurePoint point(String name, Consumer<FailurePeople> reach, PartName... parts) {
        Set<PartName> all = EnumSet.noneOf(PartName.class);
        all.addAll(List.of(parts));
        return new FailurePoint(name, all, reach);
    }

    @Override
    public String toString() {
        return name;
    }
}
