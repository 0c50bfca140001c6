package org.jivesoftware.openfire.plugin.cloudnotify;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.RoomChoice;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Crew;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.ListedRooms;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.AccountNews;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushIqHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.Nicknames;
import org.jivesoftware.openfire.plugin.cloudnotify.room.OfflineSwitch;
import org.jivesoftware.openfire.plugin.cloudnotify.room.PatientRooms;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireAsUser;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireRooms;
import org.jivesoftware.openfire.plugin.cloudnotify.server.PepBookmarks;
import org.jivesoftware.openfire.plugin.cloudnotify.server.Replies;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RoomEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.server.RoomRegistrations;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.OccupantWishes;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.RoomTrigger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What is done for group chats: members who are not in them. */
final class GroupChatting implements RoomEvents.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(GroupChatting.class);

    /** So many group chat services may be slow before the rooms of others wait for them. */
    private static final int LOOKING = 3;
    /** So many rooms wait to be looked at; more never do. */
    private static final int ROOMS = 10_000;
    private static final Duration PUBLISHING = Duration.ofSeconds(3);

    private final Core core;
    private final Pushing pushing;
    private final JdbcRoomSwitches switches;
    private final Nicknames nicknames;
    private final RoomAudiences audiences;
    private final PepBookmarks bookmarks;
    private final RoomTrigger.Parts parts;
    private final RoomTrigger trigger;
    private final OpenfireAsUser asUser;
    private final RoomRegistrations registrations;

    GroupChatting(Core core, Pushing pushing, Running running, Consumer<Occasion> notifier) {
        this.core = core;
        this.pushing = pushing;
        Part part = core.parts.part(PartName.ROOMS);
        asUser = new OpenfireAsUser(core.server.getPacketRouter(), core.server.getIQRouter(), part);
        OpenfireRooms openfire = new OpenfireRooms(core.server.getMultiUserChatManager(), core.domain, asUser);
        PatientRooms rooms = new PatientRooms(openfire, core.scheduler::nanos);
        switches = new JdbcRoomSwitches(core.connections);
        nicknames = new Nicknames(core.scheduler.upkeep());
        audiences = new RoomAudiences(rooms, switches, core.registrations, Ticker.systemTicker(), core.scheduler.upkeep());
        core.registrations.addListener(audiences);
        registrations = new RoomRegistrations(new OfflineSwitch(switches, openfire, this::changed, core.clock), core.lanes,
            new Replies(core.server.getPacketDeliverer()), part);
        bookmarks = new PepBookmarks(core.server, core.domain, core.scheduler.upkeep(), part);
        pushing.names.addNames((room, username) -> {
            String last = nicknames.last(room, username);
            // Whoever joined before this plugin was loaded is still there under some name.
            return last != null || pushing.tracker.sessions(username).isEmpty() ? last : rooms.occupantNickname(room, username);
        });
        pushing.names.addNames(rooms::nickname);
        pushing.names.addNames((room, username) -> bookmarks.known(username) || core.lanes.mayWait()
            ? bookmarks.of(username, room).nickname() : null);
        pushing.names.addIds(rooms::occupantId);
        Crew crew = running.started(new Crew("cloudnotify-rooms", LOOKING, ROOMS, core.parts.part(PartName.WORK)));
        RequestQueue lookUps = new RequestQueue((service, work) -> crew.execute(work), core.scheduler::after, ROOMS);
        parts = new RoomTrigger.Parts(rooms, audiences, lookUps::execute, bookmarks, pushing.names,
            new ListedRooms(core.features.groupchatFilter()));
        trigger = new RoomTrigger(core.domain, core.settings, parts, core.registrations, pushing.tracker, pushing.reader,
            this::journey, core.lanes, core.scheduler, notifier, core.journal);
    }

    /**
     * @param username whose
     * @return what the user wants of single group chats, in the order of their addresses. Waits for the database.
     * @throws StoreException if that fails
     */
    List<RoomChoice> choices(String username) throws StoreException {
        List<RoomChoice> choices = new ArrayList<>();
        bookmarks.all(username).forEach((room, bookmark) -> {
            if (bookmark.wish() != null) {
                choices.add(new RoomChoice(room, RoomChoice.Kind.valueOf(bookmark.wish().name())));
            }
        });
        for (RoomSwitch choice : switches.ofUser(username)) {
            choices.add(new RoomChoice(choice.room().toString(), choice.on() ? RoomChoice.Kind.SWITCHED_ON : RoomChoice.Kind.SWITCHED_OFF));
        }
        choices.sort(Comparator.comparing(RoomChoice::room).thenComparing(RoomChoice::kind));
        return choices;
    }

    /**
     * Equips the group chat services, and answers what is asked of them.
     *
     * @param enables answers who enables pushes there
     * @param part is told what fails
     * @return ends it
     */
    AutoCloseable serve(PushIqHandler enables, Part part) {
        return new GroupChatServing(core, asUser, registrations, enables, this::changed, this::bookmarked, part);
    }

    /** @return whether an address is that of a group chat service of this server */
    boolean isService(JID address) {
        return address.getNode() == null && address.getResource() == null && address.getDomain().endsWith("." + core.domain)
            && core.server.getMultiUserChatManager().getMultiUserChatService(address) != null;
    }

    /** @return hears of accounts, forgets what their users chose, and tells {@code next} */
    AccountNews forgetting(AccountNews next) {
        return new AccountNews() {
            @Override
            public void created(String username) {
                // Another one of the same name may have been deleted while nobody looked.
                forget(username);
                next.created(username);
            }

            @Override
            public void deleted(String username) {
                forget(username);
                next.deleted(username);
            }
        };
    }

    private void forget(String username) {
        core.lanes.execute(username, () -> {
            try {
                switches.removeUser(username);
                bookmarks.forget(username);
            } catch (StoreException e) {
                LOG.warn("What the deleted user {} chose for group chats could not be removed: {}", username, e.getMessage());
            }
        });
    }

    @Override
    public void said(JID room, @Nullable JID sender, Message message) {
        try {
            trigger.said(room, sender, message);
        } finally {
            pushing.said.end();
        }
    }

    /** @return takes what is due for sessions, and hands on to {@code next} what the user wants */
    Consumer<Occasion> wanted(Consumer<Occasion> next) {
        return new OccupantWishes(parts, core.registrations, core.lanes, next, core.journal, core.clock);
    }

    /** Who belongs to a room may have changed. */
    void changed(JID room) {
        audiences.forget(room.toString());
    }

    /** Who belongs to any room may have changed. */
    void groupsChanged() {
        audiences.forgetAll();
    }

    /** Openfire may publish a moment after it has answered. */
    private void bookmarked(String username) {
        bookmarks.forget(username);
        core.scheduler.after(PUBLISHING, () -> bookmarks.forget(username));
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
            nicknames.had(room, username, nickname, known == null || !known.isEmpty());
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
