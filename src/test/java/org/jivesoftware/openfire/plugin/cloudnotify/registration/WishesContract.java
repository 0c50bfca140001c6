package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.server.UserWishes;
import org.jivesoftware.openfire.user.User;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.openfire.user.UserProvider;
import org.jivesoftware.openfire.user.property.DefaultUserPropertyProvider;
import org.jivesoftware.openfire.user.property.UserPropertyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;
import org.mockito.Mockito;

/**
 * What users wish, on one kind of database, in the table that Openfire makes there. Openfire's own code writes it; only where that finds
 * its database and its accounts is the test's.
 */
abstract class WishesContract {

    private static final SQLException DOWN = new SQLException("The database is down");

    private final TestDatabase database;
    private final UserWishes wishes;
    private final UserManager accounts = Mockito.mock(UserManager.class);
    /** Each with the properties that Openfire remembers of it. */
    private final Map<String, User> users = new HashMap<>();
    private MockedStatic<UserManager> manager;
    private MockedStatic<DbConnectionManager> connections;
    private UserPropertyProvider provider = new DefaultUserPropertyProvider();
    private boolean readable = true;
    private boolean writable = true;

    WishesContract(TestDatabase database) {
        this.database = database;
        this.wishes = new UserWishes(this::open, accounts, new Parts("test", System::nanoTime).part(PartName.PRIVACY));
    }

    private Connection open() throws SQLException {
        if (!readable) {
            throw DOWN;
        }
        return database.open();
    }

    @BeforeEach
    void create() throws Exception {
        database.drop("ofUserProp");
        database.execute("CREATE TABLE ofUserProp (username VARCHAR(64) NOT NULL, name VARCHAR(100) NOT NULL, propValue "
            + (database.type().equals("hsqldb") ? "VARCHAR(4000)" : "TEXT") + " NOT NULL, PRIMARY KEY (username, name))");
        UserProvider provided = Mockito.mock(UserProvider.class);
        manager = Mockito.mockStatic(UserManager.class, call -> switch (call.getMethod().getName()) {
            case "getUserPropertyProvider" -> provider;
            case "getUserProvider" -> provided;
            default -> throw new UnsupportedOperationException(call.toString());
        });
        connections = Mockito.mockStatic(DbConnectionManager.class, call -> {
            if (!call.getMethod().getName().equals("getConnection")) {
                return call.callRealMethod();
            }
            if (!writable) {
                throw DOWN;
            }
            return database.open();
        });
        Mockito.when(accounts.getUser(Mockito.anyString())).then(call -> {
            User user = users.get((String) call.getArgument(0));
            if (user == null) {
                throw new UserNotFoundException();
            }
            return user;
        });
        List.of("alice", "bob", "o'neill", "zoë%", "x".repeat(64))
            .forEach(name -> users.put(name, new User(name, name, null, new Date(), new Date())));
    }

    @AfterEach
    void end() {
        manager.close();
        connections.close();
    }

    @Test
    void aWishIsKeptReplacedAndTakenBack() throws Exception {
        assertFalse(wishes.discreet("alice"));
        assertNull(wishes.grace("alice"));
        wishes.save("alice", true);
        wishes.saveGrace("alice", 15);
        wishes.saveGrace("alice", 300);
        assertTrue(wishes.discreet("alice"));
        assertEquals(300, wishes.grace("alice"));
        assertEquals(Map.of(UserWishes.PROPERTY, "true", UserWishes.GRACE, "300"), stored("alice"));
        wishes.saveGrace("alice", 0);
        assertEquals(0, wishes.grace("alice"), "that is a number of seconds, too");
        wishes.save("alice", false);
        wishes.saveGrace("alice", null);
        assertFalse(wishes.discreet("alice"));
        assertNull(wishes.grace("alice"));
        assertEquals(Map.of(), stored("alice"));
    }

    @Test
    void usersAreToldApart() throws Exception {
        for (String name : users.keySet()) {
            wishes.save(name, !name.equals("bob"));
            wishes.saveGrace(name, name.length());
        }
        for (String name : users.keySet()) {
            assertEquals(!name.equals("bob"), wishes.discreet(name), name);
            assertEquals(name.length(), wishes.grace(name), name);
        }
        wishes.saveGrace("alice", null);
        assertEquals(3, wishes.grace("bob"));
        assertTrue(wishes.discreet("alice"), "the other wish stays");
    }

