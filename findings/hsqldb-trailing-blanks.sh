#!/usr/bin/env bash
# In the database that Openfire brings along, keys that differ in blanks at their end are one key; in H2 they are two.
#
# Packages: org.hsqldb:hsqldb 2.3.4 (Openfire 4.2.0's) and 2.7.4, com.h2database:h2 2.3.232 beside them.
# Behaviour: HSQLDB compares VARCHAR by SQL's PAD SPACE rule: a primary key 'node' refuses 'node ', and a WHERE with blanks at the
#   end finds it. What a client chooses freely, such as the node of a pubsub service or a resource, can end in a blank, and is then
#   another thing to XMPP but the same row to the database. So such a text is no key as it is: a hash of it is, or the text is
#   compared again in Java. No collation was set; SET DATABASE COLLATION … NO PAD changes it for a whole database only.
# Seen: 2026-11-27, JDK 17; the output is the text at the end of this script.
# Exits with 0 while this is so, with 1 if anything differs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > Blanks.java <<'JAVA'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class Blanks {
    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection(args[0]); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE nodes (node VARCHAR(50) PRIMARY KEY)");
            statement.execute("INSERT INTO nodes VALUES ('node')");
            try (ResultSet found = statement.executeQuery("SELECT CHAR_LENGTH(node) FROM nodes WHERE node = 'node  '")) {
                System.out.println("two blanks more in a WHERE: " + (found.next() ? "found" : "not found"));
            }
            try {
                statement.execute("INSERT INTO nodes VALUES ('node ')");
                System.out.println("a second row with a blank more: taken");
            } catch (SQLException e) {
                System.out.println("a second row with a blank more: SQLState " + e.getSQLState());
            }
        }
    }
}
JAVA
one() {
    cat > pom.xml <<POM
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>blanks</artifactId><version>1</version><dependencies>
<dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>$3</version></dependency>
</dependencies></project>
POM
    mvn -B -ntp -q dependency:copy-dependencies -DoutputDirectory="lib-$2-$3" > maven.log 2>&1 || { cat maven.log >&2; exit 1; }
    echo "$2 $3"
    java -cp "lib-$2-$3/*" Blanks.java "$4"
}
{
    one org.hsqldb hsqldb 2.3.4 'jdbc:hsqldb:mem:a;user=SA'
    one org.hsqldb hsqldb 2.7.4 'jdbc:hsqldb:mem:a;user=SA'
    one com.h2database h2 2.3.232 'jdbc:h2:mem:a'
} > seen.txt
cat > expected.txt <<'SEEN'
hsqldb 2.3.4
two blanks more in a WHERE: found
a second row with a blank more: SQLState 23505
hsqldb 2.7.4
two blanks more in a WHERE: found
a second row with a blank more: SQLState 23505
h2 2.3.232
two blanks more in a WHERE: not found
a second row with a blank more: taken
SEEN
diff expected.txt seen.txt && echo "HSQLDB still takes blanks at the end of a key for nothing, H2 does not."
