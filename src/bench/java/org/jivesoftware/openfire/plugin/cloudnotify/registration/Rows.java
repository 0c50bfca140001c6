package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/** Registrations as rows of the table, for filling it faster than clients could. */
public final class Rows {

    /** Inserts what {@link #of} gives. */
    public static final String INSERT = "INSERT INTO ofCloudNotify (regID, username, userOrder, service, serviceOrder, boundResource,"
        + " creationDate, enabledDate, errorCount, goneCount, node, options, wishes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?)";

    private Rows() {
    }

    /** @return the parameters of {@link #INSERT}; never null */
    public static Object[] of(Registration registration) {
        RegistrationKey key = registration.key();
        return new Object[] {key.id(), key.username(), JdbcText.order(key.username()), key.service().toString(),
            JdbcText.order(key.service().toString()), registration.resource(), JdbcText.millis(registration.created()),
            JdbcText.millis(registration.enabled()), key.node(),
            registration.options() == null ? null : JdbcOptions.write(registration.options()),
            registration.wishes() == null ? null : registration.wishes().stored()};
    }
}
