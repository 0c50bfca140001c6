package org.jivesoftware.openfire.plugin.cloudnotify;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushIqHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.server.GroupChatServices;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireAsUser;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RoomRegistrations;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RoomRequests;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.GroupChats;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.xmpp.packet.JID;

/** What group chat services answer by the plugin, from when this is made until it is closed. */
final class GroupChatServing implements AutoCloseable {

    private final GroupChatServices services;
    private final RoomRequests requests;

    GroupChatServing(Core core, OpenfireAsUser asUser, RoomRegistrations registrations, PushIqHandler enables, Consumer<JID> changed,
                     Consumer<String> bookmarked, Part part) {
        BooleanSupplier switchable = () -> core.settings.get(Settings.GROUP_CHATS) != GroupChats.NEVER;
        services = new GroupChatServices(core.server.getMultiUserChatManager(), List.of(enables, registrations),
            List.of(PushRequest.NAMESPACE), switchable);
        requests = new RoomRequests(core.domain, services, switchable, asUser, changed, bookmarked,
            InterceptorManager.getInstance(), part);
    }

    @Override
    public void close() {
        requests.close();
        services.close();
    }
}
