package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Page;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.States;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Totals;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** What an administrator finds among ten thousand registrations, on any database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SearchContract {

    private static final int ROWS = 10_000;
    private static final List<String> SERVICES = List.of("push.example.org", "push.example.org/Device", "push.example.com",
        "p2.example.net", "user@push.example.org");

    private final TestDatabase database;
    private final RegistrationSearch search;
    private final List<Registration> all = new ArrayList<>();
    private final Map<Sort, List<Registration>> sorted = new EnumMap<>(Sort.class);

    SearchContract(TestDatabase database) {
        this(database, new JdbcRegistrationSearch(database));
    }

    SearchContract(TestDatabase database, RegistrationSearch search) {
        this.database = database;
        this.search = search;
    }

    @BeforeAll
    void fill() throws SQLException {
        database.create();
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                all.add(registration(i));
                JdbcRow.insert(connection, all.get(i));
            }
            try (PreparedStatement pushed = connection.prepareStatement("UPDATE ofCloudNotify SET lastPushDate = ? WHERE regID = ?")) {
                for (Registration registration : all) {
                    String id = registration.key().id();
                    Instant time = lastPush(id);
                    if (time != null) {
                        pushed.setString(1, JdbcText.millis(time));
                        pushed.setString(2, id);
                        pushed.addBatch();
                    }
                }
                pushed.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Many equal values in each column that is sorted by, and in no order. */
    private static Registration registration(int i) {
        int mixed = i * 7919 % ROWS;
        String username = switch (mixed % 10) {
            case 0 -> "\u00e9mile" + mixed / 40;
            case 1 -> "user_" + mixed / 40;
            case 2 -> "user%" + mixed / 40;
            default -> "user" + mixed / 40;
        };
        Health health = mixed % 20 == 0 ? new Health(16, 0, NOON, "forbidden")
            : new Health(mixed % 100 < 90 ? 0 : mixed % 7, 0, null, null);
        RegistrationKey key = new RegistrationKey(username, new JID(SERVICES.get(mixed % 13 % SERVICES.size())), "n" + i);
        return new Registration(key, null, "r", null, NOON.plusMillis(mixed % 50), NOON, health);
    }

    /** Some were never pushed to, and many at the same time. */
    private static Instant lastPush(String id) {
        int number = Integer.parseInt(id.substring(0, 4), 16);
        return number % 3 == 0 ? null : NOON.plusSeconds(number % 40);
    }

    private static Query query(String user, String service, boolean disabledOnly, Sort sort, boolean descending, String cursor, int size) {
        return new Query(user, service, disabledOnly, sort, descending, cursor, size);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All registrations in each order, worked out once. */
    private List<Registration> sorted(Sort sort) {
        return sorted.computeIfAbsent(sort, key -> {
            Map<Registration, String> ids = new IdentityHashMap<>();
            all.forEach(registration -> ids.put(registration, registration.key().id()));
            return all.stream().sorted(order(sort).thenComparing(ids::get)).toList();
        });
    }

    private static Comparator<Registration> order(Sort sort) {
        return switch (sort) {
            case USER -> (a, b) -> Arrays.compareUnsigned(utf8(a.username()), utf8(b.username()));
            case SERVICE -> (a, b) -> Arrays.compareUnsigned(utf8(a.key().service().toString()), utf8(b.key().service().toString()));
            case CREATED -> Comparator.comparing(Registration::created);
            case ERRORS -> Comparator.comparing(registration -> registration.health().errors());
            case LAST_PUSH -> Comparator.comparing(registration -> lastPush(registration.key().id()),
                Comparator.nullsFirst(Comparator.naturalOrder()));
            case STATE -> Comparator.comparing(SearchContract::state);
        };
    }

    /** As a text that is sorted: disabled since, failing how often, the others. */
    private static String state(Registration registration) {
        Health health = registration.health();
        return health.disabled() ? "0" + JdbcText.millis(health.disabledSince()) : "1%03d".formatted(health.errors() == 0 ? 999
            : health.errors());
    }

    private final Set<RegistrationKey> held = new HashSet<>();

    /** Some users, and of five services two that are not allowed and two that do not work, one of which is not allowed either. */
    private static final Obstacles OBSTACLES = new Obstacles(Set.of("user7", "user_9", "\u00e9mile3", "nobody"),
        Set.of(PushService.of("push.example.com"), PushService.of("https://nobody.example.com")),
        Set.of(PushService.of("p2.example.net"), PushService.of("push.example.org/Device"), PushService.of("push.example.com")), Set.of());

    /** With some registrations for which a push waits, whatever else is so with them. */
    private Obstacles obstacles() {
        return new Obstacles(OBSTACLES.locked(), OBSTACLES.denied(), OBSTACLES.down(), held);
    }

    /** As the rows of the page say it. */
    private String shown(Registration registration) {
        PushService service = registration.key().destination().service();
        Health health = registration.health();
        return OBSTACLES.locked().contains(registration.username()) ? "0" + JdbcText.order(registration.username())
            : OBSTACLES.denied().contains(service) ? "1" + JdbcText.order(service.name())
            : health.disabled() ? "2" + JdbcText.millis(health.disabledSince())
            : OBSTACLES.down().contains(service) ? "3" + JdbcText.order(service.name())
            : health.errors() > 0 ? "4%03d".formatted(health.errors())
            : held.contains(registration.key()) ? "5" + JdbcText.order(registration.username()) : "6";
    }

    private List<Registration> shown(boolean disabledOnly, boolean problemsOnly, Sort sort, boolean descending) throws StoreException {
        List<Registration> found = new ArrayList<>();
        List<List<Row>> pages = new ArrayList<>();
        Page page = null;
        do {
            page = search.find(new Query("", "", disabledOnly, problemsOnly, sort, descending, page == null ? null : page.next(), 700,
                obstacles()));
            pages.add(page.rows());
            page.rows().forEach(row -> found.add(row.registration()));
        } while (page.next() != null);
        for (int i = pages.size() - 2; i >= 0; i--) {
            page = search.find(new Query("", "", disabledOnly, problemsOnly, sort, descending, page.previous(), 700, obstacles()));
            assertEquals(pages.get(i), page.rows());
        }
        return found;
    }

    /** The order agrees with the state that each row says, whatever is not stored with it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void statesAreSortedAsTheyAreShown(boolean descending) throws StoreException {
        Map<Registration, String> ids = new IdentityHashMap<>();
        all.forEach(registration -> ids.put(registration, registration.key().id()));
        for (int i = 0; i < all.size(); i += all.size() / 150) {
            held.add(all.get(i).key());
        }
        List<Registration> expected = new ArrayList<>(all.stream()
            .sorted(Comparator.<Registration, String>comparing(this::shown).thenComparing(ids::get)).toList());
        Map<Character, Long> counts = expected.stream().collect(Collectors.groupingBy(each -> shown(each).charAt(0),
            Collectors.counting()));
        assertEquals(7, counts.size());
        assertEquals(new States(ROWS, counts.get('0'), counts.get('1'), counts.get('2'), counts.get('3'), counts.get('4')),
            search.states(obstacles()));
        assertEquals(counts.get('5') + counts.get('6'), search.states(obstacles()).active());
        if (descending) {
            Collections.reverse(expected);
        }
        assertTrue(expected.equals(shown(false, false, Sort.STATE, descending)), "all");
        List<Registration> problems = expected.stream().filter(each -> shown(each).charAt(0) != '6').toList();
        assertTrue(problems.equals(shown(false, true, Sort.STATE, descending)), "problems");
        List<Registration> disabled = expected.stream().filter(each -> shown(each).charAt(0) == '2').toList();
        assertTrue(disabled.equals(shown(true, false, Sort.STATE, descending)), "disabled");
        assertEquals(new HashSet<>(problems), new HashSet<>(shown(false, true, Sort.USER, descending)));
        assertEquals(new HashSet<>(disabled), new HashSet<>(shown(true, false, Sort.CREATED, descending)));
    }

    /** What was down works again between two pages: the list goes on after the place where it was. */
    @Test
    void aSectionThatIsGoneIsPassed() throws StoreException {
        Obstacles down = new Obstacles(Set.of(), Set.of(), Set.of(PushService.of("p2.example.net")), Set.of());
        Page page = search.find(new Query("", "", false, true, Sort.STATE, false, null, 100, down));
        while (!page.rows().get(0).registration().key().service().toString().equals("p2.example.net")
            || page.rows().get(0).registration().health().disabled()) {
            page = search.find(new Query("", "", false, true, Sort.STATE, false, page.next(), 100, down));
        }
        Page after = search.find(new Query("", "", false, true, Sort.STATE, false, page.next(), 100, Obstacles.NONE));
        assertTrue(after.rows().stream().allMatch(row -> row.registration().health().errors() > 0
            && !row.registration().health().disabled()), "those that fail come next");
        assertTrue(after.previous() != null);
    }

    private void assertPages(Query first, Predicate<Registration> wanted) throws StoreException {
        List<Registration> expected = new ArrayList<>(sorted(first.sort()).stream().filter(wanted).toList());
        if (first.descending()) {
            Collections.reverse(expected);
        }
        List<List<Row>> pages = new ArrayList<>();
        Page page = search.find(first);
        assertNull(page.previous());
        pages.add(page.rows());
        while (page.next() != null) {
            page = search.find(with(first, page.next()));
            pages.add(page.rows());
        }
        List<Registration> found = pages.stream().flatMap(List::stream).map(Row::registration).toList();
        assertEquals(found.size(), new HashSet<>(found).size(), "doubles");
        assertTrue(found.equals(expected), () -> found.size() + " found, " + expected.size() + " expected, or in another order");
        for (int i = pages.size() - 2; i >= 0; i--) {
            page = search.find(with(first, page.previous()));
            assertEquals(pages.get(i), page.rows());
        }
        assertNull(page.previous(), "the first page again");
        assertEquals(pages.size() > 1, page.next() != null);
    }

    private static Query with(Query query, String cursor) {
        return query(query.user(), query.service(), query.disabledOnly(), query.sort(), query.descending(), cursor, query.size());
    }

    @ParameterizedTest
    @CsvSource({"USER,false", "USER,true", "SERVICE,false", "SERVICE,true", "CREATED,false", "CREATED,true", "ERRORS,false", "ERRORS,true",
        "LAST_PUSH,false", "LAST_PUSH,true", "STATE,false", "STATE,true"})
    void pagesAreCompleteAndWithoutDoubles(Sort sort, boolean descending) throws StoreException {
        assertPages(query("", "", false, sort, descending, null, 999), registration -> true);
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
    void aCursorThatDoesNotFitIsNone() throws StoreException {
        Query first = query("", "", false, Sort.ERRORS, false, null, 10);
        Page expected = search.find(first);
        String good = expected.next();
        List<String> bad = new ArrayList<>(List.of("", "x", "%", "=", "'; DROP TABLE ofCloudNotify; --", "\u0000", "\ud83d\ude80",
            good + "A", good.substring(4), good + good, "A".repeat(1_000_000)));
        String id = "0".repeat(64);
        for (String text : List.of("ERRORS false true 0 99999999999999999999 " + id, "ERRORS false true 0  " + id,
            "ERRORS false true 0 -1 " + id, "ERRORS true true 0 1 " + id, "USER false true 0 1 " + id, "ERRORS false true 0 1 ' OR '1'='1",
            "ERRORS false true 0 \u0661 " + id, "ERRORS false true 0 1 " + id + "\n", "NOTHING false true 0 1 " + id,
            "ERRORS false true 1 1 " + id, "ERRORS false true 9 1 " + id, "ERRORS false true 1 " + id)) {
            bad.add(Base64.getUrlEncoder().encodeToString(utf8(text)));
        }
        for (String cursor : bad) {
            assertEquals(expected, search.find(with(first, cursor)), cursor.substring(0, Math.min(80, cursor.length())));
        }
    }

    @Test
    void aPageThatIsGoneLeadsToTheFirst() throws StoreException {
        Query first = query("", "", false, Sort.USER, false, null, 10);
        JdbcSlice.Position end = new JdbcSlice.Position(0, "9".repeat(180), "f".repeat(64));
        assertEquals(search.find(first), search.find(with(first, new JdbcCursor(Sort.USER, false, true, end).encode())));
        JdbcSlice.Position beginning = new JdbcSlice.Position(0, "0", "0".repeat(64));
        assertEquals(search.find(first), search.find(with(first, new JdbcCursor(Sort.USER, false, false, beginning).encode())));
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
