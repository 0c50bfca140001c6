package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** The plugin's compiled classes, and what they use of Openfire and of the libraries that come with it. */
final class Product {
    private static final String OWN = "org/jivesoftware/openfire/plugin/cloudnotify/";
    /** Relocated into the plugin's package, so never Openfire's. */
    private static final List<String> BUNDLED = List.of("com/github/benmanes/caffeine/", "org/apache/commons/lang3/",
        "com/samskivert/mustache/");

    private final Path folder;
    private final CompiledCode code = new CompiledCode(Product::isOpenfires, this::inherited);
    private final Types types = new Types(this::read);
    private final Set<String> names;

    /** @param folder the folder of the compiled classes */
    Product(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> files = Files.walk(folder)) {
            names = files.map(file -> folder.relativize(file).toString().replace('\\', '/')).filter(name -> name.endsWith(".class"))
                .map(name -> name.substring(0, name.length() - ".class".length())).collect(Collectors.toCollection(TreeSet::new));
        }
        names.forEach(name -> code.read(read(name)));
    }

    /** What is used, and the names of the classes that do. */
    Map<Use, Set<String>> uses() {
        return code.uses();
    }

    /** The names of the types of Openfire that classes or lambdas of the plugin inherit from. */
    Set<String> inherited() {
        return typesUsedAs(Set.of(Use.SUPERCLASS, Use.IMPLEMENTED));
    }

    /** The names of the classes of Openfire that the plugin has subclasses of. */
    Set<String> extended() {
        return typesUsedAs(Set.of(Use.SUPERCLASS));
    }

    /**
     * Tells who cannot be loaded or called, because of an abstract or final method.
     *
     * @param obstacle such a method
     * @return the names of classes, and of interfaces for lambdas that implement them
     */
    Set<String> stoppedBy(Use obstacle) {
        String type = obstacle.type().replace('.', '/');
        String method = obstacle.nameAndDescriptor();
        boolean isAbstract = obstacle.member().startsWith(Use.ABSTRACT);
        var stopped = new TreeSet<String>();
        for (String name : names) {
            Set<Types.Type> own = types.closure(name);
            boolean concerned = own.stream().anyMatch(each -> type.equals(each.superclass()) || each.interfaces().contains(type));
            if (concerned && !(isAbstract && types.find(name).orElseThrow().is(Opcodes.ACC_ABSTRACT)) && isAbstract != has(own, method)) {
                stopped.add(name.replace('/', '.'));
            }
        }
        if (isAbstract && !code.lambdas().getOrDefault(type, Set.of(method)).equals(Set.of(method))) {
            stopped.add("a lambda");
        }
        return stopped;
    }

    /** Names the type of Openfire from which a class of the plugin has a member, where it has it from there. */
    private Use inherited(Use use) {
        Set<Types.Type> own = types.closure(use.type().replace('.', '/'));
        if (own.isEmpty() || own.stream().anyMatch(each -> each.members().containsKey(use.nameAndDescriptor()))) {
            return use;
        }
        return own.stream().map(Types.Type::superclass).filter(name -> name != null && isOpenfires(name)).findFirst()
            .or(() -> own.stream().flatMap(each -> each.interfaces().stream()).filter(Product::isOpenfires).findFirst())
            .map(name -> new Use(name.replace('/', '.'), use.member())).orElse(use);
    }

    private static boolean has(Set<Types.Type> own, String method) {
        int others = Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE;
        return own.stream().map(each -> each.members().get(method)).anyMatch(flags -> flags != null && (flags & others) == 0);
    }

    private Set<String> typesUsedAs(Set<String> kinds) {
        return uses().keySet().stream().filter(use -> kinds.contains(use.member())).map(Use::type)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whatever is neither the JDK's nor the plugin's own. */
    private static boolean isOpenfires(String type) {
        return !type.startsWith(OWN) && BUNDLED.stream().noneMatch(type::startsWith)
            && ClassLoader.getPlatformClassLoader().getResource(type + ".class") == null;
    }

    private byte[] read(String type) {
        Path file = folder.resolve(type + ".class");
        try {
            return type.startsWith(OWN) && Files.exists(file) ? Files.readAllBytes(file) : OpenfireVersion.ofJdk(type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
