package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the server's queue of what a session has not acknowledged, and how far it has come:
 *
 * <table>
 * <caption>The stages</caption>
 * <tr><th>from</th><th>to</th><th>when</th></tr>
 * <tr><td>{@code NEW}</td><td>{@code NUMBERED}</td><td>it was seen on its way, before or after; or not in time</td></tr>
 * <tr><td>{@code NEW}</td><td>{@code TOLD}</td><td>it was told of while the server held it back, before it came into the queue</td></tr>
 * <tr><td>{@code NUMBERED}</td><td>{@code TOLD}</td><td>it was told of</td></tr>
 * <tr><td>{@code TOLD}</td><td>{@code NUMBERED}</td><td>the device is back: what it leaves once more is told of once more</td></tr>
 * <tr><td>each</td><td>{@code GONE}</td><td>it is in the queue no more</td></tr>
 * </table>
 *
 * <p>Thread rule: belongs to its {@link Backlog}; {@link #gone()} only on the user's lane, too.
 */
final class QueuedStanza implements SessionState.Mark {

    /** How far it has come. */
    enum Stage {
        /** Its journey is not known yet. */
        NEW,
        /** Its journey is known. */
        NUMBERED,
        /** It was told of. */
        TOLD,
        /** It is no longer in the queue. */
        GONE
    }

    /** Longer than the margin of the time until when a plugin ran, and than it takes to end. */
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Unacked.Entry entry;
    private final Instant found;
    private final @Nullable Fingerprint fingerprint;
    private final boolean delayed;
    private final @Nullable Instant stamp;
    private Stage stage = Stage.NEW;
    /** Null in stage NEW. */
    private @Nullable Journey journey;
    /** What is to be told of: null where it never will be. */
    private @Nullable Stanza stanza;
    private boolean toldOnce;
    private boolean perhapsTold;
    /** Whether it got its journey because it was not seen on its way in time; what is seen then is this one. */
    private boolean unseen;

    QueuedStanza(Unacked.Entry entry, Instant found) {
        this.entry = entry;
        this.found = found;
        this.stanza = entry.stanza();
        this.fingerprint = stanza == null ? null : stanza.fingerprint();
        Instant delayedSince = stanza == null ? null : stanza.delayedSince();
        this.delayed = delayedSince != null;
        this.stamp = delayed ? delayedSince : entry.since();
    }

    @Override
    public boolean gone() {
        return stage == Stage.GONE;
    }

    Object mark() {
        return entry.mark();
    }

    /** @return the object that the server routes again when the session ends */
    Object original() {
        return entry.original();
    }

    /** @return when it was queued, by the server's clock */
    Instant since() {
        return entry.since();
    }

    /** @return when it was found in the queue, by the {@link SteadyClock} */
    Instant found() {
        return found;
    }

    /** @return whether it can be a reason to push */
    boolean reason() {
        return fingerprint != null;
    }

    /** @return what it looks like, of one that is a reason */
    Fingerprint look() {
        return Objects.requireNonNull(fingerprint, "No reason");
    }

    boolean looksLike(Fingerprint other) {
        return other.equals(fingerprint);
    }

    /** @return whether it says itself that it was held up */
    boolean delayed() {
        return delayed;
    }

    @Nullable Journey journey() {
        return journey;
    }

    /** @return the same, not in stage NEW */
    Journey known() {
        return Objects.requireNonNull(journey, "New");
    }

    boolean isNew() {
        return stage == Stage.NEW;
    }

    boolean unseen() {
        return unseen;
    }

    void unseen(boolean now) {
        unseen = now;
    }

    void number(Journey known) {
        journey = known;
        stage = Stage.NUMBERED;
    }

    /** @return whether it is to be told of as soon as its journey is known */
    boolean untold() {
        return stanza != null && stage.compareTo(Stage.TOLD) < 0;
    }

    boolean important() {
        return stanza != null && stanza.important();
    }

    void told() {
        stage = Stage.TOLD;
        toldOnce = true;
    }

    void tellAgain() {
        if (stage == Stage.TOLD) {
            stage = Stage.NUMBERED;
        }
    }

    /** @return whether it was said in a room, and is important */
    boolean said() {
        return stanza != null && stanza.groupchat() && stanza.important();
    }

    /** A plugin that ran before ended then: what was queued in about that moment was perhaps told of, and its look has to tell. */
    void ended(Instant then) {
        perhapsTold = since().isBefore(then.plus(ENDING));
    }

    /**
     * @return whether its journey begins here, where it was not seen on its way: what has a delay comes from the store of offline messages,
     *     or from a session that ended before this plugin ran
     */
    boolean traced() {
        return !delayed && !perhapsTold;
    }

    /** It was told of before this plugin ran. */
    void mute() {
        stanza = null;
    }

    void leave() {
        stage = Stage.GONE;
    }

    /** @return whether nobody has to look at it any more before it is acknowledged or the device is back */
    boolean settled() {
        return stage != Stage.NEW && !untold();
    }

    /** @return whether it was never told of, but could have been */
    boolean neverTold() {
        return stanza != null && !toldOnce;
    }

    /**
     * @param known the journey by which it is known
     * @return what is to be told of
     */
    Travelling on(Journey known) {
        return new Travelling(Objects.requireNonNull(stanza, "Not to be told of"), known, stamp);
    }

    /** @return whether anything is known of what it says */
    boolean says() {
        return stanza != null;
    }
}
