package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.disabled;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.options;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** What a store keeps and gives back, on any database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class StoreContract {

    private final TestDatabase database;
    private final RegistrationStore store;
    private final RegistrationSearch search;

    StoreContract(TestDatabase database) {
        this.database = database;
        this.store = new JdbcRegistrationStore(database);
        this.search = new JdbcRegistrationSearch(database);
    }

    @BeforeAll
    void create() throws SQLException {
        database.create();
    }

    @BeforeEach
    void clear() throws SQLException {
        database.clear();
    }

    private void save(Registration... registrations) throws StoreException {
        for (Registration registration : registrations) {
            store.save(registration, List.of());
        }
    }

    private Instant lastPush(RegistrationKey key) throws StoreException {
        return search.byId(key.id()).orElseThrow().lastPush();
    }

    @Test
    void everyFieldComesBack() throws StoreException {
        JID service = new JID("n\u00f6de", "push.example.org", "R \u6f22 / \u00e9");
        RegistrationKey key = new RegistrationKey("zo\u00eb\ud83d\ude80", service, "n1");
        Registration registration = new Registration(key, options("1", "2"), Samples.WISHES, "Resource \ud83d\udcf1", Samples.RECENT,
            "d4565fa7-4d72-4749-b3d3-740edbf87770", NOON, NOON.plusMillis(1), new Health(3, 2, NOON.plusMillis(2), "item-not-found"));
        save(registration);
        assertEquals(List.of(registration), store.load(key.username()));
        assertEquals(registration, search.byId(key.id()).orElseThrow().registration());
    }

    @Test
    void whatIsNotThereComesBackAsNotThere() throws StoreException {
        save(plain("ann", null));
        assertEquals(List.of(plain("ann", null)), store.load("ann"));
        assertEquals(null, lastPush(key("ann", null)));
        assertEquals(List.of(), store.load("bob"));
        assertTrue(search.byId(key("bob", null).id()).isEmpty());
    }

    @Test
    void noNodeIsNotANodeCalledNull() throws StoreException {
        save(plain("ann", null), plain("ann", "null"));
        assertEquals(2, store.load("ann").size());
        assertEquals(2, search.count());
    }

    @Test
    void nodesDifferByCaseAndBySpacesAtTheEnd() throws StoreException {
        save(plain("ann", "node"), plain("ann", "Node"), plain("ann", "node "));
        assertEquals(3, store.load("ann").size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 65_536})
    void longTexts(int length) throws StoreException {
        String text = "\ud83d\ude80x\u6f22".repeat(length / 4 + 1).substring(0, length);
        Registration registration = Samples.of(key("ann", text), options(text, "end"), Health.GOOD);
        for (int i = 0; i < 2; i++) {
            save(registration);
            // A message with these texts would fill pages.
            assertTrue(store.load("ann").equals(List.of(registration)));
        }
    }

    @Test
    void theLongestAddressThereCanBe() throws StoreException {
        JID longest = new JID("n".repeat(1023), "d".repeat(60) + ".org", "r".repeat(1023));
        Registration registration = Samples.of(new RegistrationKey("ann", longest, "n"), null, Health.GOOD);
        save(registration);
        assertEquals(List.of(registration), store.load("ann"));
    }

    @Test
    void optionsKeepTheirOrderAndEveryCharacter() throws StoreException {
        Registration registration = Samples.of(key("ann", "n"), options(Samples.HOSTILE), Health.GOOD);
        save(registration);
        assertEquals(options(Samples.HOSTILE).fields(), store.load("ann").get(0).options().fields());
    }

    @Test
    void statementsInTextsAreTexts() throws StoreException {
        List<Registration> all = new ArrayList<>();
        for (String text : Samples.HOSTILE) {
            Registration registration = new Registration(key("ann" + text, text), options(text), text, text, NOON, NOON,
                new Health(1, 0, null, text));
            save(registration);
            all.add(registration);
        }
        assertEquals(all.size(), search.count());
        for (Registration registration : all) {
            assertEquals(List.of(registration), store.load(registration.username()));
            assertTrue(store.saveHealth(registration.key(), registration.health(), Health.GOOD));
            assertEquals(List.of(registration.with(Health.GOOD)), store.load(registration.username()));
            store.deleteUser(registration.username());
        }
        assertEquals(0, search.count());
    }

    @Test
    void theSameKeyIsReplaced() throws StoreException {
        save(plain("ann", "n"));
        store.savePushed(Map.of(key("ann", "n"), NOON));
        Registration second = new Registration(key("ann", "n"), options("new"), "tablet", "agent", NOON.plusSeconds(9), NOON.plusSeconds(9),
            new Health(0, 1, null, "gone"));
        save(second);
        Registration expected = new Registration(second.key(), second.options(), "tablet", "agent", NOON, NOON.plusSeconds(9),
            second.health());
        assertEquals(List.of(expected), store.load("ann"));
        assertEquals(NOON, lastPush(second.key()));
        save(plain("ann", "n"));
        assertEquals(List.of(plain("ann", "n")), store.load("ann"), "options, user agent and health are gone again");
    }

    @Test
    void theOneEnabledLongestAgoComesFirst() throws StoreException {
        for (int i : List.of(5, 1, 3)) {
            save(new Registration(key("ann", "n" + i), null, "r", null, NOON, NOON.plusMillis(i), Health.GOOD));
        }
        assertEquals(List.of("n1", "n3", "n5"), store.load("ann").stream().map(one -> one.key().node()).toList());
    }

    @Test
    void textsThatAreTooLongLoseWhatNobodyNeeds() throws StoreException {
        save(new Registration(key("ann", "n"), null, "r", "u".repeat(256), NOON, NOON, new Health(1, 0, null, "c".repeat(65))));
        assertEquals(new Registration(key("ann", "n"), null, "r", null, NOON, NOON, new Health(1, 0, null, "c".repeat(64))),
            store.load("ann").get(0));
    }

    @Test
    void evictedOnesGoAndOthersStay() throws StoreException {
        save(plain("ann", "1"), plain("ann", "2"), plain("ann", "3"), plain("bob", "1"));
        store.save(plain("ann", "4"), List.of(key("ann", "1"), key("ann", "2"), key("ann", "not there")));
        assertEquals(2, store.load("ann").size());
        assertEquals(3, search.count());
        store.delete(List.of(key("ann", "3"), key("ann", "not there")));
        assertEquals(List.of(plain("ann", "4")), store.load("ann"));
        store.delete(List.of());
        store.deleteUser("ann");
        assertEquals(List.of(), store.load("ann"));
        assertEquals(List.of(plain("bob", "1")), store.load("bob"));
    }

    @Test
    void usersWithLikeNamesAreDifferentUsers() throws StoreException {
        List<String> names = List.of("jose", "jos\u00e9", "josef", "jos_", "jos%", "jos", "\ud83d\ude00", "\ud83d\ude01",
            "x".repeat(63) + "a", "x".repeat(63) + "b");
        for (String name : names) {
            save(plain(name, "n"));
        }
        for (String name : names) {
            assertEquals(List.of(plain(name, "n")), store.load(name));
        }
        for (String name : names) {
            long before = search.count();
            store.deleteUser(name);
            assertEquals(before - 1, search.count());
        }
    }

    @Test
    void healthIsUpdatedWhereThereIsARow() throws StoreException {
        save(plain("ann", "n"), plain("ann", "o"));
        Health bad = new Health(16, 3, NOON, "forbidden");
        assertTrue(store.saveHealth(key("ann", "n"), Health.GOOD, bad));
        assertFalse(store.saveHealth(key("ann", "not there"), Health.GOOD, bad));
        assertFalse(store.saveHealth(key("ann", "n"), Health.GOOD, new Health(1, 0, null, "gone")), "another node counted already");
        assertFalse(store.saveHealth(key("ann", "n"), new Health(16, 2, null, null), Health.GOOD), "another node counted already");
        assertEquals(List.of(bad, Health.GOOD), store.load("ann").stream()
            .sorted((a, b) -> a.key().node().compareTo(b.key().node())).map(Registration::health).toList());
        assertTrue(store.saveHealth(key("ann", "n"), bad, Health.GOOD));
        assertTrue(store.load("ann").stream().allMatch(one -> one.health().equals(Health.GOOD)));
    }

    @Test
    void theLastPushIsTheYoungest() throws StoreException {
        save(plain("ann", "n"), plain("ann", "o"));
        store.savePushed(Map.of(key("ann", "n"), NOON, key("not", "there"), NOON));
        store.savePushed(Map.of(key("ann", "n"), NOON.minusMillis(1), key("ann", "o"), NOON.minusMillis(1)));
        assertEquals(NOON, lastPush(key("ann", "n")));
        assertEquals(NOON.minusMillis(1), lastPush(key("ann", "o")));
        store.savePushed(Map.of());
    }

    @Test
    void theLastUseIsTheYoungest() throws StoreException {
        save(plain("ann", "n"), plain("ann", "o"), plain("ann", "never"));
        store.saveUsed(Map.of(key("ann", "n"), NOON, key("not", "there"), NOON));
        store.saveUsed(Map.of(key("ann", "n"), NOON.minusMillis(1), key("ann", "o"), NOON.minusMillis(1)));
        store.savePushed(Map.of(key("ann", "never"), NOON));
        save(plain("ann", "n"));
        assertEquals(Map.of(key("ann", "n"), NOON, key("ann", "o"), NOON.minusMillis(1)),
            store.lastUsed(List.of(key("ann", "n"), key("ann", "o"), key("ann", "never"), key("not", "there"))));
        store.saveUsed(Map.of());
        assertEquals(Map.of(), store.lastUsed(List.of()));
    }

    /** Each of them has committed before the other looks what there is, and has looked before the other takes anything away. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void twoClusterNodesThatEnableAtOnceKeepAsManyAsThereMayBe(int limit) throws Exception {
        FakeProperties properties = new FakeProperties();
        properties.set("cloudnotify.max-devices", Integer.toString(limit));
        for (int i = 0; i < limit - 1; i++) {
            save(new Registration(key("ann", "old" + i), null, "phone", null, NOON, NOON, Health.GOOD));
        }
        CyclicBarrier both = new CyclicBarrier(2);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            List<Future<Registration>> enabled = new ArrayList<>();
            for (String node : List.of("a", "b")) {
                Registrations registrations = new Registrations(inStep(both), new Settings(properties), Clock.systemUTC(),
                    username -> AccountAges.NOBODY_KNOWS, candidates -> Map.of(), 100);
                enabled.add(nodes.submit(() -> registrations.enable(key("ann", node), null, null, "phone", null)));
            }
            for (Future<Registration> each : enabled) {
                each.get(1, TimeUnit.MINUTES);
            }
        } finally {
            nodes.shutdownNow();
        }
        List<String> left = store.load("ann").stream().map(each -> each.key().node()).toList();
        assertEquals(limit, left.size(), left.toString());
        assertTrue(left.contains("a") || left.contains("b"), left.toString());
    }

    /** Waits for the other node after it has stored something, and after it has looked for the second time. */
    private RegistrationStore inStep(CyclicBarrier both) {
        AtomicInteger looks = new AtomicInteger();
        return (RegistrationStore) Proxy.newProxyInstance(StoreContract.class.getClassLoader(), new Class<?>[] {RegistrationStore.class},
            (self, method, arguments) -> {
                Object result = method.invoke(new JdbcRegistrationStore(database), arguments);
                if (method.getName().equals("save") || method.getName().equals("load") && looks.incrementAndGet() == 2) {
                    both.await(1, TimeUnit.MINUTES);
                }
                return result;
            });
    }

    @Test
    void whatAnAppAskedForIsReplacedAndGoes() throws StoreException {
        Registration asked = Samples.asking("ann", "n", Samples.WISHES);
        save(asked);
        assertEquals(List.of(asked), store.load("ann"));
        Registration other = Samples.asking("ann", "n", Wishes.of(Map.of("muted", "\ud83d\udc4d".repeat(2_000))));
        save(other);
        assertEquals(List.of(other), store.load("ann"));
        save(plain("ann", "n"));
        assertEquals(List.of(plain("ann", "n")), store.load("ann"));
    }

    @Test
    void disabledOnesAreFoundInPortions() throws StoreException {
        for (int i = 0; i < 25; i++) {
            save(plain("ann", "good" + i), disabled("bob", "bad" + i, NOON.plusMillis(i / 5)));
        }
        List<Registration> found = new ArrayList<>();
        List<Registration> portion = store.disabledBefore(NOON.plusMillis(4), null, 7);
        while (!portion.isEmpty()) {
            assertTrue(portion.size() <= 7);
            found.addAll(portion);
            portion = store.disabledBefore(NOON.plusMillis(4), portion.get(portion.size() - 1), 7);
        }
        assertEquals(20, found.size());
        assertEquals(20, found.stream().map(Registration::key).distinct().count());
        assertEquals(found, found.stream().sorted((a, b) -> a.health().disabledSince().compareTo(b.health().disabledSince())).toList());
    }

    @Test
    void oneThatWasRevivedIsNotDeleted() throws StoreException {
        save(disabled("ann", "old", NOON), disabled("ann", "revived", NOON), disabled("ann", "again", NOON), disabled("bob", "old", NOON));
        List<RegistrationKey> keys = store.disabledBefore(NOON.plusMillis(1), null, 10).stream().map(Registration::key).toList();
        assertEquals(4, keys.size());
        save(plain("ann", "revived"), disabled("ann", "again", NOON.plusMillis(1)));
        assertEquals(2, store.deleteDisabled(keys, NOON.plusMillis(1)).size());
        assertEquals(2, store.load("ann").size());
        assertEquals(0, store.load("bob").size());
    }

    @Test
    void twoHundredAtOnceMakeOneRow() throws Exception {
        // As many as Openfire has connections.
        ExecutorService threads = Executors.newFixedThreadPool(25);
        try {
            save(plain("ann", "evicted"));
            List<Future<?>> saves = new ArrayList<>();
            IntStream.range(0, 200).forEach(i -> saves.add(threads.submit(() -> {
                store.save(Samples.of(key("ann", "n"), options("" + i), Health.GOOD), List.of(key("ann", "evicted")));
                return null;
            })));
            for (Future<?> save : saves) {
                save.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, store.load("ann").size());
    }

    /** Updates of what is not there and inserts beside it, in all parts of the table: what databases lock gaps for. */
    @Test
    void thirtyTwoWritersGetDone() throws Exception {
        int writers = 32;
        int rounds = 12;
        CyclicBarrier start = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, writers).forEach(writer -> all.add(threads.submit(() -> {
                start.await(1, TimeUnit.MINUTES);
                for (int round = 0; round < rounds; round++) {
                    Registration registration = plain("user" + round, "n" + writer);
                    store.save(registration, round == 0 ? List.of() : List.of(key("user" + (round - 1), "n" + writer)));
                    assertTrue(store.saveHealth(registration.key(), Health.GOOD, new Health(1, 0, null, "forbidden")));
                }
                return null;
            })));
            for (Future<?> each : all) {
                each.get(2, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        for (int round = 0; round < rounds; round++) {
            assertEquals(round == rounds - 1 ? writers : 0, store.load("user" + round).size());
        }
    }

    @Test
    void aDamagedRowSpoilsNoOther() throws Exception {
        save(plain("ann", "n"), plain("ann", "bad options"), plain("ann", "bad service"), plain("ann", "bad time"),
            plain("ann", "bad wishes"), plain("ann", "bad resources"));
        for (String change : Stream.of("options = 'no XML' WHERE regID = 'bad options'", "service = '@' WHERE regID = 'bad service'",
            "creationDate = 'yesterday' WHERE regID = 'bad time'", "wishes = '%zz' WHERE regID = 'bad wishes'",
            "recentResources = 'a phone' WHERE regID = 'bad resources'").toList()) {
            String node = change.replaceAll(".*regID = '(.*)'", "$1");
            database.execute("UPDATE ofCloudNotify SET " + change.replace(node + "'", key("ann", node).id() + "'"));
        }
        assertEquals(List.of(plain("ann", "n")), store.load("ann"));
        assertEquals(6, search.count());
    }
}
