package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

/** The scripts for all databases, as far as they can be checked without their servers: the same tables, in each database's own words. */
class ScriptsTest {

    /**
     * The tables with their columns in their order, and what they hold: a text of so many characters, an address, a time, a number, or a
     * text of any length.
     */
    private static final Map<String, List<String>> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("ofCloudNotify", List.of("regID 64!", "username 64!", "userOrder 180!", "service address!", "serviceOrder 180!",
            "boundResource 1023", "userAgent 255", "creationDate time!", "enabledDate time!", "errorCount number!", "goneCount number!",
            "disabledDate time", "lastError 64", "lastPushDate time", "lastUsedDate time", "refusedSinceDate time", "recentResources 255",
            "node long", "options long", "wishes long", "destination long"));
        TABLES.put("ofCloudNotifyWaiting", List.of("waitID 64!", "regID 64!", "username 64!", "userOrder 180!", "ownerNode 64",
            "sinceDate time!", "dueDate time", "waitsFor 32!", "causes long"));
        TABLES.put("ofCloudNotifyPushed", List.of("pushedID 64!", "username 64!", "userOrder 180!", "ownerNode 64", "savedDate time!",
            "history long"));
        TABLES.put("ofCloudNotifyRoom", List.of("switchID 64!", "username 64!", "userOrder 180!", "room address!", "roomOrder 180!",
            "pushWhenAway number!", "changedDate time!", "nickname 1023"));
    }

    /** The columns of the first table that version 2 adds. */
    private static final List<String> ADDED = List.of("lastUsedDate time", "refusedSinceDate time", "recentResources 255", "wishes long",
        "destination long");

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

    /** Where an address cannot be as long as XMPP allows, or is measured in bytes. */
    private static final Map<String, Integer> ADDRESS_LIMITS = Map.of("oracle", 4000, "sybase", 1024);

    /** Words that some database keeps for itself. SERVICE, NODE and OPTIONS are none of them. */
    private static final Set<String> RESERVED = Set.of("USER", "VALUE", "SIZE", "TIMESTAMP", "DATE", "RESOURCE", "ORDER", "COUNT", "ERROR",
        "KEY", "OPTION", "LEVEL", "STATE", "TIME", "COMMENT", "OFFLINE", "OWNER", "WAIT", "CAUSE", "SINCE");

    /** Index, table and column; the table's key is the second column of each. */
    private static final List<String> INDEXES = List.of("ofCloudNotify_user_idx ofCloudNotify userOrder",
        "ofCloudNotify_serv_idx ofCloudNotify serviceOrder", "ofCloudNotify_cDate_idx ofCloudNotify creationDate",
        "ofCloudNotify_errors_idx ofCloudNotify errorCount", "ofCloudNotify_dDate_idx ofCloudNotify disabledDate",
        "ofCloudNotify_pDate_idx ofCloudNotify lastPushDate",
        "ofCloudNotifyWait_user_idx ofCloudNotifyWaiting userOrder", "ofCloudNotifyWait_reg_idx ofCloudNotifyWaiting regID",
        "ofCloudNotifyWait_date_idx ofCloudNotifyWaiting sinceDate", "ofCloudNotifyPushed_user_idx ofCloudNotifyPushed userOrder",
        "ofCloudNotifyPushed_date_idx ofCloudNotifyPushed savedDate", "ofCloudNotifyRoom_user_idx ofCloudNotifyRoom userOrder",
        "ofCloudNotifyRoom_room_idx ofCloudNotifyRoom roomOrder");

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+) \\(\n(.*)\n\\)(.*)", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("CREATE (DESCENDING )?INDEX (\\w+) ON (\\w+) \\((\\w+), (\\w+)\\)");
    private static final Pattern INNER_INDEX = Pattern.compile("INDEX (\\w+) \\((\\w+), (\\w+)\\)");
    private static final Pattern ADDITION = Pattern.compile("ALTER TABLE ofCloudNotify (ADD COLUMN|ADD) (.*)");

    static Stream<Script> scripts() {
        return Script.TYPES.stream().map(Script::of);
    }

    private static boolean isMysql(Script script) {
        return script.type().equals("mysql") || script.type().equals("mariadb");
    }

    private static Stream<Script> upgrades() {
        return Script.TYPES.stream().map(type -> Script.upgrade(2, type));
    }

    /** A table as a script makes it: the lines between the brackets, columns, then keys; and what follows them. */
    private record Table(String name, List<String> lines, String end) {
    }

    private static List<Table> tables(Script script) {
        return script.statements().stream().map(TABLE::matcher).filter(Matcher::matches).map(table -> new Table(table.group(1),
            Arrays.stream(table.group(2).split(",\n")).map(String::strip).toList(), table.group(3))).toList();
    }

    private static String key(String table) {
        return TABLES.get(table).get(0).split(" ")[0];
    }

    @Test
    void thereIsOneForEachTypeAndNothingElse() throws IOException {
        for (Path folder : List.of(Path.of("database"), Path.of("database", "upgrade", "2"))) {
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(Script.TYPES.stream().map(type -> "cloudnotify_" + type + ".sql").toList(),
                    files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql")).sorted().toList());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void sameColumnsInTheDatabasesOwnTypes(Script script) {
        List<Table> tables = tables(script);
        assertEquals(List.copyOf(TABLES.keySet()), tables.stream().map(Table::name).toList());
        for (Table table : tables) {
            List<String> columns = TABLES.get(table.name());
            for (int i = 0; i < columns.size(); i++) {
                String column = column(script.type(), columns.get(i));
                assertTrue(table.lines().get(i).matches(column), table.lines().get(i));
            }
        }
    }

    private static String column(String database, String wanted) {
        List<String> types = TYPES.get(database);
        String name = wanted.split(" ")[0];
        String content = wanted.split(" ")[1];
        String type = switch (content.replace("!", "")) {
            case "time" -> types.get(1) + "\\(15\\)";
            case "number" -> types.get(2);
            case "long" -> types.get(3);
            case "address" -> types.get(0) + "\\(" + ADDRESS_LIMITS.getOrDefault(database, 3071) + "\\)";
            default -> types.get(0) + "\\(" + content.replace("!", "") + "\\)";
        };
        // Sybase takes a column for required unless told otherwise.
        return name + " +" + type + (content.endsWith("!") ? " +NOT NULL" : database.equals("sybase") ? " +NULL" : "");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void sameKeysAndIndexes(Script script) {
        List<String> found = new ArrayList<>();
        for (Table table : tables(script)) {
            List<String> keys = table.lines().subList(TABLES.get(table.name()).size(), table.lines().size());
            String key = "PRIMARY KEY (" + key(table.name()) + ")";
            assertEquals(isMysql(script) ? key : "CONSTRAINT " + table.name() + "_pk " + key, keys.get(0));
            for (String line : keys.subList(1, keys.size())) {
                Matcher index = INNER_INDEX.matcher(line);
                assertTrue(isMysql(script) && index.matches(), line);
                assertEquals(key(table.name()), index.group(3));
                found.add(index.group(1) + " " + table.name() + " " + index.group(2));
            }
            assertEquals(isMysql(script) ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "", table.end());
        }
        found.addAll(indexes(script, false));
        assertEquals(INDEXES, found);
    }

    private static List<String> indexes(Script script, boolean descending) {
        List<String> found = new ArrayList<>();
        for (String statement : script.statements()) {
            Matcher index = INDEX.matcher(statement);
            if (index.matches() && (index.group(1) != null) == descending) {
                assertEquals(key(index.group(3)), index.group(5));
                found.add(index.group(2) + " " + index.group(3) + " " + index.group(4));
            }
        }
        return found;
    }

    /** Firebird walks through an index in its own direction only; the others in both. */
    @ParameterizedTest
    @MethodSource({"scripts", "upgrades"})
    void theConsolesPagesHaveAnIndexInBothDirections(Script script) {
        assertEquals(script.type().equals("firebird") ? INDEXES.stream().filter(index -> index.contains(" ofCloudNotify "))
            .map(index -> index.replace("_idx ", "_dx ")).toList() : List.of(), indexes(script, true));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theLastStatementTellsOpenfireTheVersion(Script script) throws IOException {
        List<String> statements = script.statements();
        assertEquals("INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 2)", statements.get(statements.size() - 1));
        assertEquals(1 + TABLES.size() + (isMysql(script) ? 0 : INDEXES.size()) + (script.type().equals("firebird") ? 6 : 0),
            statements.size());
        assertTrue(Files.readString(Path.of("plugin.xml")).contains("<databaseVersion>2</databaseVersion>"));
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void anUpgradeAddsWhatIsNewAndNothingElse(Script upgrade) {
        List<String> statements = new ArrayList<>(upgrade.statements());
        for (String added : ADDED) {
            Matcher addition = ADDITION.matcher(statements.remove(0));
            assertTrue(addition.matches() && addition.group(2).matches(column(upgrade.type(), added)), addition::toString);
        }
        assertEquals("UPDATE ofVersion SET version = 2 WHERE name = 'cloudnotify'", statements.remove(statements.size() - 1));
        if (isMysql(upgrade)) {
            assertEquals("CREATE INDEX ofCloudNotify_pDate_idx ON ofCloudNotify (lastPushDate, regID)", statements.remove(0));
        }
        List<String> whole = new ArrayList<>(Script.of(upgrade.type()).statements());
        whole.removeIf(statement -> !statements.contains(statement));
        assertEquals(whole, statements, "as in the script for a new database");
        assertEquals(TABLES.keySet().stream().skip(1).toList(), tables(upgrade).stream().map(Table::name).toList());
    }

    @ParameterizedTest
    @MethodSource({"scripts", "upgrades"})
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
        Set<String> expected = new HashSet<>(TABLES.keySet());
        INDEXES.forEach(index -> expected.add(index.split(" ")[0]));
        if (!isMysql(script)) {
            TABLES.keySet().forEach(table -> expected.add(table + "_pk"));
        }
        indexes(script, true).forEach(index -> expected.add(index.split(" ")[0]));
        assertEquals(expected, names);
        names.forEach(name -> assertTrue(name.length() <= 30, name));
    }

    @Test
    void noColumnHasAReservedName() {
        for (List<String> columns : TABLES.values()) {
            for (String column : columns) {
                String name = column.split(" ")[0];
                assertTrue(!RESERVED.contains(name.toUpperCase(Locale.ROOT)) && name.length() <= 30, name);
            }
        }
    }
}
