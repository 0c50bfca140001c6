package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** Pages and orders of what an administrator finds among ten thousand registrations, on any database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SearchOrderContract {

    static final int ROWS = 10_000;
    static final List<String> SERVICES = List.of("push.example.org", "push.example.org/Device", "push.example.com",
        "p2.example.net", "user@push.example.org");

    final TestDatabase database;
    final RegistrationSearch search;
    final List<Registration> all = new ArrayList<>();
    final Map<Sort, List<Registration>> sorted = new EnumMap<>(Sort.class);

    SearchOrderContract(TestDatabase database) {
        this(database, new JdbcRegistrationSearch(database));
    }

    SearchOrderContract(TestDatabase database, RegistrationSearch search) {
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
    static Registration registration(int i) {
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
    static Instant lastPush(String id) {
        int number = Integer.parseInt(id.substring(0, 4), 16);
        return number % 3 == 0 ? null : NOON.plusSeconds(number % 40);
    }

    static Query query(String user, String service, boolean disabledOnly, Sort sort, boolean descending, String cursor, int size) {
        return new Query(user, service, disabledOnly, sort, descending, cursor, size);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All registrations in each order, worked out once. */
    List<Registration> sorted(Sort sort) {
        return sorted.computeIfAbsent(sort, key -> {
            Map<Registration, String> ids = new IdentityHashMap<>();
            all.forEach(registration -> ids.put(registration, registration.key().id()));
            return all.stream().sorted(order(sort).thenComparing(ids::get)).toList();
        });
    }

    static Comparator<Registration> order(Sort sort) {
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
    static String state(Registration registration) {
        Health health = registration.health();
        return health.disabled() ? "0" + JdbcText.millis(health.disabledSince()) : "1%03d".formatted(health.errors() == 0 ? 999
            : health.errors());
    }

    final Set<RegistrationKey> held = new HashSet<>();

    /** Some users, and of five services two that are not allowed and two that do not work, one of which is not allowed either. */
    static final Obstacles OBSTACLES = new Obstacles(Set.of("user7", "user_9", "\u00e9mile3", "nobody"),
        Set.of(PushService.of("push.example.com"), PushService.of("https://nobody.example.com")),
        Set.of(PushService.of("p2.example.net"), PushService.of("push.example.org/Device"), PushService.of("push.example.com")), Set.of());

    /** With some registrations for which a push waits, whatever else is so with them. */
    Obstacles obstacles() {
        return new Obstacles(OBSTACLES.locked(), OBSTACLES.denied(), OBSTACLES.down(), held);
    }

    /** As the rows of the page say it. */
    String shown(Registration registration) {
        PushService service = registration.key().destination().service();
        Health health = registration.health();
        return OBSTACLES.locked().contains(registration.username()) ? "0" + JdbcText.order(registration.username())
            : OBSTACLES.denied().contains(service) ? "1" + JdbcText.order(service.name())
            : health.disabled() ? "2" + JdbcText.millis(health.disabledSince())
            : OBSTACLES.down().contains(service) ? "3" + JdbcText.order(service.name())
            : health.errors() > 0 ? "4%03d".formatted(health.errors())
            : held.contains(registration.key()) ? "5" + JdbcText.order(registration.username()) : "6";
    }

    List<Registration> shown(boolean disabledOnly, boolean problemsOnly, Sort sort, boolean descending) throws StoreException {
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

    void assertPages(Query first, Predicate<Registration> wanted) throws StoreException {
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

    static Query with(Query query, String cursor) {
        return query(query.user(), query.service(), query.disabledOnly(), query.sort(), query.descending(), cursor, query.size());
    }

    @ParameterizedTest
    @CsvSource({"USER,false", "USER,true", "SERVICE,false", "SERVICE,true", "CREATED,false", "CREATED,true", "ERRORS,false", "ERRORS,true",
        "LAST_PUSH,false", "LAST_PUSH,true", "STATE,false", "STATE,true"})
    void pagesAreCompleteAndWithoutDoubles(Sort sort, boolean descending) throws StoreException {
        assertPages(query("", "", false, sort, descending, null, 999), registration -> true);
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
}
