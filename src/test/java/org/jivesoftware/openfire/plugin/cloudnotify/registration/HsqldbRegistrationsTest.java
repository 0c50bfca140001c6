package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.DriverManager;
import org.junit.jupiter.api.Nested;

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
    class Search extends SearchContract {
        Search() {
            super(DATABASE);
        }
    }

    /** As if there were very many rows that pass any filter. */
    @Nested
    class SearchAmongMany extends SearchContract {
        SearchAmongMany() {
            super(DATABASE, new JdbcRegistrationSearch(DATABASE, 0));
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
}
