package org.jivesoftware.openfire.plugin.cloudnotify.notification;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushHistory;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Composer;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Grace;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.Outbox;
import org.jivesoftware.openfire.plugin.cloudnotify.outbox.OutboxStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceEvents;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.KnownNames;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Stanza;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** A whole notification room with fake time, one user with two devices, and what it published and decided. */
final class NotificationRoom implements Journal, Lanes, PropertySource {

    static final String USER = "user";
    static final Registration PHONE = registration("phone");
    static final Registration TABLET = registration("tablet");

    final FakeScheduler time = new FakeScheduler();
    final Map<String, String> properties = new HashMap<>();
    final Set<String> discreet = new HashSet<>();
    final Set<String> strangers = new HashSet<>();
    final Set<String> locked = new HashSet<>();
    final List<Push> pushed = new ArrayList<>();
    final List<Decision> decisions = new ArrayList<>();
    final List<Registration> stored = new ArrayList<>(List.of(PHONE, TABLET));
    final Deque<Runnable> queued = new ArrayDeque<>();
    final StanzaReader reader = new StanzaReader("example.org");
    final Registrations registrations;
    final Notifier notifier;
    final KnownNames names = new KnownNames("example.org");
    final Outbox outbox;
    PushReview review = PushReview.NONE;
    /** Whether the user blocks who sends, as the database says, and as memory does. */
    boolean blocks;
    boolean blocksInMemory;
    /** Who is back, though nobody was told yet. */
    RegistrationKey back;
    /** What services answer. */
    Reply reply = Reply.of(new IQ(IQ.Type.result), true);
    boolean databaseDown;
    private boolean inHurry;
    boolean lanesFull;
    private final List<Consumer<String>> propertyListeners = new ArrayList<>();
    private final Settings settings = new Settings(this);
    private long journeys;

    NotificationRoom() {
        registrations = TestRegistrations.of(new Store(), settings, time.clock(), 100);
        // Its services answer at once, so that nothing but time matters here.
        Courier courier = new Courier(registrations, settings, new FakeTransport((push, answer) -> {
            pushed.add(push);
            answer.accept(reply);
        }), this, this, new WithoutUpkeep(time), user -> false, new DeviceEvents(), new ServiceEvents());
        PushHistory history = new PushHistory(10_000, time::nanos, Runnable::run);
        Composer composer = new Composer(settings, discreet::contains);
        outbox = new Outbox(registrations, settings, this, time, this, history, composer, courier, key -> key.equals(back),
            OutboxStore.NONE, Grace.NONE);
        PushReview reviews = new PushReview() {
            @Override
            public Optional<Push> review(Push draft) {
                return review.review(draft);
            }

            @Override
            public boolean any() {
                return review.any();
            }
        };
        notifier = new Notifier(registrations, settings, this, time, this, "example.org", locked::contains,
            new Filters(new AppFeatures(), (user, sender) -> strangers.contains(sender.toBareJID()), names), reviews, history, composer,
            key -> key.equals(back), (user, stanza) -> mayWait() ? blocks : blocksInMemory, outbox);
        registrations.addListener(outbox);
        registrations.addListener(notifier);
        outbox.start(notifier);
    }

    static Registration registration(String resource) {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        return new Registration(new RegistrationKey(USER, new JID("push.example.com"), resource), null, resource, null, then, then,
            Health.GOOD);
    }

    /** A chat message without an id. */
    Stanza chat(String text) {
        return read("<body>" + text + "</body>");
    }

    Stanza read(String children) {
        return reader.read(Xml.chat(children));
    }

    private Travelling travelling(Stanza stanza) {
        return stanza == null ? null : new Travelling(stanza, new Journey(++journeys, Origin.TRACED));
    }

    Occasion occasion(Trigger trigger, Stanza stanza) {
        return new Occasion(trigger, USER, travelling(stanza), Occasion.ALL);
    }

    Occasion only(Registration registration, Trigger trigger, Stanza stanza) {
        return new Occasion(trigger, USER, travelling(stanza), each -> each.key().equals(registration.key()));
    }

    /** Every device is told of it. */
    void due(Trigger trigger, Stanza stanza) {
        notifier.due(occasion(trigger, stanza));
    }

    /** The phone alone is told of it. */
    void duePhone(Trigger trigger, Stanza stanza) {
        notifier.due(only(PHONE, trigger, stanza));
    }

    List<Outcome> outcomes() {
        return decisions.stream().map(Decision::outcome).toList();
    }

    void forgetWhatHappened() {
        pushed.clear();
        decisions.clear();
    }

    void setting(String name, String value) {
        set(Settings.PREFIX + name, value);
    }

    @Override
    public void decided(Decision decision) {
        // Delivery is who says that.
        if (decision.outcome() != Outcome.PUSHED) {
            decisions.add(decision);
        }
    }

    @Override
    public void answered(Answer answer) {
        // Not this room's business.
    }

    @Override
    public boolean execute(String username, Runnable work) {
        if (lanesFull) {
            return false;
        }
        work.run();
        return true;
    }

    @Override
    public void withoutWaiting(Runnable work) {
        inHurry = true;
        work.run();
        inHurry = false;
    }

    @Override
    public boolean mayWait() {
        return !inHurry;
    }

    @Override
    public String get(String name) {
        return properties.get(name);
    }

    @Override
    public void set(String name, String value) {
        properties.put(name, value);
        propertyListeners.forEach(listener -> listener.accept(name));
    }

    @Override
    public AutoCloseable onChange(Consumer<String> listener) {
        propertyListeners.add(listener);
        return () -> propertyListeners.remove(listener);
    }

    /** The table, as far as this room asks for it. */
    private final class Store implements RegistrationStore {

        @Override
        public List<Registration> load(String username) throws StoreException {
            check();
            return stored.stream().filter(each -> each.username().equals(username)).toList();
        }

        @Override
        public void delete(List<RegistrationKey> keys) throws StoreException {
            check();
            stored.removeIf(each -> keys.contains(each.key()));
        }

        @Override
        public boolean saveHealth(RegistrationKey key, Health before, Health health) {
            stored.replaceAll(each -> each.key().equals(key) ? each.with(health) : each);
            return true;
        }

        @Override
        public void save(Registration registration, List<RegistrationKey> evicted) {
            stored.add(registration);
        }

        @Override
        public void deleteUser(String username) {
            stored.clear();
        }

        @Override
        public void savePushed(Map<RegistrationKey, Instant> pushedAt) {
            throw new AssertionError("Not this room's business");
        }

        @Override
        public void saveUsed(Map<RegistrationKey, Instant> used) {
            throw new AssertionError("Not this room's business");
        }

        @Override
        public Map<RegistrationKey, Instant> lastUsed(List<RegistrationKey> keys) {
            return Map.of();
        }

        @Override
        public List<Registration> disabledBefore(Instant before, Registration after, int limit) {
            return List.of();
        }

        @Override
        public List<RegistrationKey> deleteDisabled(List<RegistrationKey> keys, Instant before) {
            return List.of();
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }

        private void check() throws StoreException {
            if (databaseDown) {
                throw new StoreException("down in this test", null);
            }
        }
    }
}
