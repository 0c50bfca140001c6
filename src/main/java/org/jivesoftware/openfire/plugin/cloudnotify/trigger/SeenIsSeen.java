package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionListener;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device has acknowledged is no reason to push to it any more, whichever way a copy comes later (docs/behaviour.md §2, "Seen is
 * seen"): the session of another device times out and its queue is routed again, stored or archived. So it counts as pushed, here and on
 * the other nodes of a cluster. IQs and presences are never sent again by the server. Calls push to every device as soon as they are
 * routed, also to one that acknowledges faster than that.
 */
public final class SeenIsSeen implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(SeenIsSeen.class);

    private final Registrations registrations;
    private final PushHistory history;
    private final Clock clock;

    /**
     * @param registrations tells which devices there are
     * @param history what was pushed
     * @param clock the time
     */
    public SeenIsSeen(Registrations registrations, PushHistory history, Clock clock) {
        this.registrations = Objects.requireNonNull(registrations);
        this.history = Objects.requireNonNull(history);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public void seen(Waiting acknowledged) {
        if (acknowledged.stanza().kind() != Stanza.Kind.MESSAGE || CallTrigger.isCall(acknowledged.stanza())) {
            return;
        }
        try {
            Instant now = clock.instant();
            for (Registration registration : registrations.of(acknowledged.username())) {
                if (acknowledged.binding().test(registration)) {
                    history.seen(registration.key(), acknowledged.travelling(), now);
                }
            }
        } catch (StoreException e) {
            LOG.debug("What user {} has seen may be pushed once more: {}", acknowledged.username(), e.getMessage());
        }
    }
}
