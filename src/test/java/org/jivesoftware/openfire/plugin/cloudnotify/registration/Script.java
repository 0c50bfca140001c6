package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.database.SchemaManager;

/** One of the plugin's database scripts. */
record Script(String type, String text) {

    /** All types of databases that some version of Openfire knows. */
    static final List<String> TYPES = List.of("cockroachdb", "db2", "firebird", "hsqldb", "mariadb", "mysql", "oracle", "postgresql",
        "sqlserver", "sybase");

    /** The present schema, whole. */
    static Script of(String type) {
        return read(type, Path.of("database"));
    }

    /** The upgrade to a version from the one before. */
    static Script upgrade(int version, String type) {
        return read(type, Path.of("database", "upgrade", "" + version));
    }

    /** The schema of version 1, as the plugin's 1.0.1 made it. */
    static Script first(String type) {
        return read(type, Path.of("src", "test", "resources", "database-1"));
    }

    private static Script read(String type, Path folder) {
        try {
            return new Script(type, Files.readString(folder.resolve("cloudnotify_" + type + ".sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the script by Openfire's own code. */
    void run(Connection connection) throws SQLException {
        try {
            Method run = SchemaManager.class.getDeclaredMethod("executeSQLScript", Connection.class, InputStream.class, Boolean.class);
            run.setAccessible(true);
            run.invoke(null, connection, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), true);
        } catch (InvocationTargetException e) {
            throw new SQLException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("This Openfire runs scripts differently", e);
        }
    }

    /** The statements, without comments and without the semicolon at the end of their last line. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : text.lines().filter(line -> !line.startsWith("--")).toList()) {
            statement.append(line).append('\n');
            if (line.endsWith(";")) {
                statements.add(statement.toString().strip().replaceFirst(";$", ""));
                statement.setLength(0);
            }
        }
        if (!statement.toString().isBlank()) {
            throw new AssertionError("No semicolon at the end of a line follows " + statement);
        }
        return statements;
    }
}