    @Test
    void whatSomebodyElseWroteIsReadAsFarAsItIsAWish() throws Exception {
        users.get("alice").getProperties().put(UserWishes.PROPERTY, "TRUE");
        assertTrue(wishes.discreet("alice"));
        users.get("alice").getProperties().put(UserWishes.PROPERTY, "perhaps");
        assertFalse(wishes.discreet("alice"));
        for (String text : List.of("", "-1", "301", "soon", "15 s", "9".repeat(200))) {
            users.get("bob").getProperties().put(UserWishes.GRACE, text);
            assertNull(wishes.grace("bob"), text);
        }
        users.get("bob").getProperties().put(UserWishes.GRACE, "15");
        assertEquals(15, wishes.grace("bob"));
    }

    /** On this node, by whomever; other properties are nobody's business here. */
    @Test
    void whoListensHearsOfEachChange() throws Exception {
        List<String> heard = new ArrayList<>();
        AutoCloseable listening = wishes.onChange(heard::add);
        wishes.save("alice", true);
        wishes.save("alice", true);
        wishes.saveGrace("bob", 15);
        users.get("bob").getProperties().put("favourite colour", "blue");
        users.get("bob").getProperties().put(UserWishes.PROPERTY, "true");
        assertEquals(List.of("alice", "bob", "bob"), heard);
        wishes.save("alice", false);
        assertEquals(List.of("alice", "bob", "bob", "alice"), heard);
        listening.close();
        wishes.save("alice", true);
        assertEquals(4, heard.size());
    }

    /** Not set and not known are different: what was sent cannot be taken back. */
    @Test
    void whatCannotBeReadIsNotTakenForNoWish() throws Exception {
        wishes.save("alice", true);
        readable = false;
        assertThrows(StoreException.class, () -> wishes.discreet("alice"));
        assertThrows(StoreException.class, () -> wishes.grace("alice"));
        assertThrows(StoreException.class, () -> wishes.save("alice", false));
        assertThrows(StoreException.class, () -> wishes.saveGrace("alice", 5));
        readable = true;
        assertTrue(wishes.discreet("alice"));
    }

    /** Openfire says nothing where it could not write. */
    @Test
    void whatWasNotStoredIsSaid() throws Exception {
        wishes.saveGrace("alice", 15);
        writable = false;
        assertThrows(StoreException.class, () -> wishes.save("alice", true));
        assertThrows(StoreException.class, () -> wishes.saveGrace("alice", 30));
        assertThrows(StoreException.class, () -> wishes.saveGrace("alice", null));
        writable = true;
        assertFalse(wishes.discreet("alice"));
        assertEquals(15, wishes.grace("alice"));
    }

    @Test
    void whoIsNotThereHasNoWishesAndCannotGetAny() throws Exception {
        assertFalse(wishes.discreet("nobody"));
        assertNull(wishes.grace("nobody"));
        assertThrows(StoreException.class, () -> wishes.save("nobody", true));
        assertThrows(StoreException.class, () -> wishes.saveGrace("nobody", 5));
        assertEquals(Map.of(), stored("nobody"));
    }

    /** Where accounts come from elsewhere, their properties may, too. */
    @Test
    void anotherProviderIsAskedInItsOwnWay() throws Exception {
        provider = Mockito.mock(UserPropertyProvider.class);
        Mockito.when(provider.loadProperty("alice", UserWishes.PROPERTY)).thenReturn("true");
        Mockito.when(provider.loadProperty("bob", UserWishes.PROPERTY)).thenThrow(new UserNotFoundException());
        Mockito.when(provider.loadProperty("alice", UserWishes.GRACE)).thenThrow(new IllegalStateException("The directory is down"));
        Mockito.when(provider.loadProperties("alice")).thenReturn(new HashMap<>(Map.of(UserWishes.PROPERTY, "true")));
        Mockito.doThrow(new UnsupportedOperationException()).when(provider).deleteProperty("alice", UserWishes.PROPERTY);
        readable = false;
        writable = false;
        assertTrue(wishes.discreet("alice"));
        assertFalse(wishes.discreet("bob"));
        assertThrows(StoreException.class, () -> wishes.grace("alice"));
        assertThrows(StoreException.class, () -> wishes.save("alice", false), "it cannot write");
    }

    private Map<String, String> stored(String username) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        try (Connection connection = database.open(); PreparedStatement select = connection
            .prepareStatement("SELECT name, propValue FROM ofUserProp WHERE username=?")) {
            select.setString(1, username);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.put(row.getString(1), row.getString(2));
                }
            }
        }
        return all;
    }
}
