package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Mentions;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * Somebody who may be mentioned in a room (docs/behaviour.md §9, "Mention"). Immutable.
 *
 * @param address the user's bare JID
 * @param room the room's bare JID
 * @param nicknames under which names the user is known there
 */
public record MentionedUser(JID address, JID room, List<String> nicknames) {

    /** Checks, copies, and leaves out what is no name. */
    public MentionedUser {
        Objects.requireNonNull(address);
        Objects.requireNonNull(room);
        nicknames = nicknames.stream().filter(name -> name != null && !name.isBlank()).distinct().toList();
    }

    /**
     * @param mentions whom a message names by elements made for that
     * @param text its body, or null; not that of an encrypted message
     * @return whether it is the user
     */
    public boolean in(Mentions mentions, @Nullable String text) {
        return mentions.everybody() || mentions.addresses().stream().anyMatch(this::is)
            || text != null && nicknames.stream().anyMatch(name -> isWordOf(text, name));
    }

    private boolean is(JID named) {
        if (named.getDomain().equals(room.getDomain()) && room.toBareJID().equals(named.toBareJID())) {
            return named.getResource() != null && named(nicknames, named.getResource());
        }
        return address.toBareJID().equals(named.toBareJID());
    }

    private static boolean named(Collection<String> nicknames, String name) {
        return nicknames.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether a name stands in a text as a word: no letter and no digit of the same kind of script beside it. */
    static boolean isWordOf(String text, String name) {
        int length = name.length();
        for (int at = 0; at + length <= text.length(); at++) {
            if (text.regionMatches(true, at, name, 0, length) && (at == 0 || ends(text.codePointBefore(at), name.codePointAt(0)))
                && (at + length == text.length() || ends(text.codePointAt(at + length), name.codePointBefore(length)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean ends(int beside, int edge) {
        return !Character.isLetterOrDigit(beside) || !Character.isLetterOrDigit(edge) || withoutSpaces(edge) || withoutSpaces(beside);
    }

    /** Scripts that do not put spaces between words. */
    private static boolean withoutSpaces(int character) {
        UnicodeScript script = UnicodeScript.of(character);
        return script == UnicodeScript.HAN || script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA
            || script == UnicodeScript.THAI || script == UnicodeScript.LAO || script == UnicodeScript.KHMER
            || script == UnicodeScript.MYANMAR;
    }
}
