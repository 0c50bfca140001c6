package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Mentions;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Tells whether what is said in a room mentions a user (docs/behaviour.md §9, "Mentions"): the one place for who is in the room with a
 * device that sleeps, and for who is not. Whoever knows names adds itself. Thread-safe; asks no more than those do.
 */
public final class KnownNames {

    /** As much of a text is searched for names. */
    private static final int LONGEST_TEXT = 16_384;

    private final String domain;
    private final List<BiFunction<JID, String, String>> names = new CopyOnWriteArrayList<>();
    private final List<BiFunction<JID, String, String>> ids = new CopyOnWriteArrayList<>();

    /**
     * @param domain the server's domain
     */
    public KnownNames(String domain) {
        this.domain = Objects.requireNonNull(domain);
    }

    /** @param source tells the nickname of a user, given by local part, in a room, given by its bare JID, or null */
    public void addNames(BiFunction<JID, String, String> source) {
        names.add(Objects.requireNonNull(source));
    }

    /**
     * @param source tells the occupant id (XEP-0421) of a user, given by local part, in a room, given by its bare JID, or null
     */
    public void addIds(BiFunction<JID, String, String> source) {
        ids.add(Objects.requireNonNull(source));
    }

    /**
     * @param stanza what is said in a room
     * @param text its body, or null
     * @return as much of it as is searched for names, or null for nothing
     */
    public static @Nullable String searched(Stanza stanza, @Nullable String text) {
        return stanza.encrypted() || text == null ? null : text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    /**
     * @param username a user's local part
     * @param room a room's bare JID
     * @param stanza what is said there
     * @param text its body, as far as it is known, or null; not looked at where it is encrypted
     * @param others further nicknames of the user there; each may be null
     * @return whether the user is mentioned
     */
    public boolean mentioned(String username, JID room, Stanza stanza, @Nullable String text, @Nullable String... others) {
        return mentioned(username, room, stanza.traits().mentions(), searched(stanza, text), others);
    }

    /**
     * @param username a user's local part
     * @param room a room's bare JID, or who else says it
     * @param mentions whom it names by elements made for that
     * @param searched what is searched for names, or null for nothing
     * @param others further nicknames of the user there; each may be null
     * @return whether the user is mentioned
     */
    public boolean mentioned(String username, JID room, Mentions mentions, @Nullable String searched, @Nullable String... others) {
        List<String> known = new ArrayList<>(Arrays.asList(others));
        names.forEach(source -> known.add(source.apply(room, username)));
        known.removeIf(name -> name == null || name.isBlank());
        if (known.isEmpty()) {
            // What most clients propose.
            known.add(username);
        }
        return new MentionedUser(new JID(username, domain, null, true), room, known).in(mentions, searched)
            || !mentions.occupants().isEmpty()
            && ids.stream().map(source -> source.apply(room, username)).anyMatch(id -> id != null && mentions.occupants().contains(id));
    }
}
