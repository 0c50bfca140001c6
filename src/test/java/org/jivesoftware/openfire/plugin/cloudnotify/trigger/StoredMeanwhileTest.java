package org.jivesoftware.openfire.plugin.cloudnotify.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Downtime.Gap;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.session.SessionTracker;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Who has something stored since the stop is found by pages, and woken not faster than devices can come back. */
class StoredMeanwhileTest implements OfflineStore {

    private static final Instant STOPPED = Instant.parse("2026-11-23T09:00:00Z");
    private static final Gap GAP = new Gap(STOPPED, STOPPED.plusSeconds(600));
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Message MESSAGE = Xml.chat("<body>Hi</body>");

    /** What was decided. */
    private record Told(String username, int news, int others, int unseen) {
    }

    private final FakeScheduler time = new FakeScheduler();
    private final QueuedLanes lanes = new QueuedLanes();
    private final RegistrationSearch search = mock(RegistrationSearch.class, withSettings().stubOnly());
    private final SessionTracker sessions = mock(SessionTracker.class, withSettings().stubOnly());
    private final List<Registration> rows = new ArrayList<>();
    private final Map<String, List<Stored>> stored = new TreeMap<>();
    private final List<Told> told = new ArrayList<>();
    private final List<Occasion> occasions = new ArrayList<>();
    private boolean tableDown;
    private boolean registrationsDown;
    private int questions;
    private long journeys;
    private final StoredMeanwhile meanwhile = new StoredMeanwhile(search, this, new StanzaReader("example.org"),
        () -> new Journey(++journeys, Journey.Origin.STORED), sessions, (username, news, others, unseen) -> {
            if (registrationsDown) {
                throw new StoreException("down in this test", null);
            }
            told.add(new Told(username, news.size(), others.size(), unseen));
            occasions.addAll(news);
        }, lanes, time);

    @BeforeEach
    void pages() throws StoreException {
        when(sessions.sessions(anyString())).thenReturn(List.of());
        when(search.find(any())).thenAnswer(call -> {
            RegistrationSearch.Query query = call.getArgument(0);
            int from = query.cursor() == null ? 0 : Integer.parseInt(query.cursor());
            int to = Math.min(rows.size(), from + query.size());
            return new RegistrationSearch.Page(rows.subList(from, to).stream().map(row -> new RegistrationSearch.Row(row, null)).toList(),
                to < rows.size() ? String.valueOf(to) : null, null);
        });
    }

    @Override
    public Set<String> waitingSince(Collection<String> usernames, Gap gap) throws StoreException {
        questions++;
        if (tableDown) {
            throw new StoreException("down in this test", null);
        }
        Set<String> found = new HashSet<>(usernames);
        found.removeIf(username -> stored.getOrDefault(username, List.of()).stream().noneMatch(each -> gap.contains(each.time())));
        return found;
    }

    @Override
    public List<Stored> of(String username) {
        return stored.getOrDefault(username, List.of());
    }

    private void user(String username, int devices, Instant... times) {
        for (int i = 0; i < devices; i++) {
            rows.add(new Registration(new RegistrationKey(username, new JID("push.example.com"), "n" + i), null, "r", null,
                Instant.EPOCH, Instant.EPOCH, Health.GOOD));
        }
        List<Stored> messages = new ArrayList<>();
        for (Instant each : times) {
            messages.add(new Stored(MESSAGE, each));
        }
        stored.put(username, messages);
    }

    @Test
    void whatWasStoredSinceIsTheNewsAndTheRestCounts() {
        user("alice", 2, STOPPED.minusSeconds(10), STOPPED.plusSeconds(1), STOPPED.plusSeconds(2));
        user("bob", 1, STOPPED.minusSeconds(10));
        user("carol", 1);
        meanwhile.begin(GAP);
        time.pass(A_MINUTE);
        assertEquals(List.of(new Told("alice", 2, 1, 0)), told);
        assertEquals(1, questions);
        assertEquals(STOPPED.plusSeconds(1), occasions.get(0).travelling().stamp(), "by which it is known");
    }

