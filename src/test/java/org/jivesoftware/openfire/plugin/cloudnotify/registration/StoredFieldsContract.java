package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.options;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** That every field of a registration comes back from a store, on any database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class StoredFieldsContract {

    final TestDatabase database;
    final RegistrationStore store;
    final RegistrationSearch search;

    StoredFieldsContract(TestDatabase database) {
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

    void save(Registration... registrations) throws StoreException {
        for (Registration registration : registrations) {
            store.save(registration, List.of());
        }
    }

    Instant lastPush(RegistrationKey key) throws StoreException {
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
}
