package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Page;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** What an administrator finds among ten thousand registrations, on any database. */
abstract class SearchContract extends SearchOrderContract {

    SearchContract(TestDatabase database) {
        super(database);
    }

    SearchContract(TestDatabase database, RegistrationSearch search) {
        super(database, search);
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void onlyWhatIsLookedFor(Sort sort) throws StoreException {
        assertPages(query("user1", "", false, sort, false, null, 300), one -> one.username().startsWith("user1"));
        assertPages(query("", "push.example.org", false, sort, true, null, 999),
            one -> one.key().service().toString().startsWith("push.example.org"));
        assertPages(query("\u00e9", "push.example.c", true, sort, false, null, 5), one -> one.username().startsWith("\u00e9")
            && one.key().service().toString().equals("push.example.com") && one.health().disabled());
        assertPages(query("", "", true, sort, true, null, 100), one -> one.health().disabled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_", "user%", "_", "%", "use[r]", "e", "user' OR '1'='1", "\\", "user1\u0000", "zzz", "\ud83d"})
    void nothingInThePrefixIsAWildcard(String prefix) throws StoreException {
        assertPages(query(prefix, "", false, Sort.USER, false, null, 1000), one -> one.username().startsWith(prefix));
        assertPages(query("", prefix, false, Sort.USER, false, null, 1000), one -> one.key().service().toString().startsWith(prefix));
    }

    @Test
    void findsThoseThatAreDisabledOrFailing() throws StoreException {
        for (boolean descending : new boolean[] {false, true}) {
            List<String> found = new ArrayList<>();
            String cursor = null;
            do {
                Page page = search.find(new Query("", "", false, true, Sort.USER, descending, cursor, 500, Obstacles.NONE));
                page.rows().forEach(row -> found.add(row.registration().key().id()));
                cursor = page.next();
            } while (cursor != null);
            List<String> expected = all.stream().filter(each -> each.health().disabled() || each.health().errors() > 0)
                .map(each -> each.key().id()).toList();
            assertTrue(!expected.isEmpty() && expected.size() < all.size());
            assertEquals(expected.size(), found.size());
            assertEquals(new HashSet<>(expected), new HashSet<>(found));
        }
    }

    @Test
    void countsTheDevicesOfEachService() throws StoreException {
        Map<PushService, Long> expected = new HashMap<>();
        all.forEach(registration -> expected.merge(registration.key().destination().service(), 1L, Long::sum));
        assertEquals(expected, search.services());
        assertEquals(expected.keySet(), search.serviceNames());
        assertEquals(all.stream().filter(one -> one.key().service().toString().startsWith("push.example.")).count(),
            search.count("push.example."));
        assertEquals(0, search.count("https://"));
    }

    /** Names that are longer than what is sorted by are told apart all the same. */
    @Test
    void servicesWhoseNamesBeginAlikeAreTwo() throws Exception {
        String end = "a".repeat(50) + ".example.org";
        Map<PushService, Long> expected = new HashMap<>(search.services());
        for (String service : List.of("x." + end + "/1", "x." + end + "/2", "x." + end + "/2")) {
            RegistrationKey key = new RegistrationKey("alike", new JID(service), "n" + expected);
            Registration device = new Registration(key, null, "r", null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
            expected.merge(PushService.of(service), 1L, Long::sum);
            try (Connection connection = database.open()) {
                JdbcRow.insert(connection, device);
            }
        }
        try {
            assertEquals(expected, search.services());
            assertEquals(expected.keySet(), search.serviceNames());
        } finally {
            database.execute("DELETE FROM ofCloudNotify WHERE username = 'alike'");
        }
    }

    /** All endpoints are registered at one address; what tells them apart is the server that they are on. */
    @Test
    void endpointsAreFoundAndCountedByTheirServers() throws Exception {
        WebOrigin origin = new WebOrigin("fcm.example.com", 443);
        Registration endpoint = new Registration(new RegistrationKey("endpoints", new JID("push.chat.example"),
            WebEndpoint.node(origin, "AAAA")), null, "tab", null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
        try (Connection connection = database.open()) {
            JdbcRow.insert(connection, endpoint);
        }
        try {
            assertEquals(1L, search.services().get(origin));
            assertNull(search.services().get(PushService.of("push.chat.example")));
            Page found = search.find(query("", "https://fcm.example.com", false, Sort.SERVICE, false, null, 10));
            assertEquals(List.of(endpoint.key()), found.rows().stream().map(row -> row.registration().key()).toList());
        } finally {
            try (Connection connection = database.open(); Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM ofCloudNotify WHERE username = 'endpoints'");
            }
        }
    }

    @Test
    void upperCaseIsNoObstacleButInResources() throws StoreException {
        assertEquals(1, search.find(query(" USER1 ", "", false, Sort.USER, false, null, 1)).rows().size());
        assertEquals(1, search.find(query("", "PUSH.EXAMPLE.ORG/D", false, Sort.USER, false, null, 1)).rows().size());
        assertEquals(0, search.find(query("", "push.example.org/d", false, Sort.USER, false, null, 1)).rows().size());
    }

    @Test
    void aLongPrefixIsCutWhereTheOrderIs() throws StoreException {
        assertEquals(0, search.find(query("user1".repeat(1000), "p".repeat(5000), false, Sort.USER, false, null, 10)).rows().size());
    }

    @Test
    void aDamagedRowIsLeftOutAndPassed() throws Exception {
        Query first = query("user77", "", false, Sort.USER, false, null, 1);
        RegistrationKey key = search.find(first).rows().get(0).registration().key();
        database.execute("UPDATE ofCloudNotify SET options = 'no XML' WHERE regID = '" + key.id() + "'");
        Page page = search.find(first);
        assertEquals(List.of(), page.rows());
        assertEquals(1, search.find(with(first, page.next())).rows().size());
        assertTrue(search.byId(key.id()).isEmpty());
        database.execute("UPDATE ofCloudNotify SET options = NULL WHERE regID = '" + key.id() + "'");
    }

    @Test
    void oneByItsIdAndAllInNumber() throws Exception {
        Registration never = all.stream().filter(one -> lastPush(one.key().id()) == null).findFirst().orElseThrow();
        RegistrationKey key = never.key();
        new JdbcRegistrationStore(database).savePushed(Map.of(key, NOON.plusMillis(5)));
        assertEquals(new Row(never, NOON.plusMillis(5)), search.byId(key.id()).orElseThrow());
        // As it was, for the others.
        database.execute("UPDATE ofCloudNotify SET lastPushDate = NULL WHERE regID = '" + key.id() + "'");
        for (String id : List.of("", "' OR '1'='1", "\u0000", key.id() + "\n", key.id().substring(1), "0".repeat(64),
            "x".repeat(1_000_000))) {
            assertTrue(search.byId(id).isEmpty());
        }
        assertEquals(ROWS, search.count());
        assertEquals(new Totals(ROWS, all.stream().filter(each -> each.health().disabled()).count(),
            all.stream().filter(each -> !each.health().disabled() && each.health().errors() > 0).count()), search.totals());
    }
}
