package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudience;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomAudiences;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmarks;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomMember;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomRule;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomWish;
import org.jivesoftware.openfire.plugin.cloudnotify.room.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Binding;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.GroupChats;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Something was said in a room of this server: the devices of those are woken who belong to the room and are not in it (docs/behaviour.md
 * §9). Who is in it with a device that sleeps is {@link HibernatedTrigger}'s; what both see of one message is on one journey.
 */
public final class RoomTrigger {

    private static final Logger LOG = LoggerFactory.getLogger(RoomTrigger.class);

    private final String domain;
    private final Settings settings;
    private final Parts parts;
    private final Registrations registrations;
    private final SessionTracker sessions;
    private final StanzaReader reader;
    private final BiFunction<JID, Message, Journey> journeys;
    private final Consumer<Occasion> notifier;
    private final Journal journal;
    private final Clock clock;
    private final RoomFanOut fanOut;

    /**
     * What is known of rooms.
     *
     * @param rooms the server's rooms
     * @param audiences who is concerned
     * @param lookUps where that is found out, given the address of the room's service
     * @param bookmarks the users' bookmarks
     * @param names tells who is mentioned
     * @param filter what a registration's own list says of a room, null where it has none
     */
    public record Parts(Rooms rooms, RoomAudiences audiences, Lanes lookUps, RoomBookmarks bookmarks, KnownNames names,
                        BiFunction<Registration, JID, RoomBookmark> filter) {
    }

    /**
     * @param domain the server's domain
     * @param settings for group-chats
     * @param parts what is known of rooms
     * @param registrations tells who has devices
     * @param sessions the sessions of users with devices
     * @param reader reads messages
     * @param journeys tells the journey of what was said in a room, on the thread that routed it
     * @param lanes where the work is done
     * @param scheduler time
     * @param notifier takes the occasions
     * @param journal is told why nothing is pushed
     */
    public RoomTrigger(String domain, Settings settings, Parts parts, Registrations registrations, SessionTracker sessions,
                       StanzaReader reader, BiFunction<JID, Message, Journey> journeys, Lanes lanes, Scheduler scheduler,
                       Consumer<Occasion> notifier, Journal journal) {
        this.domain = Objects.requireNonNull(domain);
        this.settings = Objects.requireNonNull(settings);
        this.parts = Objects.requireNonNull(parts);
        this.registrations = Objects.requireNonNull(registrations);
        this.sessions = Objects.requireNonNull(sessions);
        this.reader = Objects.requireNonNull(reader);
        this.journeys = Objects.requireNonNull(journeys);
        this.notifier = Objects.requireNonNull(notifier);
        this.journal = Objects.requireNonNull(journal);
        this.clock = scheduler.clock();
        this.fanOut = new RoomFanOut(parts.audiences(), parts.lookUps(), lanes, scheduler, this::deliver, this::lost);
    }

    /**
     * A room told its occupants what one of them said. By the thread that routed it.
     *
     * @param room the room's bare JID
     * @param sender who said it, by the real JID, or null
     * @param message what: from the occupant's JID, to whomever; not changed
     */
    public void said(JID room, @Nullable JID sender, Message message) {
        if (settings.get(Settings.GROUP_CHATS) == GroupChats.NEVER) {
            return;
        }
        RoomAudience known = parts.audiences().peek(room.toString());
        if (known != null && known.members().isEmpty()) {
            return;
        }
        Journey journey = journeys.apply(room, message);
        // It has the address of some occupant, who may be the one that said it.
        Message read = message.createCopy();
        read.setTo((JID) null);
        Stanza stanza = reader.read(read);
        if (stanza.reason() && stanza.important() && stanza.groupchat() && stanza.from() != null && stanza.from().getResource() != null) {
            fanOut.add(new RoomMessage(room, sender, new Travelling(stanza, journey), KnownNames.searched(stanza, read.getBody())));
        }
    }

    /** Whom it would have concerned nobody knows. */
    private void lost(JID room, int messages) {
        journal.decided(new Decision(clock.instant(), Decision.ANYBODY, null, Trigger.ROOM, Outcome.LOST, null, room.toString(),
            Integer.toString(messages)));
    }

    private void deliver(String username, RoomMember member, RoomAudience audience, List<RoomMessage> messages) {
        GroupChats setting = settings.get(Settings.GROUP_CHATS);
        List<RoomMessage> heard = messages.stream().filter(message -> !message.by(username, domain)).toList();
        if (setting == GroupChats.NEVER || heard.isEmpty()) {
            return;
        }
        ForUser user = new ForUser(username, member, audience, heard.get(0).room(), setting);
        for (RoomMessage message : heard) {
            try {
                deliver(user, message, heard.size() > 1);
            } catch (RuntimeException e) {
                LOG.warn("What was said in a room could not be decided for user {}", username, e);
            }
        }
    }

    private void deliver(ForUser user, RoomMessage message, boolean crowd) {
        // Where a device was in the room a moment ago, it has it.
        notifier.accept(new Occasion(Trigger.ROOM, user.username, message.travelling(),
            registration -> user.away(registration) && user.against(registration, message) == null,
            sessions.copies().got(user.username, message.travelling()), Occasion.NONE, 0, crowd));
        for (Registration registration : user.devices) {
            Outcome against = user.away(registration) ? user.against(registration, message) : null;
            if (against != null) {
                journal.decided(new Decision(clock.instant(), user.username, registration.key(), Trigger.ROOM, against, null,
                    message.room().toString(), null));
            }
        }
    }

    /** What one user's devices have to do with a room; all that has to be asked for is asked for at the beginning. */
    private final class ForUser {

        private final String username;
        private final RoomMember member;
        private final RoomAudience audience;
        private final JID room;
        private final GroupChats setting;
        private final RoomBookmark bookmark;
        private final List<Registration> devices;
        private final List<Binding> inRoom = new ArrayList<>(2);
        private final List<Binding> present;

        ForUser(String username, RoomMember member, RoomAudience audience, JID room, GroupChats setting) {
            this.username = username;
            this.member = member;
            this.audience = audience;
            this.room = room;
            this.setting = setting;
            this.bookmark = parts.bookmarks().of(username, room);
            this.devices = devices(username);
            this.present = sessions.sessions(username);
            // To ask a room for somebody who is not there costs more than all the rest.
            Set<String> occupants = present.isEmpty() ? Set.of() : parts.rooms().present(room, username);
            present.stream().filter(session -> occupants.contains(session.resource())).forEach(inRoom::add);
        }

        /** Whether the device is neither in the room nor in use: what it wants to hear it would hear there. */
        boolean away(Registration registration) {
            return inRoom.stream().noneMatch(session -> session.test(registration)) && !sessions.attends(registration, present);
        }

        @Nullable Outcome against(Registration registration, RoomMessage message) {
            RoomBookmark filter = parts.filter().apply(registration, room);
            RoomRule rule = RoomRule.of(filter == null ? null : filter.wish(), bookmark.wish(), member.asked(), setting,
                audience.membersOnly());
            return rule.against(rule.wish() == RoomWish.ON_MENTION && mentioned(filter, message));
        }

        private boolean mentioned(@Nullable RoomBookmark filter, RoomMessage message) {
            return parts.names().mentioned(username, room, message.travelling().stanza(), message.text(), member.nickname(),
                bookmark.nickname(), filter == null ? null : filter.nickname());
        }
    }

    /** Where the database does not answer, the notifier waits for it. */
    private List<Registration> devices(String username) {
        try {
            return registrations.of(username);
        } catch (StoreException e) {
            return List.of();
        }
    }
}
