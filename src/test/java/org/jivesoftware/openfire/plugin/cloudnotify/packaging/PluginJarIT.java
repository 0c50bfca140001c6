package org.jivesoftware.openfire.plugin.cloudnotify.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The finished jar shares no library with Openfire. Openfire's class loader comes first: of a library that both have, the plugin would
 * run with Openfire's version, and fail where that lacks something, in the midst of a client's stanza.
 */
class PluginJarIT {
    private static final String OWN = "org.jivesoftware.openfire.plugin.cloudnotify";
    private static final String OWN_FOLDER = OWN.replace('.', '/') + "/";
    private static final long MAX_SIZE = 3 * 1024 * 1024;
    private static final Pattern LICENSE = Pattern.compile("licenses/([^/]+)/.*LICENSE.*");
    /** What every Openfire has, and what a plugin talks to it by. */
    private static final List<String> OPENFIRES = List.of("org/jivesoftware/", "org/xmpp/", "org/dom4j/", "org/slf4j/", "javax/servlet/");
    /** What every Openfire has, too, but not each as it should be; so one class alone uses it, and another stands in for that. */
    private static final String OPTIONAL = "org/bouncycastle/";
    private static final String OPTIONAL_USER = OWN_FOLDER + "webpush/BouncyAgreement.class";

    @TempDir
    private static Path folder;
    private static PluginJar jar;
    /** The packages of the bundled libraries, as they are named elsewhere. */
    private static Set<String> shared;

