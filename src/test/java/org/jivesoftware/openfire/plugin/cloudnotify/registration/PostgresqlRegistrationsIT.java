package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Registrations on a PostgreSQL server, whose binaries the build has for Linux on amd64. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PostgresqlRegistrationsIT {

    private static EmbeddedPostgres server;
    private static TestDatabase database;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().start();
        database = new TestDatabase("postgresql", () -> server.getPostgresDatabase().getConnection());
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        server.close();
    }

    @Nested
    class Store extends StoreContract {
        Store() {
            super(PostgresqlRegistrationsIT.database);
        }
    }

    @Nested
    class RoomChoices extends RoomSwitchesContract {
        RoomChoices() {
            super(database);
        }
    }

    @Nested
    class Wishes extends WishesContract {
        Wishes() {
            super(database);
        }
    }

    @Nested
    class Waiting extends WaitingContract {
        Waiting() {
            super(database);
        }
    }

    @Nested
    class Search extends SearchContract {
        Search() {
            super(PostgresqlRegistrationsIT.database);
        }
    }

    @Nested
    class Faults extends FaultsContract {
        Faults() {
            super(database);
        }
    }

    @Nested
    class Import extends ImportContract {
        Import() {
            super(database);
        }
    }

    @Nested
    class Upgrade extends UpgradeContract {
        Upgrade() {
            super(database);
        }
    }
}
