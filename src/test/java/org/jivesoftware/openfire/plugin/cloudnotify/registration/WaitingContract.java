package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Pushes that wait, on one kind of database. */
abstract class WaitingContract {

    private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_123L);
    private static final Instant BEFORE = THEN.minus(Duration.ofHours(1));
    private static final int MANY = 1_200;

    private final TestDatabase database;
    private final JdbcWaiting rows;
    private boolean shared;

    WaitingContract(TestDatabase database) {
        this.database = database;
        this.rows = owner("here");
    }

    private JdbcWaiting owner(String name) {
        return new JdbcWaiting(database, name, () -> shared);
    }

    @BeforeEach
    void create() throws Exception {
        database.create();
    }

    private RegistrationKey registered(String username, String node) throws StoreException {
        RegistrationKey key = new RegistrationKey(username, new JID("push.example.org"), node);
        new JdbcRegistrationStore(database).save(new Registration(key, null, "phone", null, THEN, THEN, Health.GOOD), List.of());
        return key;
    }

    private static WaitingRow row(RegistrationKey key, String causes) {
        return new WaitingRow(key, "SERVICE", THEN, THEN.plusMillis(1), causes);
    }

    private static Set<WaitingRow> loaded(JdbcWaiting from) throws StoreException {
        List<WaitingRow> all = from.load(BEFORE, 10_000);
        Set<WaitingRow> distinct = new HashSet<>(all);
        assertEquals(distinct.size(), all.size(), "doubled");
        return distinct;
    }

    @Test
    void whatIsSavedIsLoadedReplacedAndRemoved() throws StoreException {
        RegistrationKey hostile = registered("o'brien é", String.join("", Samples.HOSTILE));
        RegistrationKey nodeless = registered("bob", null);
        WaitingRow untimed = new WaitingRow(nodeless, "DATABASE", THEN, null, "b");
        rows.save(List.of(row(hostile, "a"), untimed), List.of());
        assertEquals(Set.of(row(hostile, "a"), untimed), loaded(rows));
        rows.save(List.of(row(hostile, "c")), List.of(nodeless));
        rows.save(List.of(), List.of(nodeless));
        assertEquals(Set.of(row(hostile, "c")), loaded(rows));
        assertEquals(Set.of(row(hostile, "c")), loaded(rows), "Loading keeps it");
    }

    @Test
    void manyAreSavedByPortions() throws StoreException {
        List<WaitingRow> many = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            many.add(row(registered("user" + i, "n"), "a"));
        }
        rows.save(many, List.of());
        assertEquals(new HashSet<>(many), loaded(rows));
        assertEquals(10, rows.load(BEFORE, 10).size());
        rows.save(List.of(), many.subList(1, MANY).stream().map(WaitingRow::key).toList());
        assertEquals(Set.of(many.get(0)), loaded(rows));
    }

    @Test
    void whatIsTooOldOrOfARegistrationThatIsNoMoreIsRemoved() throws StoreException, SQLException {
        RegistrationKey old = registered("old", "n");
        RegistrationKey gone = registered("gone", "n");
        RegistrationKey good = registered("good", "n");
        rows.save(List.of(new WaitingRow(old, "RATE", BEFORE.minusMillis(1), null, "a"), row(gone, "a"), row(good, "a")), List.of());
        new JdbcRegistrationStore(database).delete(List.of(gone));
        assertEquals(Set.of(row(good, "a")), loaded(rows));
        // A second row of that key would stop it: none is left.
        database.execute("UPDATE ofCloudNotifyWaiting SET waitID = 'x'");
    }

    @Test
    void nodesOfAClusterTakeTheirOwnOnly() throws StoreException {
        shared = true;
        RegistrationKey key = registered("alice", "n");
        JdbcWaiting other = owner("there");
        rows.save(List.of(row(key, "mine")), List.of());
        other.save(List.of(row(key, "other's")), List.of());
        assertEquals(Set.of(row(key, "mine")), loaded(owner("here")));
        rows.removeOthers();
        rows.save(List.of(), List.of(key));
        assertEquals(Set.of(row(key, "other's")), loaded(other));
    }

    @Test
    void whoIsAloneTakesAll() throws StoreException {
        RegistrationKey key = registered("alice", "n");
        owner("an earlier name").save(List.of(row(key, "then")), List.of());
        rows.removeOthers();
        assertEquals(Set.of(row(key, "then")), loaded(rows), "Not before it was loaded");
        rows.save(List.of(row(key, "now")), List.of());
        rows.removeOthers();
        assertEquals(Set.of(row(key, "now")), loaded(rows));
    }

    @Test
    void whatFailedHalfwayCanBeSavedAgain() throws StoreException {
        List<WaitingRow> two = List.of(row(registered("alice", "n"), "a"), row(registered("bob", "n"), "a"));
        rows.save(two, List.of());
        for (int calls = 0; calls < 6; calls++) {
            FailingConnections failing = new FailingConnections(database, calls, new SQLException("gone", "08006"));
            JdbcWaiting broken = new JdbcWaiting(failing, "here", () -> false);
            assertThrows(StoreException.class, () -> broken.save(two, List.of()));
            assertEquals(0, failing.stillOpen());
            assertEquals(new HashSet<>(two), loaded(rows));
        }
        rows.save(two, List.of());
        assertEquals(new HashSet<>(two), loaded(rows));
    }

    /** What was pushed is kept beside what waits. */
    @Test
    void pagesOfWhatWasPushedAreReplacedFoundLastOnesFirstAndRemoved() throws Exception {
        JdbcPushed pages = new JdbcPushed(database);
        PushedPages.Page long1 = new PushedPages.Page("one", "0123456789".repeat(6_000));
        pages.save(new PushedPages.Page("one", "first"), BEFORE);
        pages.save(new PushedPages.Page("two", "second"), THEN.minusMillis(1));
        pages.save(long1, THEN);
        assertEquals(List.of(long1, new PushedPages.Page("two", "second")), pages.load(BEFORE, 10));
        assertEquals(List.of(long1), pages.load(BEFORE, 1));
        assertEquals(List.of(long1), pages.load(THEN, 10));
        pages.save(new PushedPages.Page("three", "third"), BEFORE);
        pages.remove(List.of("one", "none"), BEFORE.plusMillis(1));
        assertEquals(List.of(new PushedPages.Page("two", "second")), pages.load(BEFORE, 10));
        database.drop("ofCloudNotifyPushed");
        assertThrows(StoreException.class, () -> pages.load(BEFORE, 10));
        assertThrows(StoreException.class, () -> pages.save(long1, THEN));
    }

    /** Each server's sign of life is one row, in no page's way. */
    @Test
    void signsOfLifeAreReplacedAndNoPages() throws Exception {
        JdbcRunning here = new JdbcRunning(database, "here");
        JdbcRunning there = new JdbcRunning(database, "there");
        assertEquals(List.of(), here.lives());
        here.save(new RunningNodes.Life(here.self(), BEFORE, null, BEFORE));
        RunningNodes.Life one = new RunningNodes.Life(here.self(), BEFORE, null, THEN);
        RunningNodes.Life other = new RunningNodes.Life(there.self(), THEN, BEFORE, THEN);
        here.save(one);
        there.save(other);
        assertEquals(Set.of(one, other), Set.copyOf(here.lives()));
        JdbcPushed pages = new JdbcPushed(database);
        assertEquals(List.of(), pages.load(BEFORE, 10));
        pages.remove(List.of(), THEN.plusSeconds(1));
        assertEquals(2, there.lives().size());
        new JdbcRunning(database, "anew").save(new RunningNodes.Life("anew", THEN, null, THEN.plus(Duration.ofDays(91))));
        assertEquals(1, here.lives().size(), "who was given up long ago is forgotten");
        database.drop("ofCloudNotifyPushed");
        assertThrows(StoreException.class, here::lives);
        assertThrows(StoreException.class, () -> here.save(one));
    }
}
