package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Registrations in Openfire's embedded database, in memory. */
class HsqldbRegistrationsTest {

    private static final TestDatabase DATABASE =
        new TestDatabase("hsqldb", () -> DriverManager.getConnection("jdbc:hsqldb:mem:registrations", "sa", ""));

    @Nested
    class Store extends StoreContract {
        Store() {
            super(DATABASE);
        }
    }

    @Nested
    class RoomChoices extends RoomSwitchesContract {
        RoomChoices() {
            super(DATABASE);
        }
    }

    @Nested
    class Wishes extends WishesContract {
        Wishes() {
            super(DATABASE);
        }
    }

    @Nested
    class Waiting extends WaitingContract {
        Waiting() {
            super(DATABASE);
        }
    }

    @Nested
    class Search extends SearchContract {
        Search() {
            super(DATABASE);
        }
    }

    /** As if there were very many rows: some walks find enough, some too little, some come to the end. */
    @Nested
    class SearchAmongMany extends SearchContract {
        SearchAmongMany() {
            super(DATABASE, new JdbcRegistrationSearch(DATABASE, 10, 2));
        }

        /** Else HSQLDB would sort all that the filter leaves, while others wait to write. */
        @Test
        void whatManyHaveIsFoundInTheOrderItself() throws Exception {
            List<String> asked = new ArrayList<>();
            var search = new JdbcRegistrationSearch(() -> listening(DATABASE.open(), asked), 10, 2);
            assertEquals(5, search.find(new Query("", "push.example.org", false, Sort.USER, false, null, 5)).rows().size());
            assertEquals(1, asked.size(), asked::toString);
            assertTrue(asked.get(0).contains("ORDER BY userOrder, regID LIMIT 20) AS walked"), asked::toString);
            asked.clear();
            assertEquals(5, search.find(new Query("", "push.example.org", false, Sort.SERVICE, false, null, 5)).rows().size());
            assertEquals(1, asked.size(), "Its own order needs no walk");
        }

        /** Problems are looked up by the index of each, and sorted without the rows. */
        @Test
        void whatFewHaveIsLookedUp() throws Exception {
            List<String> asked = new ArrayList<>();
            var search = new JdbcRegistrationSearch(() -> listening(DATABASE.open(), asked), 100, 2);
            Query problems = new Query("", "", false, true, Sort.CREATED, true, null, 200, Obstacles.NONE);
            assertEquals(200, search.find(problems).rows().size());
            assertTrue(asked.stream().noneMatch(sql -> sql.contains(" OR ") && !sql.contains("AS walked")), asked::toString);
            assertTrue(asked.stream().anyMatch(sql -> sql.endsWith("WHERE errorCount > 0")), asked::toString);
            assertTrue(asked.stream().anyMatch(sql -> sql.endsWith("WHERE disabledDate >= '0'")), asked::toString);
        }

        /** A push may wait for very many users, each of whom is a section of the order. */
        @Test
        void usersWhoAreNotLookedForAreNotAskedFor() throws Exception {
            Set<RegistrationKey> held = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                held.add(all.get(i * 7).key());
            }
            Obstacles obstacles = new Obstacles(Set.of("nobody"), Set.of(), Set.of(), held);
            String one = all.get(7).username();
            List<String> asked = new ArrayList<>();
            var search = new JdbcRegistrationSearch(() -> listening(DATABASE.open(), asked), 10, 2);
            List<Row> found = search.find(new Query(one, "", false, false, Sort.STATE, false, null, 50, obstacles)).rows();
            assertTrue(found.stream().anyMatch(row -> held.contains(row.registration().key())), found::toString);
            assertTrue(asked.size() < 50, asked.size() + " statements");
        }

        private static Connection listening(Connection connection, List<String> asked) {
            return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        asked.add((String) arguments[0]);
                    }
                    return method.invoke(connection, arguments);
                });
        }
    }

    /** As if there were not so many: where a short walk does not fill the page, all places are looked up. */
    @Nested
    class SearchByPlaces extends SearchContract {
        SearchByPlaces() {
            super(DATABASE, new JdbcRegistrationSearch(DATABASE, 400, 5));
        }
    }

    @Nested
    class Faults extends FaultsContract {
        Faults() {
            super(DATABASE);
        }
    }

    @Nested
    class Import extends ImportContract {
        Import() {
            super(DATABASE);
        }
    }

    @Nested
    class Upgrade extends UpgradeContract {
        Upgrade() {
            super(DATABASE);
        }
    }
}
