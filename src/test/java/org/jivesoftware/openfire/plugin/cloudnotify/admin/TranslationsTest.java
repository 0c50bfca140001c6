package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Ending;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Feature;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationsTest {

    private static final Path SOURCES = Path.of("src/main");
    private static final Pattern IN_TEMPLATE = Pattern.compile("\\{\\{#t}}([^{]*)\\{\\{/t}}");
    private static final Pattern IN_CODE = Pattern.compile("(?:get|text|refuse)\\((?:\\d{3}, [^,]*, )?\"([a-z]+[a-z.-]*[a-z])\"[,)]");
    private static final Pattern IN_PLUGIN_XML = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern QUOTED = Pattern.compile("\"([a-z][A-Za-z.-]*)\"");

    private static Properties read(String suffix) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("i18n", "cloudnotify_i18n" + suffix + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"_de", "_nl", "_fr", "_es", "_pt_BR", "_ru", "_zh_CN", "_ja"})
    void everyLanguageSaysEverything(String suffix) throws IOException {
        Properties english = read("");
        Properties other = read(suffix);
        assertEquals(new TreeSet<>(english.stringPropertyNames()), new TreeSet<>(other.stringPropertyNames()));
        for (String key : english.stringPropertyNames()) {
            assertEquals(placeholders(english.getProperty(key)), placeholders(other.getProperty(key)), key);
            assertFalse(other.getProperty(key).isBlank(), key);
            // Long sentences that are the same in both were forgotten.
            if (english.getProperty(key).length() > 25) {
                assertNotEquals(english.getProperty(key), other.getProperty(key), key);
            }
        }
    }

    /** What waits, and what was decided, each node knows by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"", "_de", "_nl", "_fr", "_es", "_pt_BR", "_ru", "_zh_CN", "_ja"})
    void pagesSayWhichFiguresAreOneNodesOwn(String suffix) throws IOException {
        Properties texts = read(suffix);
        Pattern cluster = Pattern.compile("cluster|clúster|кластер|集群|クラスター", Pattern.CASE_INSENSITIVE);
        for (String key : List.of("registrations.intro", "user.about", "services.intro", "activity.intro")) {
            assertTrue(cluster.matcher(texts.getProperty(key)).find(), key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_en", "_de", "_nl", "_fr", "_es", "_pt_BR", "_ru", "_zh_CN", "_ja"})
    void isWrittenInAFormThatBothReadersUnderstand(String suffix) throws IOException {
        Properties texts = read(suffix);
        List<String> lines = Files.readAllLines(Path.of("i18n", "cloudnotify_i18n" + suffix + ".properties"));
        long keys = lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).count();
        assertEquals(keys, texts.size(), "a key is there twice");
        for (String key : texts.stringPropertyNames()) {
            String text = texts.getProperty(key);
            // An apostrophe quotes in a MessageFormat but not in the texts that Openfire itself takes for its menu.
            assertFalse(text.contains("'") || text.contains("\""), key);
            assertEquals(text.strip(), text, key);
            new MessageFormat(text, Locale.ROOT);
        }
    }

    @Test
    void everyFileOfTheFolderIsTested() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("i18n"))) {
            assertEquals(Set.of("", "_en", "_de", "_nl", "_fr", "_es", "_pt_BR", "_ru", "_zh_CN", "_ja"),
                files.map(file -> file.getFileName().toString().replace("cloudnotify_i18n", "").replace(".properties", ""))
                    .collect(Collectors.toSet()));
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
    }

    @Test
    void everyTextThatIsUsedExists() throws IOException {
        Set<String> known = read("").stringPropertyNames();
        Set<String> used = used();
        assertTrue(used.size() > 100, "the search found only " + used);
        used.removeAll(known);
        assertEquals(Set.of(), used);
    }

    @Test
    void everyTextIsUsed() throws IOException {
        Set<String> unused = new TreeSet<>(read("").stringPropertyNames());
        unused.removeAll(used());
        // Names that the code puts together, or only mentions.
        Set<String> mentioned = new TreeSet<>();
        for (Path file : sources(".java")) {
            find(QUOTED, Files.readString(file), mentioned);
        }
        unused.removeAll(mentioned);
        unused.removeIf(key -> key.matches("(column|figure|action|done|answer|outcome)\\..*") && mentioned(key, mentioned));
        unused.removeIf(key -> key.matches("answer\\.(result|timeout|administrator)") || key.startsWith("answer.") && Reply.conditions()
            .contains(key.substring(7)));
        assertEquals(Set.of(), unused);
    }

    private static boolean mentioned(String key, Set<String> mentioned) {
        String last = key.substring(key.indexOf('.') + 1);
        return mentioned.contains(last) || Stream.of(RegistrationAction.values()).anyMatch(action -> action.name().equalsIgnoreCase(last))
            || key.endsWith(".after");
    }

    /** What templates, code, the menu and enums ask for. */
    private static Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path template : sources(".mustache")) {
            find(IN_TEMPLATE, Files.readString(template), used);
        }
        for (Path code : sources(".java")) {
            find(IN_CODE, Files.readString(code), used);
        }
        find(IN_PLUGIN_XML, Files.readString(Path.of("plugin.xml")), used);
        used.removeIf(key -> !key.contains("."));
        for (Place place : List.of(Place.SETTINGS, Place.BROWSER, Place.REGISTRATIONS, Place.IMPORT, Place.SERVICES, Place.ACTIVITY,
            Place.user("alice"))) {
            used.add(place.title());
        }
        for (SettingGroup group : SettingGroup.values()) {
            String name = "settings.group." + group.name().toLowerCase(Locale.ROOT);
            used.addAll(List.of(name, name + ".about"));
        }
        for (PushSample.Kind kind : PushSample.Kind.values()) {
            String name = "preview." + kind.name().toLowerCase(Locale.ROOT);
            used.addAll(List.of(name, name + ".reader"));
        }
        for (Setting<?> setting : Settings.ALL) {
            String name = "setting." + setting.property().substring(Settings.PREFIX.length());
            used.addAll(List.of(name + ".label", name + ".help"));
            setting.choices().forEach(choice -> used.add(name + "." + choice));
        }
        Stream.of(Takeover.Stage.values()).skip(1).forEach(stage -> used.add("import." + stage.name().toLowerCase(Locale.ROOT)));
        Stream.of(RoomChoice.Kind.values()).forEach(kind -> used.add("situation.room." + kind.name().toLowerCase(Locale.ROOT)));
        Stream.of(Outcome.values()).forEach(outcome -> used.add("outcome." + outcome));
        Stream.of(PartName.values()).forEach(part -> used.add(part.key()));
        Stream.of(Trigger.values()).forEach(trigger -> used.add("trigger." + trigger));
        Stream.of(Reachability.Stage.values()).map(stage -> "check." + stage.name().toLowerCase(Locale.ROOT)).forEach(stage ->
            used.addAll(stage.endsWith("component") ? List.of(stage + ".good") : List.of(stage + ".good", stage + ".bad")));
        Stream.of(Ending.values()).forEach(ending -> used.add("ending." + ActivityQuery.name(ending)));
        Reply.conditions().forEach(condition -> used.add("answer." + condition));
        AppFeatures apps = new AppFeatures();
        Stream.<Feature<?>>of(apps.encryption(), apps.muted(), apps.groupchatFilter(), apps.ignoreUnknown(), apps.priority(), apps.jingle(),
            apps.away(), apps.endpoint()).forEach(feature -> used.add("feature." + feature.name()));
        return used;
    }

    /** Of the rooms that say something to people. */
    private static List<Path> sources(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(ending)
                && Stream.of("admin", "adhoc", "statistics").anyMatch(file.getParent()::endsWith)).toList();
        }
    }

    private static void find(Pattern pattern, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
    }

    private static List<String> placeholders(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\{[^}]*}").matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        found.sort(null);
        return found;
    }

    @Test
    void picksTheLanguageAsOpenfireNamesIt() {
        Messages messages = FakeConsole.messages();
        String key = "settings.title";
        assertEquals("Push Notification Settings", messages.text(Locale.ENGLISH, key));
        assertEquals("Push Notification Settings", messages.text(new Locale("sv"), key));
        assertEquals("Настройки push-уведомлений", messages.text(new Locale("ru", "RU"), key));
        assertEquals("プッシュ通知の設定", messages.text(new Locale("ja", "JP"), key));
        assertEquals("推送通知设置", messages.text(new Locale("zh", "CN"), key));
        assertEquals("Configurações de notificações push", messages.text(new Locale("pt", "BR"), key));
        assertEquals("Einstellungen für Push-Benachrichtigungen", messages.text(Locale.GERMANY, key));
        assertEquals("no.such.key", messages.text(Locale.GERMANY, "no.such.key"));
        assertEquals("Gespeichert: {0} 'x'.", messages.text(Locale.GERMANY, "settings.saved", "{0} 'x'"));
    }

    @Test
    void theMachinesLanguageDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("Push Notification Settings", FakeConsole.messages().text(Locale.ENGLISH, "settings.title"));
            assertEquals("Push Notification Settings", FakeConsole.messages().text(new Locale("sv"), "settings.title"));
            // Openfire itself looks for the menu's names as ResourceBundle does by default.
            assertTrue(Files.exists(Path.of("i18n/cloudnotify_i18n_en.properties")));
        } finally {
            Locale.setDefault(before);
        }
        assertEquals(StandardCharsets.UTF_8.name(), System.getProperty("java.util.PropertyResourceBundle.encoding", "UTF-8"));
    }
}
