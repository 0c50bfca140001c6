package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.PubsubTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Decider;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Grace;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.OutboxStore;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Undecided;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** The delivery room with everything around it faked: time, database, services. */
public final class DeliveryRig {

    public static final JID SERVICE = new JID("push.example.org");

    public final FakeScheduler time = new FakeScheduler();
    public final FakeStore store = new FakeStore();
    public final FakeRouter router = new FakeRouter(time);
    public final List<Decision> decisions = Collections.synchronizedList(new ArrayList<>());
    public final Set<String> discreet = new HashSet<>();
    /** Local parts of locked accounts. */
    public final Set<String> locked = new HashSet<>();
    public final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    public final Settings settings = new Settings(new Properties());
    public final QueuedLanes lanes = new QueuedLanes();
    public Registrations registrations;
    public Courier courier;
    public Outbox outbox;
    public DeviceEvents devices;
    /** Where what waits is kept over a restart. */
    public OutboxStore kept = OutboxStore.NONE;
    /** When users were at another device, in nanoseconds of {@link #time}, or null. */
    public Long usedAt;
    /** For how long pushes wait then. */
    public Duration grace = Duration.ZERO;
    /** The same as apps want it. */
    public Duration graceOfApp = Duration.ZERO;
    /** Who is back, though nobody was told yet. */
    public RegistrationKey back;
    private final Map<RegistrationKey, Integer> counts = new HashMap<>();

    public DeliveryRig() {
        set(Settings.MERGE_WINDOW, 0);
        restart();
    }

    /** What a restart of the server leaves: the database. */
    public void restart() {
        registrations = TestRegistrations.of(store, settings, time.clock(), 1_000);
        devices = new DeviceEvents();
        Journal journal = new Journal() {
            @Override
            public void decided(Decision decision) {
                decisions.add(decision);
            }

            @Override
            public void answered(Answer answer) {
                answers.add(answer);
            }
        };
        courier = new Courier(registrations, settings, new PubsubTransport(new JID("chat.example"), router), journal, lanes, time,
            locked::contains, devices, new ServiceEvents());
        outbox = new Outbox(registrations, settings, lanes, time, journal, new PushHistory(10_000, time::nanos, Runnable::run),
            new Composer(settings, discreet::contains), courier, key -> key.equals(back), kept,
            new Grace(registration -> usedAt == null ? null : Duration.ofNanos(time.nanos() - usedAt), user -> grace,
                registration -> graceOfApp));
        registrations.addListener(outbox);
        devices.addListener(outbox);
        outbox.start(new Decider() {
            @Override
            public boolean decide(Undecided undecided) {
                throw new AssertionError("Everything is decided here");
            }

            @Override
            public void lost(Undecided undecided) {
                throw new AssertionError("Everything is decided here");
            }
        });
        outbox.keep();
    }

    public RegistrationKey enable(String username) {
        return enable(username, SERVICE, "node-" + username);
    }

    public RegistrationKey enable(String username, JID service, String node) {
        RegistrationKey key = new RegistrationKey(username, service, node);
        try {
            registrations.enable(key, null, null, "phone", null);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
        return key;
    }

    /** Something to push: to whom, why, and how many messages there are by then. */
    public record Message(RegistrationKey key, Cause cause, int count) {
    }

    public static Message message(RegistrationKey key, int count) {
        return new Message(key, cause(false, null), count);
    }

    public static Message hibernated(RegistrationKey key) {
        return new Message(key, new Cause(Trigger.HIBERNATED, true), 1);
    }

    public static Message withContent(RegistrationKey key, int count, String body) {
        return new Message(key, cause(false, new Content("a@b", body)), count);
    }

    public static Message call(RegistrationKey key) {
        return new Message(key, cause(true, null), 1);
    }

    public static Cause cause(boolean call, Content content) {
        return new Cause(call ? Trigger.CALL : Trigger.OFFLINE, call, true, 0, 0, content, List.of(), List.of(), "a…@b");
    }

    /** Sends as the notification room does; there is no merge window here, so that each goes out. */
    public void send(Message message) {
        lanes.execute(message.key().username(), () -> sendInLane(message));
    }

    /** The same where the registration is known. */
    public void send(Registration registration, Message message) {
        lanes.execute(message.key().username(), () -> outbox.offer(registration, counting(message), false));
    }

    private Cause counting(Message message) {
        int before = counts.getOrDefault(message.key(), 0);
        counts.put(message.key(), Math.max(before, message.count()));
        Cause cause = message.cause();
        return new Cause(cause.trigger(), cause.call(), true, Math.max(0, message.count() - before), 0, cause.content(), List.of(),
            List.of(), cause.sender());
    }

    private void sendInLane(Message message) {
        Cause cause = counting(message);
        try {
            Registration registration = registrations.get(message.key());
            if (registration == null) {
                decisions.add(new Decision(time.clock().instant(), message.key().username(), message.key(), cause.trigger(),
                    Outcome.UNREGISTERED, null, null, null));
            } else {
                outbox.offer(registration, cause, false);
            }
        } catch (StoreException e) {
            outbox.overloaded(message.key(), cause);
        }
    }

    public void send(RegistrationKey key) {
        send(message(key, 1));
    }

    /** Sends to it so often, one after the other. */
    public void sendTimes(RegistrationKey key, int times) {
        for (int i = 0; i < times; i++) {
            send(key);
        }
    }

    /** Every push is answered so from now on. */
    public void answer(Reply reply) {
        router.service(push -> reply);
    }

    /** @return one of alice's, which its service disabled, since its device is gone */
    public RegistrationKey disabled() {
        RegistrationKey key = enable("alice");
        answer(error("gone", "cancel"));
        sendTimes(key, 3);
        if (!health(key).disabled()) {
            throw new IllegalStateException("It is not disabled");
        }
        return key;
    }

    /** Lets time pass. */
    public void pass(Duration total) {
        time.pass(total);
    }

    public Health health(RegistrationKey key) {
        return store.row(key).health();
    }

    public Outcome lastOutcome() {
        return decisions.get(decisions.size() - 1).outcome();
    }

    public <T> void set(Setting<T> setting, T value) {
        settings.set(setting, value);
    }

    public static Reply error(String condition, String type) {
        IQ iq = new IQ(IQ.Type.error, "x");
        iq.getElement().addElement("error").addAttribute("type", type)
            .addElement(condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
        return Reply.of(iq, true);
    }

    /** What the own server says in the name of a service that is not connected. */
    public static Reply away() {
        IQ iq = new IQ(IQ.Type.error, "x");
        iq.getElement().addElement("error").addAttribute("type", "cancel")
            .addElement("service-unavailable", "urn:ietf:params:xml:ns:xmpp-stanzas");
        return Reply.of(iq, false);
    }

    private static final class Properties implements PropertySource {

        private final Map<String, String> values = new ConcurrentHashMap<>();

        @Override
        public String get(String name) {
            return values.get(name);
        }

        @Override
        public void set(String name, String value) {
            values.put(name, value);
        }

        @Override
        public AutoCloseable onChange(Consumer<String> listener) {
            return () -> { };
        }
    }
}
