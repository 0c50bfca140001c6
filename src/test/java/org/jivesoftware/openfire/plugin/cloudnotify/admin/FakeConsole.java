package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ServiceFigures;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionView;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.mockito.Mockito;

/** A console whose surroundings the test holds in its hands. */
final class FakeConsole implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-23T12:34:56Z");

    final Map<String, String> properties = new ConcurrentHashMap<>();
    final List<String> audit = new ArrayList<>();
    final RegistrationSearch search = Mockito.mock(RegistrationSearch.class);
    final RegistrationActions actions = Mockito.mock(RegistrationActions.class);
    final PushServices services = Mockito.mock(PushServices.class);
    final Takeover takeover = Mockito.mock(Takeover.class);
    final Reachability reach = Mockito.mock(Reachability.class);
    final Set<String> locked = new HashSet<>();
    /** Names without an account. */
    final Set<String> strangers = new HashSet<>();
    /** The user's sessions, whoever it is. */
    final List<SessionView> sessions = new ArrayList<>();
    final Map<String, String> resources = new HashMap<>();
    final Map<RegistrationKey, HeldPush> held = new HashMap<>();
    /** What waits, by the ids of registrations. */
    final Map<String, Instant> waiting = new HashMap<>();
    boolean undecided;
    boolean lockedElsewhere;
    Integer grace;
    final List<RoomChoice> rooms = new ArrayList<>();
    final List<String> similar = new ArrayList<>();
    OfflinePolicy offline = OfflinePolicy.STORES;
    boolean databaseDown;
    /** How often names of devices were looked for. */
    int looks;
    boolean hides;
    boolean blocks;
    private final UserStanding standing = new UserStanding() {

        @Override
        public boolean exists(String username) {
            return !strangers.contains(username);
        }

        @Override
        public List<String> similar(String username) {
            return similar;
        }

        @Override
        public boolean locked(String username) {
            return locked.contains(username);
        }

        @Override
        public boolean lockedNow(String username) {
            return locked.contains(username);
        }

        @Override
        public List<String> lockedWithDevices(int most) {
            return locked.stream().limit(most).toList();
        }

        @Override
        public List<SessionView> sessions(String username) {
            return sessions;
        }

        @Override
        public int elsewhere(String username) {
            return 0;
        }

        @Override
        public boolean hides(String username) {
            return hides;
        }

        @Override
        public boolean blocks(String username) {
            return blocks;
        }

        @Override
        public OfflinePolicy offline(String username) {
            return offline;
        }

        @Override
        public List<RoomChoice> rooms(String username) {
            return rooms;
        }

        @Override
        public OfflinePolicy offline() {
            return offline;
        }

        @Override
        public Map<String, String> resources(String username) throws StoreException {
            looks++;
            if (databaseDown) {
                throw new StoreException("down", null);
            }
            return resources;
        }

        @Override
        public HeldPush held(RegistrationKey key) {
            return held.get(key);
        }

        @Override
        public List<RegistrationKey> held() {
            return List.copyOf(held.keySet());
        }

        @Override
        public Map<String, Instant> waiting() {
            return waiting;
        }

        @Override
        public boolean undecided() {
            return undecided;
        }

        @Override
        public boolean lockedElsewhere() {
            return lockedElsewhere;
        }

        @Override
        public Integer grace(String username) {
            return grace;
        }
    };
    final ActivityLog activity = new ActivityLog();
    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final Figures figures = new Figures(clock);
    final Parts parts = TestParts.all();
    Locale locale = Locale.ENGLISH;

    private final List<Consumer<String>> listeners = new ArrayList<>();
    private final Settings settings = new Settings(new PropertySource() {
        @Override
        public String get(String name) {
            return properties.get(name);
        }

        @Override
        public void set(String name, String value) {
            change(name, value);
        }

        @Override
        public AutoCloseable onChange(Consumer<String> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    });

    /** Counts at once, unless the test has it wait. */
    Executor counter = Runnable::run;
    String webPushKey;
    /** What is sent to the administrator's browser, and what its push service answers; null where web push is off. */
    final List<String> tried = new ArrayList<>();
    String browserAnswer;
    private final BrowserTrial browser = new BrowserTrial() {
        @Override
        public String knownKey() {
            return webPushKey;
        }

        @Override
        public boolean possible() {
            return browserAnswer != null;
        }

        @Override
        public CompletableFuture<String> send(String endpoint, String p256dh, String auth, String text) {
            if (!endpoint.startsWith("https://")) {
                throw new IllegalArgumentException("The endpoint is no address.");
            }
            tried.add(endpoint + "|" + p256dh + "|" + auth + "|" + text);
            return CompletableFuture.completedFuture(browserAnswer);
        }
    };

    FakeConsole() {
        try {
            Mockito.when(search.states(Mockito.any())).thenReturn(new RegistrationSearch.States(0, 0, 0, 0, 0, 0));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
        Mockito.when(services.allowed(Mockito.any())).thenReturn(true);
        Mockito.when(services.lastHour(Mockito.any())).thenReturn(ServiceFigures.Hour.NOTHING);
        ConsoleContext.open(new Console(settings, search, actions, services, reach, standing, activity, figures,
            (who, summary, details) -> audit.add(who + "|" + summary + "|" + details), messages(), () -> locale, () -> ZoneId.of("UTC"),
            clock, parts, takeover, browser, work -> counter.execute(work)));
    }

    Texts texts() {
        return new Texts(messages(), locale, ZoneOffset.UTC);
    }

    /** Changes a property as somebody else would. */
    void change(String name, String value) {
        if (value == null) {
            properties.remove(name);
        } else {
            properties.put(name, value);
        }
        listeners.forEach(listener -> listener.accept(name));
    }

    /** @return the texts as the plugin has them: the i18n folder on the class path; never null */
    static Messages messages() {
        try {
            return new BundleMessages(new URLClassLoader(new URL[] {Path.of("i18n").toUri().toURL()}, null));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ConsoleContext.close();
    }
}
