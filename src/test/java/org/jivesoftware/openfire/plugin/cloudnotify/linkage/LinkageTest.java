package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a newer server can be without what classes were compiled against is found, and nothing else is. */
class LinkageTest {

    /** A server: the text of each of its types. */
    private static final Map<String, String> SERVER = Map.of(
        "Thing", "public class Thing { public int size; public String name() { return null; } public static Thing get() { return null; }"
            + " public int more() { return 0; } }",
        "Kind", "public interface Kind { void tell(String text); }",
        "Single", "public interface Single { void run(int number); }",
        "Base", "public abstract class Base { protected Base(int number) { } protected abstract void must(); public void may() { }"
            + " protected void help() { } }",
        "Trouble", "public class Trouble extends RuntimeException { }",
        "Sub", "public class Sub extends Thing { }");

    /** What was compiled against it. */
    private static final String PLUGIN = """
        package org.jivesoftware.openfire.plugin.cloudnotify.linked;
        import org.example.server.*;
        public class Linked extends Base implements Kind {
            private final java.util.function.Supplier<Thing> supplier = Thing::get;
            private final java.util.function.ToIntFunction<Thing> counter = Thing::more;
            public Linked() { super(1); }
            @Override protected void must() { help(); }
            @Override public void may() { Single single = number -> { }; single.run(1); }
            @Override public void tell(String text) {
                try {
                    text = new Sub().name() + new Thing().size;
                } catch (Trouble e) {
                    text = "";
                }
            }
        }
        """;

    @TempDir
    private static Path shared;
    private static Product product;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compilePlugin() throws IOException {
        Path server = compileServer(SERVER, shared.resolve("server"));
        product = new Product(compile(Map.of("Linked", PLUGIN), shared.resolve("plugin"), server.toString()));
    }

    @Test
    void nothingIsMissingInWhatItWasCompiledAgainst() throws IOException {
        assertEquals(List.of(), problems(SERVER));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Thing  | public String name()            | public CharSequence name()        | Sub.name()Ljava/lang/String;
        Thing  | public static Thing get()       | public static Object get()        | Thing.static get()Lorg/example/server/Thing;
        Thing  | public static Thing get()       | public Thing get()                | Thing.static get()Lorg/example/server/Thing;
        Thing  | public int more()               | public long more()                | Thing.more()I
        Thing  | public int more()               | int more()                        | Thing.more()I
        Thing  | public int size                 | public long size                  | Thing.size I
        Thing  | public int size                 | public static int size            | Thing.size I
        Single | interface Single { void run(int number); } | class Single { } | Single (implemented), Single (interface), Single.run(I)V
        Single | void run(int number);           | void run(int number); void two(); | Single.abstract two()V
        Kind   | void tell(String text);         | void tell(String text); int two(); | Kind.abstract two()I
        Base   | protected Base(int number)      | Base(int number)                  | Base.<init>(I)V
        Base   | public void may()               | public final void may()           | Base.final may()V
        Base   | protected void help()           | private void help()               | Base.help()V
        Base   | protected abstract void must(); | public Base(String text) { }      | ''
        Trouble | public class Trouble           | class Trouble                     | ''
        """)
    void whatChangedIsNamed(String type, String before, String after, String expected) throws IOException {
        Map<String, String> changed = new TreeMap<>(SERVER);
        changed.computeIfPresent(type, (name, text) -> text.replace(before, after));
        assertEquals(expected, String.join(", ", problems(changed)));
    }

    @Test
    void aSuperclassThatBecameFinalIsNamed() throws IOException {
        Map<String, String> changed = new TreeMap<>(SERVER);
        changed.computeIfPresent("Base", (name, text) -> text.replace("abstract class", "final class")
            .replace("protected abstract void must();", "protected void must() { }"));
        assertEquals(List.of("Base (superclass)"), problems(changed));
    }

    @Test
    void aTypeThatIsGoneIsNamedAtAllThatUsesIt() throws IOException {
        Map<String, String> changed = new TreeMap<>(SERVER);
        changed.remove("Trouble");
        assertEquals(List.of("Trouble (type)"), problems(changed));
    }

    @Test
    void whatMovedUpOrHasADefaultIsThere() throws IOException {
        Map<String, String> changed = new TreeMap<>(SERVER);
        changed.put("Older", "public class Older { public int size; public String name() { return null; }"
            + " public int more() { return 0; } }");
        changed.put("Thing", "public class Thing extends Older { public static Thing get() { return null; } }");
        changed.put("Kind", "public interface Kind { void tell(String text); default int two() { return 2; } }");
        changed.put("Single", "public interface Single { void run(int number); default void two() { } }");
        assertEquals(List.of(), problems(changed));
    }

    /** What of a server stops a plugin that was compiled against the first one. */
    private List<String> problems(Map<String, String> server) throws IOException {
        var problems = new TreeSet<String>();
        try (var openfire = new OpenfireVersion(List.of(jar(compileServer(server, folder))))) {
            for (Use use : product.uses().keySet()) {
                if (!openfire.has(use, product.extended())) {
                    problems.add(use.toString());
                }
            }
            for (String type : product.inherited()) {
                openfire.obstacles(type).stream().map(member -> new Use(type, member)).filter(use -> !product.stoppedBy(use).isEmpty())
                    .forEach(use -> problems.add(use.toString()));
            }
        }
        return problems.stream().map(problem -> problem.replace("org.example.server.", "")).toList();
    }

    private static Path compileServer(Map<String, String> types, Path place) throws IOException {
        var sources = new TreeMap<String, String>();
        types.forEach((type, text) -> sources.put(type, "package org.example.server; " + text));
        return compile(sources, place, "");
    }

    private static Path compile(Map<String, String> sources, Path place, String classPath) throws IOException {
        Path classes = Files.createDirectories(place.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", "17", "-d", classes.toString(), "-classpath",
            classPath));
        for (var source : sources.entrySet()) {
            Path file = place.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)));
        return classes;
    }

    private Path jar(Path classes) throws IOException {
        Path jar = folder.resolve("server.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}
