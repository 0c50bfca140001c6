package org.jivesoftware.openfire.plugin.cloudnotify;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.ListedRooms;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.Nicknames;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireRooms;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RoomEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.RoomTrigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What is done for group chats: members who are not in them. */
final class GroupChatting implements RoomEvents.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(GroupChatting.class);

    private final Core core;
    private final Pushing pushing;
    private final JdbcRoomSwitches switches;
    private final Nicknames nicknames;
    private final RoomAudiences audiences;
    private final RoomTrigger trigger;

    GroupChatting(Core core, Pushing pushing, Consumer<Occasion> notifier) {
        this.core = core;
        this.pushing = pushing;
        OpenfireRooms rooms = new OpenfireRooms(core.server.getMultiUserChatManager(), core.domain);
        switches = new JdbcRoomSwitches(core.connections);
        nicknames = new Nicknames(core.scheduler.upkeep());
        audiences = new RoomAudiences(rooms, switches, core.registrations, Ticker.systemTicker(), core.scheduler.upkeep());
        core.registrations.addListener(audiences);
        trigger = new RoomTrigger(core.domain, core.settings, new RoomTrigger.Parts(rooms, audiences, (username, room) -> RoomBookmark.NONE,
            nicknames, new ListedRooms(core.features.groupchatFilter())), core.registrations, pushing.tracker, pushing.reader,
            this::journey, core.lanes, core.scheduler, notifier, core.journal);
    }

    @Override
    public void said(JID room, JID sender, Message message) {
        try {
            trigger.said(room, sender, message);
        } finally {
            pushing.said.end();
        }
    }

    /** Who belongs to a room may have changed. */
    void changed(JID room) {
        audiences.forget(room.toString());
    }

    /** Where nobody saw it come, it is its own. */
    private Journey journey(JID room, Message message) {
        Journey said = pushing.said.of(room.toString(), message.getID());
        return said == null ? pushing.journeys.next(true) : said;
    }

    @Override
    public void present(JID room, JID user, String nickname) {
        String username = user.getNode();
        if (username != null && user.getDomain().equals(core.domain)) {
            List<Registration> known = core.registrations.known(username);
            if (known == null || !known.isEmpty()) {
                nicknames.had(room, username, nickname);
            }
        }
    }

    @Override
    public void destroyed(JID room) {
        audiences.forget(room.toString());
        core.lanes.execute(room.toString(), () -> {
            try {
                switches.removeRoom(room);
            } catch (StoreException e) {
                LOG.warn("What users chose for {}, which is no more, could not be removed: {}", room, e.getMessage());
            }
        });
    }
}
