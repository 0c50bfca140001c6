package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** One version of Openfire with its libraries: tells what of them is there. */
final class OpenfireVersion implements AutoCloseable {
    private final List<JarFile> jars = new ArrayList<>();
    private final Map<String, JarFile> places = new HashMap<>();
    private final Types types = new Types(this::read);

    /** @param libraries Openfire's jars, and those that came with it */
    OpenfireVersion(List<Path> libraries) throws IOException {
        for (Path library : libraries) {
            var jar = new JarFile(library.toFile());
            jars.add(jar);
            jar.stream().filter(entry -> entry.getName().endsWith(".class")).forEach(entry -> places.putIfAbsent(entry.getName(), jar));
        }
    }

    /** @param folder an unpacked distribution */
    static OpenfireVersion in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
            return new OpenfireVersion(files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
        }
    }

    /** What the types inherit, and declare. */
    Types types() {
        return types;
    }

    /**
     * Tells whether this version has it.
     *
     * @param use       what
     * @param extended  the types that the plugin has subclasses of: protected members will do
     */
    boolean has(Use use, Set<String> extended) {
        Optional<Types.Type> found = types.find(use.type().replace('.', '/'));
        if (found.isEmpty()) {
            return false;
        }
        Types.Type type = found.get();
        if (use.isKind()) {
            return switch (use.member()) {
                case Use.INTERFACE, Use.IMPLEMENTED -> type.is(Opcodes.ACC_INTERFACE);
                case Use.SUPERCLASS -> !type.is(Opcodes.ACC_INTERFACE) && !type.is(Opcodes.ACC_FINAL);
                case Use.CLASS -> !type.is(Opcodes.ACC_INTERFACE);
                default -> true;
            };
        }
        if (use.isObstacle()) {
            return obstacles(use.type()).contains(use.member());
        }
        String member = use.nameAndDescriptor();
        int visible = Opcodes.ACC_PUBLIC | (extended.contains(use.type()) ? Opcodes.ACC_PROTECTED : 0);
        Optional<Integer> flags = use.name().equals("<init>") ? Optional.ofNullable(type.members().get(member))
            : types.member(type.name(), member).or(() -> ofObject(type, member));
        return flags.filter(each -> (each & visible) != 0 && ((each & Opcodes.ACC_STATIC) != 0) == use.isStatic()).isPresent();
    }

    /** The abstract and final methods that whoever inherits from the type has to implement, or may not override. */
    Set<String> obstacles(String typeName) {
        var obstacles = new TreeSet<String>();
        var decided = new TreeSet<String>();
        Set<Types.Type> closure = types.closure(typeName.replace('.', '/'));
        // A default method of an interface counts although a more general interface comes first and has it abstract.
        closure.stream().filter(type -> type.is(Opcodes.ACC_INTERFACE)).forEach(type -> type.members().forEach((member, flags) -> {
            if ((flags & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC)) == 0) {
                decided.add(member);
            }
        }));
        for (Types.Type type : closure) {
            type.members().forEach((member, flags) -> {
                boolean isMethod = member.indexOf('(') > 0 && (flags & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
                if (isMethod && (!type.is(Opcodes.ACC_INTERFACE) || (flags & Opcodes.ACC_ABSTRACT) != 0) && decided.add(member)) {
                    if (isObjects(member)) {
                        return;
                    }
                    if ((flags & Opcodes.ACC_ABSTRACT) != 0) {
                        obstacles.add(Use.ABSTRACT + member);
                    } else if ((flags & Opcodes.ACC_FINAL) != 0) {
                        obstacles.add(Use.FINAL + member);
                    }
                }
            });
        }
        return obstacles;
    }

    private Optional<Integer> ofObject(Types.Type type, String member) {
        return type.is(Opcodes.ACC_INTERFACE) ? types.member("java/lang/Object", member) : Optional.empty();
    }

    private boolean isObjects(String member) {
        return types.member("java/lang/Object", member).isPresent();
    }

    private byte[] read(String type) {
        String name = type + ".class";
        JarFile jar = places.get(name);
        if (jar == null) {
            return ofJdk(type);
        }
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The content of a class file of the JDK, or null. */
    static byte[] ofJdk(String type) {
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(type + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(type, e);
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars) {
            jar.close();
        }
    }
}
