#!/usr/bin/env bash
# Deleting one of Openfire's properties deletes every property whose name begins with that name.
#
# Package: org.igniterealtime.openfire:xmppserver 4.2.0, with the embedded HSQLDB that it brings along.
# Behaviour: a property's children are thought to be those with a dot behind its name, but the delete in the database is
#   "name LIKE 'NAME%'". So JiveGlobals.deleteProperty("app.import") takes "app.important" along, in memory as well as in the
#   database, and setProperties with a null as the value does the same. (Versions up to 4.7.4 have the same statement in their
#   sources.) A property that may have neighbours is better set to a neutral value than deleted.
# Seen: 2026-11-27, JDK 17; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>property</artifactId><version>1</version><dependencies>
<dependency><groupId>org.igniterealtime.openfire</groupId><artifactId>xmppserver</artifactId><version>4.2.0</version><exclusions>
<exclusion><groupId>com.cenqua.shaj</groupId><artifactId>shaj</artifactId></exclusion>
<exclusion><groupId>xerces</groupId><artifactId>xercesImpl</artifactId></exclusion></exclusions></dependency>
</dependencies></project>
POM
mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory=lib > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
mkdir -p home/conf home/resources/database home/plugins home/logs
cat > home/conf/openfire.xml <<'XML'
<jive><setup>true</setup><locale>en</locale>
<connectionProvider><className>org.jivesoftware.database.EmbeddedConnectionProvider</className></connectionProvider></jive>
XML
cat > home/resources/database/openfire_hsqldb.sql <<'SQL'
CREATE TABLE ofVersion (name VARCHAR(50) NOT NULL PRIMARY KEY, version INTEGER NOT NULL);
CREATE TABLE ofProperty (name VARCHAR(100) NOT NULL PRIMARY KEY, propValue VARCHAR(4000) NOT NULL, encrypted INTEGER, iv VARCHAR(24));
INSERT INTO ofVersion (name, version) VALUES ('openfire', 26);
SQL
cat > Neighbours.java <<'JAVA'
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.Map;
import java.util.TreeSet;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.util.JiveGlobals;

class Neighbours {
    private static final Map<String, String> PROPERTIES = Map.of("app.import", "1", "app.import.child", "2", "app.important", "3", "app.other", "4");

    public static void main(String[] args) throws Exception {
        JiveGlobals.setHomeDirectory(args[0]);
        JiveGlobals.setConfigName("conf/openfire.xml");
        JiveGlobals.setProperties(PROPERTIES);
        System.out.println("before: " + stored());
        JiveGlobals.deleteProperty("app.import");
        System.out.println("after: " + stored() + ", and app.important is now " + JiveGlobals.getProperty("app.important"));
        JiveGlobals.setProperties(PROPERTIES);
        JiveGlobals.setProperties(Collections.singletonMap("app.import", null));
        System.out.println("after null: " + stored());
        System.exit(0);
    }

    private static TreeSet<String> stored() throws Exception {
        var names = new TreeSet<String>();
        try (Connection connection = DbConnectionManager.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT name FROM ofProperty WHERE name LIKE 'app.%'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
JAVA
java --add-opens java.base/java.lang=ALL-UNNAMED -cp 'lib/*' Neighbours.java "$work/home" 2> log.txt | grep -E '^(before|after|after null):' > seen.txt || { cat log.txt >&2; exit 1; }
cat > expected.txt <<'SEEN'
before: [app.import, app.import.child, app.important, app.other]
after: [app.other], and app.important is now null
after null: [app.other]
SEEN
diff expected.txt seen.txt && echo "Openfire 4.2.0 still deletes app.important with app.import."
