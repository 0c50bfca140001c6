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
import java.time.Clock;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store keeps and gives back, on any database. */
abstract class StoreContract extends StoredFieldsContract {

    StoreContract(TestDatabase database) {
        super(database);
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
