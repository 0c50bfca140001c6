package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Registrations on a MariaDB server, whose binaries the build has for Linux on amd64, with MariaDB's driver and with MySQL's. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MariadbRegistrationsIT {

    private static MariadbServer server;
    private static TestDatabase mariadb;
    private static TestDatabase mysql;

    @BeforeAll
    static void start() throws Exception {
        server = new MariadbServer();
        mariadb = server.mariadb();
        mysql = server.mysql();
    }

    @AfterAll
    static void stop() throws Exception {
        mariadb.close();
        mysql.close();
        server.close();
    }

    @Nested
    class Store extends StoreContract {
        Store() {
            super(mariadb);
        }
    }

    @Nested
    class StoreByMysqlDriver extends StoreContract {
        StoreByMysqlDriver() {
            super(mysql);
        }
    }

    @Nested
    class RoomChoices extends RoomSwitchesContract {
        RoomChoices() {
            super(mariadb);
        }
    }

    @Nested
    class Wishes extends WishesContract {
        Wishes() {
            super(mariadb);
        }
    }

    @Nested
    class WishesByMysqlDriver extends WishesContract {
        WishesByMysqlDriver() {
            super(mysql);
        }
    }

    @Nested
    class Waiting extends WaitingContract {
        Waiting() {
            super(mariadb);
        }
    }

    @Nested
    class WaitingByMysqlDriver extends WaitingContract {
        WaitingByMysqlDriver() {
            super(mysql);
        }
    }

    @Nested
    class Search extends SearchContract {
        Search() {
            super(mariadb);
        }
    }

    @Nested
    class Faults extends FaultsContract {
        Faults() {
            super(mariadb);
        }
    }

    @Nested
    class SearchByMysqlDriver extends SearchContract {
        SearchByMysqlDriver() {
            super(mysql);
        }
    }

    @Nested
    class FaultsByMysqlDriver extends FaultsContract {
        FaultsByMysqlDriver() {
            super(mysql);
        }
    }

    @Nested
    class Import extends ImportContract {
        Import() {
            super(mariadb);
        }
    }

    @Nested
    class ImportByMysqlDriver extends ImportContract {
        ImportByMysqlDriver() {
            super(mysql);
        }
    }

    @Nested
    class Upgrade extends UpgradeContract {
        Upgrade() {
            super(mariadb);
        }
    }

    @Nested
    class UpgradeByMysqlDriver extends UpgradeContract {
        UpgradeByMysqlDriver() {
            super(mysql);
        }
    }
}
