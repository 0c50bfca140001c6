package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Timer;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/**
 * Takes what was routed to users who have, or may have, registrations from the routing thread to the triggers that are interested,
 * reading it once and only where one is. Where the user's lane is full, the triggers decide on the routing thread by what is in memory:
 * nothing waits, and what is due is not lost.
 */
public final class Routed {

    private final StanzaReader reader;
    private final Lanes lanes;
    private final RequestQueue ownSignals;
    private final Supplier<Journey> journeys;
    private final Predicate<Journey> stored;
    private final CallTrigger calls;
    private final ArchiveTrigger archived;
    private final NotStored notStored;
    private final CallEndTrigger ends;
    private final AwayTrigger away;
    private final ReadTrigger reads;
    private final UseTrigger uses;
    private final SubscriptionTrigger subscriptions;

    /**
     * @param reader reads stanzas
     * @param lanes where the work is done
     * @param timer tries again where a lane is full
     * @param journeys begins those of subscription requests
     * @param stored tells, on the thread that routed it, whether the message of a journey was stored offline
     * @param calls is given call proposals
     * @param archived is given messages while there is an archive
     * @param notStored is given messages that are neither stored nor archived
     * @param ends is given what is said of calls
     * @param away is given messages to users whose apps asked for it
     * @param reads is given what users' own devices say and publish
     * @param uses is given the same
     * @param subscriptions is given subscription requests
     */
    public Routed(StanzaReader reader, Lanes lanes, Timer timer, Supplier<Journey> journeys, Predicate<Journey> stored, CallTrigger calls,
                  ArchiveTrigger archived, NotStored notStored, CallEndTrigger ends, AwayTrigger away, ReadTrigger reads,
                  UseTrigger uses, SubscriptionTrigger subscriptions) {
        this.reader = Objects.requireNonNull(reader);
        this.lanes = Objects.requireNonNull(lanes);
        this.ownSignals = new RequestQueue(lanes, timer);
        this.journeys = Objects.requireNonNull(journeys);
        this.stored = Objects.requireNonNull(stored);
        this.calls = Objects.requireNonNull(calls);
        this.archived = Objects.requireNonNull(archived);
        this.notStored = Objects.requireNonNull(notStored);
        this.ends = Objects.requireNonNull(ends);
        this.away = Objects.requireNonNull(away);
        this.reads = Objects.requireNonNull(reads);
        this.uses = Objects.requireNonNull(uses);
        this.subscriptions = Objects.requireNonNull(subscriptions);
    }

    /**
     * A message that is not an error was routed. Called by the thread that did.
     *
     * @param username to which user
     * @param message which; not changed
     * @param journey its journey
     */
    public void message(String username, Message message, Journey journey) {
        boolean call = StanzaReader.proposesCall(message);
        // What a carbon is of was routed, and maybe archived, itself; and what was stored offline every device was woken for.
        if (!call && ends.active() && StanzaReader.endsCall(message)) {
            // Its own journey: it may wake a device for another reason, too.
            Travelling signal = new Travelling(reader.read(message), journeys.get());
            lanes.execute(username, () -> ends.said(username, signal));
        }
        boolean asked = archived.active() || away.concerns(username) || notStored.concerns(username);
        if (call || asked && !StanzaReader.carbon(message) && !stored.test(journey)) {
            Travelling travelling = new Travelling(reader.read(message), journey);
            if (!lanes.execute(username, () -> routed(username, travelling, call)) && !travelling.copy()) {
                // Too much at once. The notifier finds the lane full, too, and keeps in mind that something is due. Not for what is
                // delivered again: only on the lane can its first journey be found, on which it was noticed.
                lanes.withoutWaiting(() -> routed(username, travelling, call));
            }
        }
    }

    private void routed(String username, Travelling travelling, boolean call) {
        calls.routed(username, travelling);
        if (!call) {
            if (!(archived.active() && archived.routed(username, travelling))) {
                notStored.routed(username, travelling);
            }
            away.routed(username, travelling);
        }
    }

    /**
     * A device of a user is about to say something, to whomever. Called by the thread that will route it.
     *
     * @param username whose device
     * @param resource the resource of its session, or null
     * @param message what; not changed
     */
    public void used(String username, @Nullable String resource, Message message) {
        uses.said(username, resource, message);
    }

    /**
     * A device of a user said something, to whomever. Called by the thread that routed it; of what is said in a room, before.
     *
     * @param username whose device
     * @param message what; not changed
     */
    public void said(String username, Message message) {
        reads.said(username, message);
        if (ends.active() && StanzaReader.endsCall(message)) {
            Travelling signal = new Travelling(reader.read(message), journeys.get());
            ownSignals.execute(username, () -> ends.said(username, signal));
        }
    }

    /**
     * A device of a user asks its account to publish something. Called by the thread that routes it.
     *
     * @param username whose device
     * @param resource the resource of its session, or null
     * @param request an IQ-set; not changed
     */
    public void published(String username, @Nullable String resource, IQ request) {
        uses.published(username, resource);
        reads.published(username, request);
    }

    /**
     * A subscription request was handled. Called by the thread that did.
     *
     * @param username who was asked
     * @param presence the request; not changed
     */
    public void subscription(String username, Presence presence) {
        Travelling request = new Travelling(reader.read(presence), journeys.get());
        if (!lanes.execute(username, () -> subscriptions.asked(username, request))) {
            lanes.withoutWaiting(() -> subscriptions.asked(username, request));
        }
    }
}
