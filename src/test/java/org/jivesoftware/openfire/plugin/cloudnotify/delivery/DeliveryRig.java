package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.QueuedLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.TestRegistrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** The delivery room with everything around it faked: time, database, services. */
final class DeliveryRig {

    static final JID SERVICE = new JID("push.example.org");

    final FakeScheduler time = new FakeScheduler();
    final FakeStore store = new FakeStore();
    final FakeRouter router = new FakeRouter(time);
    final List<Decision> decisions = Collections.synchronizedList(new ArrayList<>());
    final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    final Settings settings = new Settings(new Properties());
    final QueuedLanes lanes = new QueuedLanes();
    Registrations registrations;
    Courier courier;
    DeviceEvents devices;
    /** Who is back, though nobody was told yet. */
    RegistrationKey back;

    DeliveryRig() {
        restart();
    }

    /** What a restart of the server leaves: the database. */
    void restart() {
        registrations = TestRegistrations.of(store, settings, time.clock(), 1_000);
        devices = new DeviceEvents();
        courier = new Courier(new JID("chat.example"), registrations, settings, router, new Journal() {
            @Override
            public void decided(Decision decision) {
                decisions.add(decision);
            }

            @Override
            public void answered(Answer answer) {
                answers.add(answer);
            }
        }, lanes, time, key -> key.equals(back), devices);
    }

    RegistrationKey enable(String username) {
        return enable(username, SERVICE, "node-" + username);
    }

    RegistrationKey enable(String username, JID service, String node) {
        RegistrationKey key = new RegistrationKey(username, service, node);
        try {
            registrations.enable(key, null, null, "phone", null);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
        return key;
    }

    static Notification message(RegistrationKey key, int count) {
        return new Notification(key, Trigger.OFFLINE, new Summary(count, null, null, "New Message!"), true, false, List.of(), null);
    }

    static Notification hibernated(RegistrationKey key) {
        return new Notification(key, Trigger.HIBERNATED, new Summary(1, null, null, "New Message!"), true, false, List.of(), null);
    }

    static Notification withContent(RegistrationKey key, int count, String body) {
        return new Notification(key, Trigger.OFFLINE, new Summary(count, null, "a@b", body), true, true, List.of(), "a…@b");
    }

    static Notification call(RegistrationKey key) {
        return new Notification(key, Trigger.CALL, new Summary(1, null, null, "New Message!"), true, false, List.of(), null);
    }

    /** Sends as the notification room does. */
    void send(Notification notification) {
        lanes.execute(notification.key().username(), () -> courier.send(notification));
    }

    void send(RegistrationKey key) {
        send(message(key, 1));
    }

    /** Lets time pass. */
    void pass(Duration total) {
        time.pass(total);
    }

    Health health(RegistrationKey key) {
        return store.row(key).health();
    }

    Outcome lastOutcome() {
        return decisions.get(decisions.size() - 1).outcome();
    }

    <T> void set(Setting<T> setting, T value) {
        settings.set(setting, value);
    }

    static Reply error(String condition, String type) {
        IQ iq = new IQ(IQ.Type.error, "x");
        iq.getElement().addElement("error").addAttribute("type", type)
            .addElement(condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
        return Reply.of(iq, true);
    }

    /** What the own server says in the name of a service that is not connected. */
    static Reply away() {
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
