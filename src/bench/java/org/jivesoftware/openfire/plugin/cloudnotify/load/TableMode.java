package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcRegistrationStore;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushTimes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.xmpp.packet.JID;

/**
 * A million registrations in the table: what the plugin's start and heap know of them, and how long the console's, the statistics' and
 * the cleaner's queries take. The table is on the disk, where a real server's database has it: rows in HSQLDB's memory would be gigabytes,
 * and were not the plugin's.
 */
final class TableMode {
    private static final int BATCH = 50_000;
    private static final int STARTS = 5;
    private static final int TIMES = 5;
    private static final int PAGE = 50;
    /** What takes so long the first time is not repeated. */
    private static final double LONG_MILLIS = 5_000;
    private static final int PUSHED = 5_000;
    /** Of so many rows, one is disabled, and of so many of these one for longer than they are kept. */
    private static final int DISABLED = 100;
    private static final int LONG_DISABLED = 50;
    private static final Duration LONG = Duration.ofDays(31);

    private final Options options;
    private final Report report;
    private final int rows;

    TableMode(Options options, Report report) {
        this.options = options;
        this.report = report;
        this.rows = options.number("rows", 1_000_000);
    }

    void run() throws IOException {
        try (World world = new World(options.with("heap", "4g"))) {
            world.server.restart();
            started(world, 0);
            long begin = System.nanoTime();
            fill(world);
            report.remark("Filling took %.0f s.".formatted((System.nanoTime() - begin) / 1e9));
            world.server.restart();
            started(world, rows);
            world.server.stop();
            queries(world.server.home());
        }
    }

    private void fill(World world) {
        // Everything in the cache, and no log, while the table grows; the sizes count from when the file is opened, which is now.
        world.control().database().update("SET FILES LOG FALSE");
        world.control().database().update("SET FILES CACHE ROWS 1200000");
        world.control().database().update("SET FILES CACHE SIZE 3000000");
        world.control().database().update("SET TABLE ofCloudNotify TYPE CACHED");
        for (int start = 0; start < rows; start += BATCH) {
            int first = start;
            String[] names = new String[Math.min(BATCH, rows - start)];
            java.util.Arrays.setAll(names, i -> name(first + i));
            world.register("push" + start / BATCH, names);
        }
        // One in a hundred is disabled, since today or since long ago.
        Instant now = Instant.now();
        world.control().database().update("UPDATE ofCloudNotify SET disabledDate = ?, errorCount = 16, lastError = 'forbidden'"
            + " WHERE MOD(CAST(SUBSTRING(username FROM 2) AS INTEGER), " + DISABLED + ") = 0", date(now));
        world.control().database().update("UPDATE ofCloudNotify SET disabledDate = ? WHERE disabledDate IS NOT NULL AND"
            + " MOD(CAST(SUBSTRING(username FROM 2) AS INTEGER), " + DISABLED * LONG_DISABLED + ") = 0",
            date(now.minus(LONG)));
        // HSQLDB's own sizes again from the next start.
        world.control().database().update("SET FILES CACHE ROWS 50000");
        world.control().database().update("SET FILES CACHE SIZE 10000");
        world.control().database().update("SET FILES LOG TRUE");
        world.control().database().update("CHECKPOINT");
    }

    private static String date(Instant time) {
        return "%015d".formatted(time.toEpochMilli());
    }

    private static String name(int number) {
        return "m%07d".formatted(number);
    }

    /** The plugin's start, and the heap without it and with it. */
    private void started(World world, int present) {
        Latencies starts = new Latencies();
        List<Double> own = new ArrayList<>();
        long[] heap = new long[2];
        for (int i = 0; i < STARTS; i++) {
            long[] start = world.control().load().reload("cloudnotify");
            starts.add(start[0]);
            own.add((start[2] - start[1]) / 1e3);
            heap = new long[] {start[1], start[2]};
        }
        own.sort(null);
        report.add(new Step().with("rows in the table", present).with("starts", STARTS).with("start", starts)
            .with("heap MB without the plugin", heap[0] / 1e6).with("with it", heap[1] / 1e6)
            .with("KB of the plugin, median", own.get(STARTS / 2)));
    }