    /** It may have been pushed at another time than it was stored. */
    @Test
    void ofTheLastMomentInWhichThePluginRanTheTimeInTheStoreSaysNothing() {
        user("alice", 1);
        Instant queued = GAP.from().minusSeconds(30);
        Instant last = GAP.from().plusMillis(1_500);
        Instant later = GAP.from().plusMillis(2_500);
        stored.put("alice", List.of(stored(last, last), stored(last, queued), stored(last, last.truncatedTo(ChronoUnit.SECONDS)),
            stored(later, later)));
        meanwhile.begin(GAP);
        assertEquals(List.of(false, true, false, true), occasions.stream().map(each -> each.travelling().copy()).toList());
    }

    private static Stored stored(Instant time, Instant stamp) {
        return new Stored(Xml.chat("<body>Hi</body><delay xmlns='urn:xmpp:delay' from='example.org' stamp='" + stamp + "'/>"), time);
    }

    @Test
    void whatWasFetchedMeanwhileIsNotPushed() {
        user("alice", 1, STOPPED.plusSeconds(1));
        user("bob", 1, STOPPED.plusSeconds(1));
        lanes.hold();
        meanwhile.begin(GAP);
        stored.remove("alice");
        lanes.release();
        assertEquals(List.of(new Told("bob", 1, 0, 0)), told);
    }

    @Test
    void whatIsNoReasonToPushIsNone() {
        user("alice", 1, STOPPED.plusSeconds(1));
        stored.put("alice", List.of(new Stored(Xml.chat("<body>Hi</body><no-store xmlns='urn:xmpp:hints'/>"), STOPPED.plusSeconds(1))));
        meanwhile.begin(GAP);
        assertEquals(List.of(new Told("alice", 0, 0, 0)), told);
    }

    @Test
    void ofVeryMuchTheNewestIsLookedAtAndAllCounts() {
        Instant[] times = new Instant[StoredMeanwhile.LOOKED_AT + 10];
        for (int i = 0; i < times.length; i++) {
            times[i] = STOPPED.plusMillis(i);
        }
        user("alice", 1, times);
        meanwhile.begin(GAP);
        assertEquals(List.of(new Told("alice", StoredMeanwhile.LOOKED_AT, 0, 10)), told);
    }

    @Test
    void noMoreDevicesAreWokenInAMinuteThanTheDocumentsSay() {
        int users = 6_500;
        for (int i = 0; i < users; i++) {
            user(String.format("user%05d", i), 1, STOPPED.plusSeconds(1));
        }
        meanwhile.begin(GAP);
        int before = 0;
        int minutes = 0;
        while (told.size() < users && minutes < 100) {
            time.pass(A_MINUTE);
            minutes++;
            assertTrue(told.size() - before <= StoredMeanwhile.DEVICES_A_MINUTE + StoredMeanwhile.PAGE, "in minute " + minutes);
            before = told.size();
        }
        assertEquals(users, told.stream().map(Told::username).distinct().count());
        assertEquals(users, told.size());
        assertEquals(3, minutes);
    }

    @Test
    void whoHasRegistrationsOnTwoPagesIsToldOnce() {
        user("alice", StoredMeanwhile.PAGE - 1, STOPPED.plusSeconds(1));
        user("bob", 3, STOPPED.plusSeconds(1));
        user("carol", 1, STOPPED.plusSeconds(1));
        meanwhile.begin(GAP);
        time.pass(A_MINUTE);
        assertEquals(List.of("alice", "bob", "carol"), told.stream().map(Told::username).sorted().toList());
    }

    @Test
    void aDatabaseThatIsDownIsAskedAgain() {
        user("alice", 1, STOPPED.plusSeconds(1));
        tableDown = true;
        meanwhile.begin(GAP);
        assertEquals(List.of(), told);
        tableDown = false;
        registrationsDown = true;
        time.pass(StoredMeanwhile.AGAIN);
        assertEquals(List.of(), told);
        registrationsDown = false;
        time.pass(StoredMeanwhile.AGAIN);
        assertEquals(List.of(new Told("alice", 1, 0, 0)), told);
        time.pass(Duration.ofHours(1));
        assertEquals(1, told.size());
        assertEquals(0, time.waiting());
    }

    @Test
    void itGivesUpInTheEnd() {
        user("alice", 1, STOPPED.plusSeconds(1));
        tableDown = true;
        meanwhile.begin(GAP);
        time.pass(Duration.ofDays(1));
        assertEquals(0, time.waiting());
    }
}
