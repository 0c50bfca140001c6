package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import org.jspecify.annotations.Nullable;

/**
 * What is said of few stanzas beside what every {@link Stanza} tells. Immutable; those that are common are shared.
 *
 * @param replay whether it was sent since a device asked for it: what an archive answers (XEP-0313), or what a room says of old to who
 *     joins (XEP-0045 §7.2.13)
 * @param wakes whether it wakes a device that sleeps, though it is not important: an IQ that brings a push of UnifiedPush
 * @param ownBody whether it has a body itself, and not only what it wraps: what archives judge by
 * @param subjectChange whether it changes, or tells, the subject of a room
 * @param signal what it says of a call, whether the message itself does or one that it wraps; null where nothing
 * @param displayed the id of the message that it says was displayed (XEP-0333), cut as a body is, or null
 * @param rest what of the body is beyond {@link Stanza#MAX_BODY} characters, up to {@link #LONGEST_BODY} with it, or null
 * @param ids by which a marker may name it (XEP-0333, XEP-0490): its own and those that its archive or room gave it, where it is important;
 *     not null
 * @param mentions whom it names by elements made for that, where it is said in a room or is important
 */
public record Traits(boolean replay, boolean wakes, boolean ownBody, boolean subjectChange, @Nullable CallSignal signal,
                     @Nullable String displayed, @Nullable String rest, MessageIds ids, Mentions mentions) {

    /** How many characters of a body are kept for who can have them encrypted. */
    public static final int LONGEST_BODY = 4_096;
    /** Nothing. */
    public static final Traits NONE = new Traits(false, false, false, false, null, null, null, MessageIds.NONE, Mentions.NONE);
    static final Traits WAKES = new Traits(false, true, false, false, null, null, null, MessageIds.NONE, Mentions.NONE);
    private static final Traits BODY = new Traits(false, false, true, false, null, null, null, MessageIds.NONE, Mentions.NONE);

    static Traits of(boolean replay, boolean ownBody, boolean subjectChange, @Nullable CallSignal signal, @Nullable String displayed,
                     @Nullable String rest, MessageIds ids, Mentions mentions) {
        if (!replay && !subjectChange && signal == null && displayed == null && rest == null && ids.equals(MessageIds.NONE)
            && mentions.equals(Mentions.NONE)) {
            return ownBody ? BODY : NONE;
        }
        return new Traits(replay, false, ownBody, subjectChange, signal, displayed, rest, ids, mentions);
    }

    /** @return the same without what is of the body, for keeping */
    Traits withoutContent() {
        return rest == null ? this : new Traits(replay, wakes, ownBody, subjectChange, signal, displayed, null, ids, mentions);
    }

    /** Shows no content. */
    @Override
    public String toString() {
        return "Traits";
    }
}
