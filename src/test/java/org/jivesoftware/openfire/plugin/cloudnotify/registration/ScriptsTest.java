package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts for all databases, as far as they can be checked without their servers: one table, in each database's own words. */
class ScriptsTest {

    /** The columns in their order, and what they hold: a text of so many characters, a time, a number, or a text of any length. */
    private static final List<String> COLUMNS = List.of("regID 64!", "username 64!", "userOrder 180!", "service 3071!", "serviceOrder 180!",
        "boundResource 1023", "userAgent 255", "creationDate time!", "enabledDate time!", "errorCount number!", "goneCount number!",
        "disabledDate time", "lastError 64", "lastPushDate time", "node long", "options long");

    /** Openfire's own column types in its scripts for the same database: short texts, times, numbers, long texts. */
    private static final Map<String, List<String>> TYPES = Map.of(
        "cockroachdb", List.of("VARCHAR", "CHAR", "INTEGER", "TEXT"),
        "db2", List.of("VARCHAR", "CHAR", "INTEGER", "CLOB"),
        "firebird", List.of("VARCHAR", "CHAR", "INTEGER", "BLOB SUB_TYPE TEXT CHARACTER SET UTF8"),
        "hsqldb", List.of("VARCHAR", "VARCHAR", "INTEGER", "LONGVARCHAR"),
        "mariadb", List.of("VARCHAR", "CHAR", "INTEGER", "MEDIUMTEXT"),
        "mysql", List.of("VARCHAR", "CHAR", "INTEGER", "MEDIUMTEXT"),
        "oracle", List.of("VARCHAR2", "CHAR", "INTEGER", "CLOB"),
        "postgresql", List.of("VARCHAR", "CHAR", "INTEGER", "TEXT"),
        "sqlserver", List.of("NVARCHAR", "NVARCHAR", "INTEGER", "NTEXT"),
        "sybase", List.of("N?VARCHAR", "VARCHAR", "INTEGER", "TEXT"));

    /** Where a service's address cannot be as long as XMPP allows, or is measured in bytes. */
    private static final Map<String, Integer> SERVICE_LIMITS = Map.of("oracle", 4000, "sybase", 1024);

    /** Words that some database keeps for itself. SERVICE, NODE and OPTIONS are none of them. */
    private static final Set<String> RESERVED = Set.of("USER", "VALUE", "SIZE", "TIMESTAMP", "DATE", "RESOURCE", "ORDER", "COUNT", "ERROR",
        "KEY", "OPTION", "LEVEL", "STATE", "TIME", "COMMENT");

    private static final Map<String, String> INDEXES = Map.of("ofCloudNotify_user_idx", "userOrder",
        "ofCloudNotify_serv_idx", "serviceOrder", "ofCloudNotify_cDate_idx", "creationDate", "ofCloudNotify_errors_idx", "errorCount",
        "ofCloudNotify_dDate_idx", "disabledDate");

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE ofCloudNotify \\(\n(.*)\n\\)(.*)", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("CREATE INDEX (\\w+) ON ofCloudNotify \\((\\w+), regID\\)");
    private static final Pattern INNER_INDEX = Pattern.compile("INDEX (\\w+) \\((\\w+), regID\\)");

    static Stream<Script> scripts() {
        return Script.TYPES.stream().map(Script::of);
    }

    private static boolean isMysql(Script script) {
        return script.type().equals("mysql") || script.type().equals("mariadb");
    }

    private static Matcher table(Script script) {
        Matcher table = TABLE.matcher(script.statements().get(0));
        assertTrue(table.matches(), "the first statement makes the table");
        return table;
    }

    /** The lines between the brackets: columns, then keys. */
    private static List<String> lines(Script script) {
        return Arrays.stream(table(script).group(1).split(",\n")).map(String::strip).toList();
    }

    @Test
    void thereIsOneForEachTypeAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("database"))) {
            assertEquals(Script.TYPES.stream().map(type -> "cloudnotify_" + type + ".sql").toList(),
                files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql")).sorted().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void sameColumnsInTheDatabasesOwnTypes(Script script) {
        List<String> types = TYPES.get(script.type());
        List<String> lines = lines(script);
        for (int i = 0; i < COLUMNS.size(); i++) {
            String name = COLUMNS.get(i).split(" ")[0];
            String content = COLUMNS.get(i).split(" ")[1];
            boolean required = content.endsWith("!");
            String type = switch (content.replace("!", "")) {
                case "time" -> types.get(1) + "\\(15\\)";
                case "number" -> types.get(2);
                case "long" -> types.get(3);
                case "3071" -> types.get(0) + "\\(" + SERVICE_LIMITS.getOrDefault(script.type(), 3071) + "\\)";
                default -> types.get(0) + "\\(" + content.replace("!", "") + "\\)";
            };
            // Sybase takes a column for required unless told otherwise.
            String end = required ? " +NOT NULL" : script.type().equals("sybase") ? " +NULL" : "";
            assertTrue(lines.get(i).matches(name + " +" + type + end), lines.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void sameKeyAndIndexes(Script script) {
        List<String> keys = lines(script).subList(COLUMNS.size(), lines(script).size());
        assertEquals(isMysql(script) ? "PRIMARY KEY (regID)" : "CONSTRAINT ofCloudNotify_pk PRIMARY KEY (regID)", keys.get(0));
        List<String> indexes = isMysql(script) ? keys.subList(1, keys.size()) : script.statements().subList(1, 1 + INDEXES.size());
        assertEquals(INDEXES.size(), indexes.size());
        for (String line : indexes) {
            Matcher index = (isMysql(script) ? INNER_INDEX : INDEX).matcher(line);
            assertTrue(index.matches(), line);
            assertEquals(INDEXES.get(index.group(1)), index.group(2));
        }
        assertEquals(isMysql(script) ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "", table(script).group(2));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theLastStatementTellsOpenfireTheVersion(Script script) {
        List<String> statements = script.statements();
        assertEquals("INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 1)", statements.get(statements.size() - 1));
        assertEquals(2 + (isMysql(script) ? 0 : INDEXES.size()), statements.size());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void openfireReadsItAsItIsMeant(Script script) {
        script.text().lines().forEach(line -> {
            assertEquals(line.stripTrailing(), line, "Openfire takes the semicolon off by its place at the very end");
            assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
            if (line.startsWith("--")) {
                assertTrue(!line.endsWith(";"), "Openfire would end a statement here");
            } else {
                assertTrue(!Pattern.compile("^\\s*(//|#|REM|/\\*|\\*)").matcher(line).find(), "Openfire would take this for a comment");
                assertTrue(!line.contains("--") && line.indexOf(';') == (line.endsWith(";") ? line.length() - 1 : -1), line);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void namesAreOpenfiresKind(Script script) {
        Set<String> names = new HashSet<>();
        Matcher matcher = Pattern.compile("\\bof\\w+").matcher(String.join("\n", script.statements()));
        while (matcher.find()) {
            names.add(matcher.group());
        }
        names.remove("ofVersion");
        Set<String> expected = new HashSet<>(INDEXES.keySet());
        expected.add("ofCloudNotify");
        if (!isMysql(script)) {
            expected.add("ofCloudNotify_pk");
        }
        assertEquals(expected, names);
        names.forEach(name -> assertTrue(name.length() <= 30, name));
    }

    @Test
    void noColumnHasAReservedName() {
        for (String column : COLUMNS) {
            String name = column.split(" ")[0];
            assertTrue(!RESERVED.contains(name.toUpperCase(Locale.ROOT)) && name.length() <= 30, name);
        }
    }
}
