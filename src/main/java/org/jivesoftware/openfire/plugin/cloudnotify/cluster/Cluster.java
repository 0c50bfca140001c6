package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.cluster.ClusterMessage.Matter;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes what happens here, and draws the consequences of what happens there; see the package. Where there is no cluster,
 * all of it costs a look at a flag. Thread-safe.
 */
public final class Cluster implements RegistrationListener, DeviceListener, AutoCloseable {

    /** Each cached user is read anew after this many of {@link #HEALING} at the latest. */
    static final int PARTS = 10;
    static final Duration HEALING = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final Duration BUSY = Duration.ofMillis(500);

    private final ClusterTransport transport;
    private final Registrations registrations;
    private final Lanes lanes;
    private final Scheduler scheduler;
    private final DeviceEvents devices;
    private final ServiceNews services;
    private final PushHistory history;
    private final Predicate<String> available;
    private final Members members = new Members();
    private final Questions questions;
    private final Post post;
    private final Meetings meetings;
    private final AtomicLong serials = new AtomicLong();
    private int turn;

    /**
     * @param transport the way to the others
     * @param registrations whose cache follows changes elsewhere
     * @param lanes the worker threads
     * @param scheduler time
     * @param devices is told of devices what other nodes tell, and tells what to tell them
     * @param services the same, for push services
     * @param history the same, for what was pushed
     * @param available whether a session of a user is connected at this node, and available; from memory
     * @param version the plugin's version
     */
    public Cluster(ClusterTransport transport, Registrations registrations, Lanes lanes, Scheduler scheduler, DeviceEvents devices,
                   ServiceEvents services, PushHistory history, Predicate<String> available, String version) {
        this.transport = Objects.requireNonNull(transport);
        this.registrations = Objects.requireNonNull(registrations);
        this.lanes = Objects.requireNonNull(lanes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.devices = Objects.requireNonNull(devices);
        this.services = new ServiceNews(services, this::tell);
        this.history = Objects.requireNonNull(history);
        this.available = Objects.requireNonNull(available);
        Member self = new Member(ThreadLocalRandom.current().nextLong(), version);
        this.questions = new Questions(scheduler, members);
        this.post = new Post(transport, members, self, scheduler);
        this.meetings = new Meetings(transport, registrations, devices, this.services, self, members, questions, post);
    }

    /** Begins to tell and to listen. */
    public void start() {
        registrations.addListener(this);
        devices.addListener(this);
        services.start();
        history.addListener(push -> tell(new ClusterMessage.Seen(push)));
        transport.start(this::received, meetings::membersChanged);
        scheduler.every(HEALING, this::heal);
        meetings.membersChanged();
    }

    /** Says goodbye. What waited for other nodes waits no longer. */
    @Override
    public void close() {
        meetings.close();
        questions.close();
        if (transport.clustered()) {
            transport.perform(() -> {
                transport.withdraw();
                post.sendNow(List.of(new ClusterMessage.Goodbye()));
            });
        }
    }

    @Override
    public void changed(String username) {
        tell(new ClusterMessage.Changed(username));
    }

    @Override
    public void removed(Registration registration) {
        tell(new ClusterMessage.Removed(registration.key()));
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

    @Override
    public void counted(RegistrationKey key, int more, int total, Where where) {
        if (where == Where.HERE) {
            tell(new ClusterMessage.Counted(key, more, total, serials.incrementAndGet()));
        }
    }

    @Override
    public void uncounted(RegistrationKey key, int less, Where where) {
        if (where == Where.HERE) {
            tell(new ClusterMessage.Uncounted(key, less, serials.incrementAndGet()));
        }
    }

    @Override
    public void read(String username, String chat, @Nullable String upTo, Where where) {
        if (where == Where.HERE) {
            tell(new ClusterMessage.Read(username, chat, upTo == null ? "" : upTo, serials.incrementAndGet()));
        }
    }

    @Override
    public void attended(String username, String resource, Where where) {
        if (where == Where.HERE) {
            tell(new ClusterMessage.Attended(username, resource));
        }
    }

    private void tell(ClusterMessage message) {
        if (transport.clustered()) {
            post.add(message);
        }
    }

    /**
     * Leaves calls to the node that routes them: it pushes them to all devices, and a second node, which has the session that a call
     * waits in, could not know of it in time.
     *
     * @param next takes occasions
     * @return takes occasions of whoever does not route calls, and hands on those that are this node's
     */
    public Consumer<Occasion> ofThisNode(Consumer<Occasion> next) {
        return occasion -> {
            boolean call = occasion.stanza() != null && occasion.stanza().call() != null;
            if (!call || !transport.clustered()) {
                next.accept(occasion);
            }
        };
    }

    /**
     * Does something as soon as every node goes by the registrations that a user has now; where there is no cluster, at once. A node that
     * does not answer within a second is not waited for: it reads them anew in a few minutes at the latest.
     *
     * @param username whose registrations may have changed
     * @param then what to do, once; on the calling thread or on the user's lane
     */
    public void whenKnown(String username, Runnable then) {
        if (transport.clustered()) {
            // After all that the change has caused on the lane, so that the others hear of that first.
            onLane(username, () -> ask(Matter.CHANGED, username, yes -> then.run()));
        } else {
            then.run();
        }
    }

    /**
     * Asks the other nodes whether somebody is there.
     *
     * @param username who
     * @param then is told whether a session of the user is connected at another node and available, once; on the calling thread or on
     *     the user's lane. A node that does not answer within a second has none. Not null
     */
    public void availableElsewhere(String username, Consumer<Boolean> then) {
        ask(Matter.AVAILABLE, username, then);
    }

    private void ask(Matter what, String username, Consumer<Boolean> then) {
        Set<String> others = transport.clustered() ? members.answering() : Set.<String>of();
        long id = others.isEmpty() ? 0 : questions.ask(others, what == Matter.AVAILABLE, yes -> onLane(username, () -> then.accept(yes)));
        if (id == 0) {
            then.accept(false);
            return;
        }
        post.askSoon(others, new ClusterMessage.Question(id, what, username));
    }

    /** What has to be done is done late rather than never. */
    private void onLane(String username, Runnable work) {
        if (!lanes.execute(username, work)) {
            scheduler.after(BUSY, () -> onLane(username, work));
        }
    }

    private void received(byte[] mail, boolean old) {
        try {
            List<ClusterMessage> messages = ClusterMail.read(mail);
            ClusterMessage.From from = !messages.isEmpty() && messages.get(0) instanceof ClusterMessage.From writer ? writer : null;
            if (old && from != null) {
                // It comes the other way, too.
                return;
            }
            if (from == null) {
                post.heardOld();
            } else if (messages.contains(new ClusterMessage.Goodbye())) {
                meetings.left(from.node());
                return;
            } else {
                meetings.heard(from.node(), from.member());
            }
            messages.forEach(message -> received(from == null ? null : from.node(), message));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Mail of another cluster node cannot be read", e);
        }
    }

    private void received(@Nullable String node, ClusterMessage message) {
        if (message instanceof ClusterMessage.Changed changed) {
            onLane(changed.username(), () -> registrations.forget(changed.username()));
        } else if (message instanceof ClusterMessage.Removed removed) {
            devices.removedElsewhere(removed.key());
        } else if (message instanceof ClusterMessage.Online online) {
            devices.returned(online.key(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Pushed pushed) {
            devices.pushed(pushed.key(), true, Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Counted counted) {
            devices.counted(counted.key(), counted.more(), counted.total(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Uncounted uncounted) {
            devices.uncounted(uncounted.key(), uncounted.less(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Read read) {
            devices.read(read.username(), read.chat(), read.upTo().isEmpty() ? null : read.upTo(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Attended attended) {
            devices.attended(attended.username(), attended.resource(), Where.ELSEWHERE);
        } else if (message instanceof ClusterMessage.Seen seen) {
            history.mark(seen.push());
        } else if (message instanceof ClusterMessage.EverythingChanged) {
            registrations.forgetPart(0, 1);
        } else if (node != null && message instanceof ClusterMessage.Question question) {
            asked(node, question);
        } else if (node != null && message instanceof ClusterMessage.Answer answer) {
            questions.answered(node, answer);
        } else {
            services.received(message);
        }
    }

    private void asked(String node, ClusterMessage.Question question) {
        if (question.what() == Matter.AVAILABLE) {
            answer(node, question, available.test(question.username()));
        } else {
            // On the lane: what was begun with the old registrations is done before.
            onLane(question.username(), () -> {
                registrations.forget(question.username());
                answer(node, question, true);
            });
        }
    }

    private void answer(String node, ClusterMessage.Question question, boolean yes) {
        post.sendSoon(Set.of(node), new ClusterMessage.Answer(question.id(), yes));
    }

    private void heal() {
        if (transport.clustered()) {
            registrations.forgetPart(turn, PARTS);
            turn = (turn + 1) % PARTS;
            meetings.begin();
        }
    }
}
