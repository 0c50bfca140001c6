package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.util.Objects;
import java.util.function.LongSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
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
    private final LongSupplier numbers;
    private final CallTrigger calls;
    private final ArchiveTrigger archived;
    private final SubscriptionTrigger subscriptions;

    /**
     * @param reader reads stanzas; not null
     * @param lanes where the work is done; not null
     * @param numbers numbers the journeys of subscription requests; not null
     * @param calls is given call proposals; not null
     * @param archived is given messages while there is an archive; not null
     * @param subscriptions is given subscription requests; not null
     */
    public Routed(StanzaReader reader, Lanes lanes, LongSupplier numbers, CallTrigger calls, ArchiveTrigger archived,
                  SubscriptionTrigger subscriptions) {
        this.reader = Objects.requireNonNull(reader);
        this.lanes = Objects.requireNonNull(lanes);
        this.numbers = Objects.requireNonNull(numbers);
        this.calls = Objects.requireNonNull(calls);
        this.archived = Objects.requireNonNull(archived);
        this.subscriptions = Objects.requireNonNull(subscriptions);
    }

    /**
     * A message that is not an error was routed. Called by the thread that did.
     *
     * @param username to which user; not null
     * @param message which; not null, not changed
     * @param arrival the number of its journey
     */
    public void message(String username, Message message, long arrival) {
        boolean call = StanzaReader.proposesCall(message);
        // What a carbon is of was routed, and maybe archived, itself.
        if (call || archived.active() && !StanzaReader.carbon(message)) {
            Stanza stanza = reader.read(message);
            boolean accepted = lanes.execute(username, () -> {
                calls.routed(username, stanza, arrival);
                if (!call) {
                    archived.routed(username, stanza, arrival);
                }
            });
            if (!accepted && stanza.delayedSince() == null) {
                overloaded(username, stanza, arrival, call);
            }
        }
    }

    /**
     * Too much at once. The notifier finds the lane full, too, and keeps in mind that something is due. Not for what is delivered again:
     * only on the lane can its first journey be found, on which it was noticed.
     */
    private void overloaded(String username, Stanza stanza, long arrival, boolean call) {
        calls.overloaded(username, stanza, arrival);
        if (!call) {
            archived.overloaded(username, stanza, arrival);
        }
    }

    /**
     * A subscription request was handled. Called by the thread that did.
     *
     * @param username who was asked; not null
     * @param presence the request; not null, not changed
     */
    public void subscription(String username, Presence presence) {
        Stanza stanza = reader.read(presence);
        long arrival = numbers.getAsLong();
        if (!lanes.execute(username, () -> subscriptions.asked(username, stanza, arrival))) {
            subscriptions.overloaded(username, stanza, arrival);
        }
    }
}