    /** The plugin's queries, on the same files after the server has ended; each first on a cold cache. */
    private void queries(Path home) throws IOException {
        String url = "jdbc:hsqldb:file:" + home.resolve("embedded-db/openfire");
        try (Connection first = DriverManager.getConnection(url, "sa", "")) {
            JdbcRegistrationSearch search = new JdbcRegistrationSearch(() -> DriverManager.getConnection(url, "sa", ""));
            JdbcRegistrationStore store = new JdbcRegistrationStore(() -> DriverManager.getConnection(url, "sa", ""));
            RegistrationKey key = new RegistrationKey(name(1), new JID("push0.chat.example"), "node-" + name(1));
            query(store, key, "number of registrations (statistics, at most once a minute)", search::count);
            for (Sort sort : Sort.values()) {
                query(store, key, "first page by " + sort, () -> search.find(page("", "", false, sort, false)).rows().size());
                query(store, key, "last page by " + sort, () -> search.find(page("", "", false, sort, true)).rows().size());
            }
            query(store, key, "50 pages on from the middle", () -> pages(search));
            query(store, key, "user's beginning, one hit", () -> search.find(page(name(rows / 2), "", false, Sort.USER, false)).rows()
                .size());
            query(store, key, "user's beginning, sorted by errors",
                () -> search.find(page(name(rows / 2), "", false, Sort.ERRORS, false)).rows().size());
            query(store, key, "disabled only, by USER", () -> search.find(page("", "", true, Sort.USER, false)).rows().size());
            query(store, key, "disabled only, by ERRORS, most first", () -> search.find(page("", "", true, Sort.ERRORS, true)).rows()
                .size());
            query(store, key, "service that is not there, by USER",
                () -> search.find(page("", "nowhere", false, Sort.USER, false)).rows().size());
            query(store, key, "a user's registrations", () -> store.load(name(rows / 3)).size());
            query(store, key, "long disabled, a portion (cleaner)", () ->
                store.disabledBefore(Instant.now().minus(Duration.ofDays(30)), null, 100).size());
            query(store, key, "times of " + PUSHED + " last pushes", () -> {
                PushTimes times = new PushTimes(search, store, Clock.systemUTC(), registration -> false);
                for (int i = 0; i < PUSHED; i++) {
                    times.pushed(new RegistrationKey(name(i % rows), new JID("push0.chat.example"), "node-" + name(i % rows)), true,
                        DeviceListener.Where.HERE);
                }
                times.close();
                return PUSHED;
            });
            query(store, key, "service that all have, by USER",
                () -> search.find(page("", "push", false, Sort.USER, false)).rows().size());
            query(store, key, "user's beginning that all have, by ERRORS",
                () -> search.find(page("m", "", false, Sort.ERRORS, true)).rows().size());
            try (Statement statement = first.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static Query page(String user, String service, boolean disabledOnly, Sort sort, boolean descending) {
        return new Query(user, service, disabledOnly, sort, descending, null, PAGE);
    }

    private int pages(JdbcRegistrationSearch search) throws Exception {
        int seen = 0;
        String cursor = null;
        for (int i = 0; i < PAGE; i++) {
            RegistrationSearch.Page page = search.find(new Query("m0" + rows / 2 / 100_000, "", false, Sort.USER, false, cursor, PAGE));
            seen += page.rows().size();
            cursor = page.next();
            if (cursor == null) {
                break;
            }
        }
        return seen;
    }

    /** How long it takes, and how long a write of one registration's health takes meanwhile. */
    private void query(JdbcRegistrationStore store, RegistrationKey key, String what, Callable<? extends Number> query) {
        Latencies times = new Latencies();
        Latencies writes = new Latencies();
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                World.sleep(1);
                long begin = System.nanoTime();
                try {
                    store.saveHealth(key, Health.GOOD, new Health(i % 15, 0, null, i % 15 == 0 ? null : "forbidden"));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                writes.add(System.nanoTime() - begin);
            }
        }, "writer");
        writer.start();
        Number result = 0;
        double cold = 0;
        try {
            for (int i = 0; i < TIMES && (i == 0 || cold < LONG_MILLIS); i++) {
                long begin = System.nanoTime();
                result = query.call();
                times.add(System.nanoTime() - begin);
                cold = i == 0 ? (System.nanoTime() - begin) / 1e6 : cold;
            }
            over.set(true);
            writer.join();
        } catch (Exception e) {
            throw new IllegalStateException(what, e);
        } finally {
            over.set(true);
        }
        report.add(new Step().with("query", what).with("result", result).with("first ms", cold).with("median ms", times.millis(0.5))
            .with("longest write meanwhile ms", writes.millis(1)));
    }
}
