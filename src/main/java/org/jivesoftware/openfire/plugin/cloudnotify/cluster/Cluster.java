package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes what happens here, and draws the consequences of what happens there; see the package. Where there is no cluster,
 * all of it costs a look at a flag.
 *
 * <p>Messages are collected for {@link #DELAY} and sent as one mail, equal ones once. Bounded: where more than {@link #MAX_WAITING} wait,
 * changes become one "everything changed", and other news is lost. Thread-safe.
 */
public final class Cluster implements RegistrationListener, DeviceListener {

    static final Duration DELAY = Duration.ofMillis(20);
    static final int MAX_WAITING = 10_000;
    /** Each cached user is read anew after this many of {@link #HEALING} at the latest. */
    static final int PARTS = 10;
    static final Duration HEALING = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final int MAIL_SIZE = 1_000;
    private static final Duration BUSY = Duration.ofMillis(500);

    private final ClusterTransport transport;
    private final Registrations registrations;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final DeviceEvents devices;
    private final PushHistory history;
    // Guarded by itself.
    private final Set<ClusterMessage> waiting = new LinkedHashSet<>();
    private int turn;

    /**
     * @param transport the way to the others; not null
     * @param registrations whose cache follows changes elsewhere; not null
     * @param lanes the worker threads; not null
     * @param scheduler time; not null
     * @param devices is told of devices what other nodes tell, and tells what to tell them; not null
     * @param history the same, for what was pushed; not null
     */
    public Cluster(ClusterTransport transport, Registrations registrations, Lanes lanes, Scheduler scheduler, DeviceEvents devices,
                   PushHistory history) {
        this.transport = Objects.requireNonNull(transport);
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.devices = Objects.requireNonNull(devices);
        this.history = Objects.requireNonNull(history);
    }

    /** Begins to tell and to listen. */
    public void start() {
        registrations.addListener(this);
        devices.addListener(this);
        history.addListener(push -> tell(new ClusterMessage.Seen(push)));
        transport.start(this::received, () -> registrations.forgetPart(0, 1));
        scheduler.every(HEALING, this::heal);
    }

    @Override
    public void changed(String username) {
        tell(new ClusterMessage.Changed(username));
    }

    @Override
    public void returned(RegistrationKey key, Where where) {
        if (where == Where.HERE) {
            tell(new ClusterMessage.Online(key));
        }
    }

    @Override
    public void pushed(RegistrationKey key, boolean important, Where where) {
        if (important && where == Where.HERE) {
            tell(new ClusterMessage.Pushed(key));
        }
    }

    /**
     * Leaves calls to the node that routes them: it pushes them to all devices, and a second node, which has the session that a call
     * waits in, could not know of it in time.
     *
     * @param next takes occasions; not null
     * @return takes occasions of whoever does not route calls, and hands on those that are this node's; never null
     */
    public Consumer<Occasion> ofThisNode(Consumer<Occasion> next) {
        return occasion -> {
            boolean call = occasion.stanza() != null && occasion.stanza().call() != null;
            if (!call || !transport.clustered()) {
                next.accept(occasion);
            }
        };
    }

    private void tell(ClusterMessage message) {
        if (!transport.clustered()) {
            return;
        }
        synchronized (waiting) {
            if (waiting.size() >= MAX_WAITING) {
                if (message instanceof ClusterMessage.Changed) {
                    waiting.removeIf(each -> each instanceof ClusterMessage.Changed);
                    waiting.add(new ClusterMessage.EverythingChanged());
                }
                return;
            }
            if (!waiting.add(message) || waiting.size() > 1) {
                return;
            }
        }
        scheduler.after(DELAY, this::post);
    }

    private void post() {
        // Any lane will do, but not the scheduler's thread: sending may take its time.
        if (!lanes.execute("", this::send)) {
            scheduler.after(BUSY, this::post);
        }
    }

    private void send() {
        while (true) {
            List<ClusterMessage> mail = new ArrayList<>();
            synchronized (waiting) {
                Iterator<ClusterMessage> each = waiting.iterator();
                while (each.hasNext() && mail.size() < MAIL_SIZE) {
                    mail.add(each.next());
                    each.remove();
                }
            }
            if (mail.isEmpty()) {
                return;
            }
            try {
                transport.send(ClusterMail.write(mail));
            } catch (RuntimeException e) {
                LOG.warn("The other cluster nodes could not be told of {} changes; they will notice in a few minutes", mail.size(), e);
            }
        }
    }

    private void received(byte[] mail) {
        try {
            ClusterMail.read(mail).forEach(this::received);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Mail of another cluster node cannot be read", e);
        }
    }

    private void received(ClusterMessage message) {
        if (message instanceof ClusterMessage.Changed changed) {
            forget(changed.username());
        } else if (message instanceof ClusterMessage.Online online) {
            devices.returned(online.key(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Pushed pushed) {
            devices.pushed(pushed.key(), true, Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Seen seen) {
            history.mark(seen.push());
        } else {
            registrations.forgetPart(0, 1);
        }
    }

    /** On the user's lane, since it waits for whoever reads or changes that user's registrations at the moment. */
    private void forget(String username) {
        if (!lanes.execute(username, () -> registrations.forget(username))) {
            scheduler.after(BUSY, () -> forget(username));
        }
    }

    private void heal() {
        if (transport.clustered()) {
            registrations.forgetPart(turn, PARTS);
            turn = (turn + 1) % PARTS;
        }
    }
}
