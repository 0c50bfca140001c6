package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * The Openfire that the test servers run: the one whose libraries are on the tests' class path, or, where the system property
 * {@value #FOLDER_PROPERTY} names its folder, an unpacked distribution.
 */
interface Openfire {
    /** System property with the folder of an unpacked Openfire distribution. */
    String FOLDER_PROPERTY = "openfire.home";

    /** The one that is tested. */
    static Openfire tested() {
        String folder = System.getProperty(FOLDER_PROPERTY, "");
        return folder.isBlank() ? new EmbeddedOpenfire() : UnpackedOpenfire.in(Path.of(folder));
    }

    /** Its version, such as 5.1.1 or 5.2.0-SNAPSHOT. */
    String version();

    /** Makes what stands in a home folder beside configuration, log and database: key stores, the admin console, libraries. */
    void fill(Path home, ServerConfig config) throws IOException, GeneralSecurityException;

    /** The script that makes the tables of an empty HSQLDB. */
    String databaseScript(Path home) throws IOException;

    /** The script that makes the tables of an empty PostgreSQL. */
    default String sharedDatabaseScript(Path home) throws IOException {
        return databaseScript(home).replace("LONGVARCHAR", "TEXT");
    }

    /** Elements of conf/openfire.xml that only this Openfire needs. */
    String configuration(ServerPorts ports);

    /** The JVM's arguments from the class path to the main class, for a server in that home. */
    List<String> launch(Path home, ServerConfig config) throws IOException;

    /** How much longer than the embedded one it may take to start. */
    int patience();
}
