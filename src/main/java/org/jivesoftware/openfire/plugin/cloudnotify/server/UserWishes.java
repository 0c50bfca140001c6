package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.event.UserEventListener;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.PrivacyPreferences;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.ConnectionSource;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.user.User;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.openfire.user.property.DefaultUserPropertyProvider;
import org.jivesoftware.openfire.user.property.UserPropertyProvider;
import org.jspecify.annotations.Nullable;

/**
 * Keeps users' wishes as a user property of Openfire, where the administrator sees them. User properties have a provider of their own,
 * which is Openfire's database also where the users themselves come from LDAP.
 *
 * <p>Openfire's default provider says nothing when the database fails, so that is asked directly: "not set" and "not known" are different
 * here.
 */
public final class UserWishes implements PrivacyPreferences {

    /** The property; "true" hides. */
    public static final String PROPERTY = "cloudnotify.discreet";

    /** The property for the seconds of grace. */
    public static final String GRACE = "cloudnotify.grace";

    private static final String SELECT = "SELECT propValue FROM ofUserProp WHERE username=? AND name=?";

    private final ConnectionSource connections;
    private final UserManager users;
    private final Part part;

    /**
     * @param connections the database
     * @param users the accounts
     * @param part is told what fails
     */
    public UserWishes(ConnectionSource connections, UserManager users, Part part) {
        this.connections = Objects.requireNonNull(connections);
        this.users = Objects.requireNonNull(users);
        this.part = Objects.requireNonNull(part);
    }

    /**
     * Asks to be told of changes on this cluster node, by whomever.
     *
     * @param changed called with the local part of a user whose wish may have changed; must be quick
     * @return ends it
     */
    public AutoCloseable onChange(Consumer<String> changed) {
        UserEventListener listener = new Changes(Objects.requireNonNull(changed), part);
        UserEventDispatcher.addListener(listener);
        return () -> UserEventDispatcher.removeListener(listener);
    }

    @Override
    public boolean discreet(String username) throws StoreException {
        return Boolean.parseBoolean(read(username, PROPERTY));
    }

    @Override
    public @Nullable Integer grace(String username) throws StoreException {
        String text = read(username, GRACE);
        try {
            return text == null ? null : Settings.GRACE.parse(text);
        } catch (IllegalArgumentException e) {
            // An administrator may have written anything.
            return null;
        }
    }

    private @Nullable String read(String username, String property) throws StoreException {
        UserPropertyProvider provider = UserManager.getUserPropertyProvider();
        try {
            return provider instanceof DefaultUserPropertyProvider ? select(username, property)
                : provider.loadProperty(username, property);
        } catch (UserNotFoundException e) {
            return null;
        } catch (SQLException | RuntimeException e) {
            throw new StoreException("The properties of a user could not be read", e);
        }
    }

    private @Nullable String select(String username, String property) throws SQLException {
        try (Connection connection = connections.open(); PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, username);
            select.setString(2, property);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    @Override
    public void save(String username, boolean discreet) throws StoreException {
        if (discreet(username) == discreet) {
            return;
        }
        save(username, PROPERTY, discreet ? "true" : null);
        if (discreet(username) != discreet) {
            throw new StoreException("The property of a user was not stored", null);
        }
    }

    @Override
    public void saveGrace(String username, @Nullable Integer seconds) throws StoreException {
        if (Objects.equals(grace(username), seconds)) {
            return;
        }
        save(username, GRACE, seconds == null ? null : seconds.toString());
        if (!Objects.equals(grace(username), seconds)) {
            throw new StoreException("The property of a user was not stored", null);
        }
    }

    private void save(String username, String property, @Nullable String value) throws StoreException {
        try {
            Map<String, String> properties = users.getUser(username).getProperties();
            if (value == null) {
                properties.remove(property);
            } else {
                properties.put(property, value);
            }
        } catch (UserNotFoundException e) {
            throw new StoreException("There is no such user", e);
        } catch (RuntimeException e) {
            // Providers that cannot write throw UnsupportedOperationException.
            throw new StoreException("The properties of users cannot be changed here", e);
        }
    }

    private record Changes(Consumer<String> changed, Part part) implements UserEventListener {

        @Override
        public void userModified(User user, Map<String, Object> params) {
            if (part.isOff()) {
                return;
            }
            try {
                if (PROPERTY.equals(params.get("propertyKey")) || GRACE.equals(params.get("propertyKey"))) {
                    changed.accept(user.getUsername());
                }
            } catch (Throwable e) {
                part.failed(e);
            }
        }

        @Override
        public void userCreated(User user, Map<String, Object> params) {
            // A user of the same name may have been deleted before.
            userDeleting(user, params);
        }

        @Override
        public void userDeleting(User user, Map<String, Object> params) {
            if (part.isOff()) {
                return;
            }
            try {
                changed.accept(user.getUsername());
            } catch (Throwable e) {
                part.failed(e);
            }
        }
    }
}
