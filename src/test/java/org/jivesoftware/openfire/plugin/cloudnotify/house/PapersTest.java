package org.jivesoftware.openfire.plugin.cloudnotify.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.junit.jupiter.api.Test;

/** What is written in several places is the same everywhere: version and date, settings, links. */
class PapersTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");

    @Test
    void pom_plugin_and_changelog_name_one_version() throws IOException {
        String version = first("pom.xml", "<artifactId>cloudnotify</artifactId>\\s*<version>([^<]+)</version>");
        assertEquals(version, first("plugin.xml", "<version>([^<]+)</version>"));
        assertEquals(version, first("changelog.html", "<p><b>([^<]+)</b> -- "));
    }

    @Test
    void the_pages_ask_for_the_styles_of_this_version() throws IOException {
        String page = read("src/main/resources/org/jivesoftware/openfire/plugin/cloudnotify/admin/page.mustache");
        String version = first("plugin.xml", "<version>([^<]+)</version>");
        Matcher asked = Pattern.compile("\\?([0-9][^\"]*)\"").matcher(page);
        List<String> versions = new ArrayList<>();
        while (asked.find()) {
            versions.add(asked.group(1));
        }
        assertTrue(!versions.isEmpty() && versions.stream().allMatch(version::equals), versions.toString());
    }

    @Test
    void plugin_and_changelog_name_one_date() throws IOException {
        LocalDate date = LocalDate.parse(first("plugin.xml", "<date>([^<]+)</date>"));
        assertEquals(date, LocalDate.parse(first("changelog.html", "</b> -- ([^<]+)</p>"),
            DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH)));
    }

    @Test
    void the_readme_lists_every_setting_with_its_default() throws IOException {
        String readme = read("README.md");
        List<String> missing = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            String name = setting.property().replaceFirst("^cloudnotify\\.", "");
            List<String> rows = readme.lines().filter(line -> line.startsWith("| ") && line.split("\\|")[1].contains("`" + name + "`"))
                .toList();
            String given = defaultOf(setting);
            if (rows.size() != 1 || !rows.get(0).contains(given.isEmpty() ? "| empty |" : "| `" + given + "` |")) {
                missing.add(name + " = " + given + ": " + rows);
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void links_between_the_pages_lead_somewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String optional : List.of("CONTRIBUTING.md")) {
            if (Files.exists(Path.of(optional))) {
                pages.add(Path.of(optional));
            }
        }
        try (var docs = Files.list(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                String target = links.group(1);
                if (!target.contains("://") && !target.startsWith("mailto:")) {
                    Path parent = page.getParent() == null ? Path.of("") : page.getParent();
                    if (!Files.exists(parent.resolve(target))) {
                        dead.add(page + " -> " + target);
                    }
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    /** Class and method, as in {@code SomeTest.doesSomething}. */
    @Test
    void the_tests_that_the_pages_name_are_there() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (var files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        try (var docs = Files.list(Path.of("docs"))) {
            for (Path page : docs.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher test = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`").matcher(Files.readString(page));
                for (; test.find(); named++) {
                    if (!sources.getOrDefault(test.group(1), "").contains(" void " + test.group(2) + "(")) {
                        missing.add(page + ": " + test.group());
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 100, named + " were found");
    }

    private static <T> String defaultOf(Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    private static String first(String file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(read(file));
        assertTrue(found.find(), file + " has no " + pattern);
        return found.group(1).strip();
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}