    @BeforeAll
    static void read() throws IOException {
        jar = new PluginJar(ServerConfig.pluginJar());
        shared = packagesOf(bundled());
        for (var file : jar.onClassPath().entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    @Test
    void holdsNoClassOutsideOfThePluginsOwnPackage() {
        List<String> others = jar.classFiles().stream().filter(name -> !name.matches("(classes/|lib/[^!]+!)" + OWN_FOLDER + ".*"))
            .toList();
        assertEquals(List.of(), others);
        assertTrue(jar.classFiles().contains("classes/" + OWN_FOLDER + "CloudNotifyPlugin.class"));
    }

    /** What is found by its name, as services are, would also be found by, and in, Openfire. */
    @Test
    void holdsNoResourceOutsideOfThePluginsOwnPackage() {
        List<String> others = jar.onClassPath().keySet().stream().filter(name -> !name.startsWith(OWN_FOLDER)).toList();
        assertEquals(List.of(), others);
    }

    @Test
    void refersOnlyToItselfAndTheJdkAndOpenfire() {
        ClassLoader jdk = ClassLoader.getPlatformClassLoader();
        List<String> missing = new ArrayList<>();
        jar.onClassPath().forEach((name, content) -> {
            if (!name.endsWith(".class")) {
                return;
            }
            for (String named : PluginJar.classesNamedIn(content)) {
                boolean there = named.startsWith(OWN_FOLDER)
                    ? jar.onClassPath().containsKey(named + ".class")
                    : OPENFIRES.stream().anyMatch(named::startsWith) || name.equals(OPTIONAL_USER) && named.startsWith(OPTIONAL)
                        || jdk.getResource(named + ".class") != null;
                if (!there) {
                    missing.add(name + " refers to " + named);
                }
            }
        });
        assertEquals(List.of(), missing);
    }

    /** Neither as a class, nor in a text from which a class's or a resource's name is made. */
    @Test
    void namesNoLibraryByItsOriginalName() {
        Set<String> names = shared.stream().flatMap(each -> List.of(each, each.replace('.', '/')).stream()).collect(Collectors.toSet());
        List<String> found = new ArrayList<>();
        jar.onClassPath().forEach((file, content) -> {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            names.stream().filter(text::contains).forEach(name -> found.add(file + " names " + name));
        });
        assertEquals(List.of(), found);
    }

    @Test
    void hasTheLicenceOfEachLibraryInIt() {
        assertEquals(Set.of("caffeine", "commons-lang3", "jmustache"), bundled());
        Set<String> packages = jar.onClassPath().keySet().stream().filter(name -> name.startsWith(OWN_FOLDER + "lib/"))
            .map(name -> name.substring((OWN_FOLDER + "lib/").length()).replaceFirst("/.*", "")).collect(Collectors.toSet());
        assertEquals(Set.of("caffeine", "lang3", "mustache"), packages);
        assertTrue(jar.files().contains("licenses/commons-lang3/META-INF/NOTICE.txt"));
    }

    @Test
    void isSmall() throws IOException {
        long size = Files.size(ServerConfig.pluginJar());
        assertTrue(size < MAX_SIZE, size + " bytes");
    }

    @Test
    void everyClassOfThePluginLoads() throws Exception {
        var openfire = new OpenfireWithout(shared, OWN);
        try (URLClassLoader plugin = pluginsLoader(openfire)) {
            for (String name : jar.onClassPath().keySet()) {
                if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
                    Class<?> loaded = plugin.loadClass(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                    assertEquals(plugin, loaded.getClassLoader(), name);
                    loaded.getDeclaredMethods();
                    loaded.getDeclaredFields();
                }
            }
        }
        assertEquals(Set.of(), openfire.askedFor());
    }

    /** The class of a cache is looked up by a name that is put together from what its builder was told. */
    @Test
    void aCacheCanBeBuiltWithAllOptions() throws Exception {
        var openfire = new OpenfireWithout(shared, OWN);
        try (URLClassLoader plugin = pluginsLoader(openfire)) {
            int built = new CacheOptions(plugin, OWN + ".lib.caffeine").buildAll();
            assertTrue(built > 100, "built " + built);
        }
        assertEquals(Set.of(), openfire.askedFor());
    }

    @Test
    void aPageIsWrittenByTheRelocatedTemplates() throws Exception {
        var openfire = new OpenfireWithout(shared, OWN);
        try (URLClassLoader plugin = pluginsLoader(openfire)) {
            Class<?> mustache = plugin.loadClass(OWN + ".lib.mustache.Mustache");
            Object compiler = mustache.getMethod("compiler").invoke(null);
            Object template = compiler.getClass().getMethod("compile", String.class).invoke(compiler, "{{#names}}{{.}};{{/names}}");
            Object model = java.util.Map.of("names", List.of("<a>", "b"));
            assertEquals("&lt;a&gt;;b;", template.getClass().getMethod("execute", Object.class).invoke(template, model));
            Class<?> strings = plugin.loadClass(OWN + ".lib.lang3.StringUtils");
            assertEquals("ab…", strings.getMethod("abbreviate", String.class, String.class, int.class).invoke(null, "abcdef", "…", 3));
        }
        assertEquals(Set.of(), openfire.askedFor());
    }

    private static URLClassLoader pluginsLoader(ClassLoader parent) throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent);
    }

    /** The names, without versions, of the libraries whose licences are in the jar. */
    private static Set<String> bundled() {
        return jar.files().stream().map(LICENSE::matcher).filter(Matcher::matches).map(license -> license.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The packages of these libraries, read from the tests' class path; a package stands for those below it. */
    private static Set<String> packagesOf(Set<String> libraries) throws IOException {
        var packages = new TreeSet<String>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String library : libraries) {
            Path file = Arrays.stream(path.split(File.pathSeparator)).map(Path::of)
                .filter(entry -> entry.getFileName().toString().matches(Pattern.quote(library) + "-\\d.*\\.jar")).findFirst().orElseThrow();
            try (var zip = new JarFile(file.toFile())) {
                zip.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class") && name.contains("/"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.')).filter(name -> !name.startsWith("META-INF"))
                    .forEach(packages::add);
            }
        }
        var outermost = new TreeSet<String>(packages);
        outermost.removeIf(each -> packages.stream().anyMatch(other -> each.startsWith(other + '.')));
        assertTrue(outermost.size() >= libraries.size(), "" + outermost);
        return outermost;
    }
}
