package org.jivesoftware.openfire.plugin.cloudnotify.identity;

import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;

/**
 * A stanza on its way, as one of those sees it who look at it: what it says, which journey it is on, and by which time a copy of it will be
 * known. Immutable.
 *
 * @param stanza what it says
 * @param journey its journey through the server, or null where nothing is known of that
 * @param stamp the time that the server states in the delay of a later copy of this stanza (XEP-0203), to the millisecond; null where it
 *     is not known yet
 */
public record Travelling(Stanza stanza, @Nullable Journey journey, @Nullable Instant stamp) {

    /** Checks. */
    public Travelling {
        Objects.requireNonNull(stanza);
    }

    /**
     * A stanza that no queue or store has given a time.
     *
     * @param stanza what it says
     * @param journey its journey, or null where nothing is known of that
     */
    public Travelling(Stanza stanza, @Nullable Journey journey) {
        this(stanza, journey, null);
    }

    /** @return its journey, of a stanza that was seen on its way */
    public Journey known() {
        return Objects.requireNonNull(journey, "Who sees a stanza knows its journey");
    }

    /** @return the same without what it says, for keeping; it is still known for what it is. Never null */
    @SuppressWarnings("ReferenceEquality")
    public Travelling withoutContent() {
        Stanza bare = stanza.withoutContent();
        return bare == stanza ? this : new Travelling(bare, journey, stamp);
    }

    /** @return whether it may be something that was seen before: it says that it was held up */
    public boolean copy() {
        return stanza.delayedSince() != null;
    }

    /**
     * @param known the journey that it turned out to be on
     * @return the same stanza on that journey
     */
    public Travelling on(Journey known) {
        return known.equals(journey) ? this : new Travelling(stanza, known, stamp);
    }

    /** @return the time by which copies are known, in milliseconds: for a copy what it states itself; null where it is not known */
    @Nullable Long time() {
        Instant time = copy() ? stanza.delayedSince() : stamp;
        return time == null ? null : Long.valueOf(time.toEpochMilli());
    }

    /** @return whether its look alone tells it from all others: it proposes a call that has an id, or asks for a subscription */
    boolean unique() {
        return stanza.call() != null && !stanza.call().isEmpty() || request();
    }

    /** @return whether it asks for a subscription: the same again is the same until the device is back */
    boolean request() {
        return stanza.kind() == Stanza.Kind.PRESENCE;
    }

    /**
     * @return whether a stanza that looks alike may be the same though neither journey nor time say so: it has an id, so that it may have
     *     been sent again, or a thread of its own stores it, of which it can only be known that it was on its way before
     */
    boolean again() {
        return !copy() && (stanza.fingerprint().identified() || journey != null && journey.origin() == Origin.STORED);
    }
}
