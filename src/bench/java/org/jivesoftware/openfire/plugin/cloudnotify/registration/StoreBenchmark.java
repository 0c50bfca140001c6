package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.openfire.plugin.cloudnotify.bench.Material;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A user whose registrations are not in the cache: reading them from HSQLDB in memory, which is the cheapest database there is. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class StoreBenchmark {

    /** Rows in the table: the time must not depend on it. */
    @Param({"1000", "50000"})
    int rows;

    private Connection keepsAlive;
    private JdbcRegistrationStore store;

    /** Fills the table. */
    @Setup
    public void fill() throws Exception {
        String url = "jdbc:hsqldb:mem:bench" + rows;
        keepsAlive = DriverManager.getConnection(url, "sa", "");
        String script = Files.readString(Path.of("database/cloudnotify_hsqldb.sql"));
        try (Statement statement = keepsAlive.createStatement()) {
            statement.execute("DROP SCHEMA PUBLIC CASCADE");
            for (String each : script.replaceAll("(?m)^--.*$", "").split(";\\s*\\n")) {
                if (!each.isBlank() && !each.contains("ofVersion")) {
                    statement.execute(each);
                }
            }
        }
        try (PreparedStatement statement = keepsAlive.prepareStatement(Rows.INSERT)) {
            for (int i = 0; i < rows; i++) {
                Object[] row = Rows.of(Material.registration("user-" + i, i));
                for (int column = 0; column < row.length; column++) {
                    statement.setObject(column + 1, row[column]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
        store = new JdbcRegistrationStore(() -> DriverManager.getConnection(url, "sa", ""));
    }

    /** Ends the database. */
    @TearDown
    public void end() throws Exception {
        keepsAlive.close();
    }

    /** A user with one registration with one option, over a connection of its own. */
    @Benchmark
    public List<Registration> load() throws StoreException {
        return store.load("user-" + ThreadLocalRandom.current().nextInt(rows));
    }

    /** The part of it that reads the options' XML. */
    @Benchmark
    public PublishOptions options() {
        return JdbcOptions.read(XML);
    }

    private static final String XML = JdbcOptions.write(Material.options(1));
}
