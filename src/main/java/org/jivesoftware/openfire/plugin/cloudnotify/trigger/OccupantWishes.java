package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomBookmark;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomRule;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomWish;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.xmpp.packet.JID;

/**
 * What users want of rooms holds for their devices that sleep in one, too (docs/behaviour.md §9, "XEP-0492"): between the triggers of
 * sessions and the notification room. Calls, private messages and whatever else is not said in a room pass.
 */
public final class OccupantWishes implements Consumer<Occasion> {

    private final RoomTrigger.Parts parts;
    private final Registrations registrations;
    private final Lanes lanes;
    private final Consumer<Occasion> next;
    private final Journal journal;
    private final Clock clock;

    /**
     * @param parts what is known of rooms
     * @param registrations tells who has devices
     * @param lanes where bookmarks are read that are not known
     * @param next takes what is wanted
     * @param journal is told what is not
     * @param clock the time
     */
    public OccupantWishes(RoomTrigger.Parts parts, Registrations registrations, Lanes lanes, Consumer<Occasion> next,
                          Journal journal, Clock clock) {
        this.parts = Objects.requireNonNull(parts);
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.next = Objects.requireNonNull(next);
        this.journal = Objects.requireNonNull(journal);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public void accept(Occasion occasion) {
        Stanza stanza = occasion.stanza();
        JID from = stanza == null ? null : stanza.from();
        if (stanza == null || from == null || !stanza.groupchat() || from.getNode() == null || from.getResource() == null) {
            next.accept(occasion);
        } else if (parts.bookmarks().known(occasion.username()) || lanes.mayWait() && lanes.isCurrent(occasion.username())) {
            said(occasion, stanza, from);
        } else if (!lanes.execute(occasion.username(), () -> said(occasion, stanza, from))) {
            // Too much at once: a push too many is better than one too few.
            next.accept(occasion);
        }
    }

    private void said(Occasion occasion, Stanza stanza, JID from) {
        JID room = from.asBareJID();
        RoomBookmark bookmark = parts.bookmarks().of(occasion.username(), room);
        if (bookmark.wish() == null || bookmark.wish() == RoomWish.ALWAYS) {
            next.accept(occasion);
            return;
        }
        Outcome against = new RoomRule(bookmark.wish(), true).against(mentioned(occasion.username(), stanza, room, bookmark));
        if (against == null) {
            next.accept(occasion);
            return;
        }
        // An app's own list goes first.
        Predicate<Registration> listed = registration -> parts.filter().apply(registration, room) != null;
        next.accept(occasion.onlyFor(listed));
        List<Registration> known = registrations.known(occasion.username());
        for (Registration registration : known == null ? List.<Registration>of() : known) {
            if (stanza.important() && occasion.audience().test(registration) && !listed.test(registration)) {
                journal.decided(new Decision(clock.instant(), occasion.username(), registration.key(), occasion.trigger(), against, null,
                    room.toString(), null));
            }
        }
    }

    private boolean mentioned(String username, Stanza stanza, JID room, RoomBookmark bookmark) {
        if (bookmark.wish() != RoomWish.ON_MENTION || !stanza.important()) {
            return false;
        }
        return parts.names().mentioned(username, room, stanza, stanza.body(), bookmark.nickname());
    }
}
