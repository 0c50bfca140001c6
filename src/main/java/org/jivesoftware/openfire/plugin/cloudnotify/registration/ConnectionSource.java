package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections to Openfire's database come from. Thread-safe. */
@FunctionalInterface
public interface ConnectionSource {

    /**
     * @return an open connection with autocommit on, which the caller closes
     * @throws SQLException if there is none to be had
     */
    Connection open() throws SQLException;
}
