package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Class files by their internal names, with what they declare; members are looked up as a JVM does. */
final class Types {

    /**
     * A class file.
     *
     * @param name       its internal name
     * @param access     its flags
     * @param superclass null for Object only
     * @param interfaces the direct ones
     * @param members    the flags of each field and method, by name and descriptor: {@code name(…)…} and {@code name …}
     */
    record Type(String name, int access, String superclass, List<String> interfaces, Map<String, Integer> members) {

        boolean is(int flag) {
            return (access & flag) != 0;
        }
    }

    private final Function<String, byte[]> files;
    private final Map<String, Optional<Type>> read = new HashMap<>();

    /** @param files the content of a class file by internal name, or null */
    Types(Function<String, byte[]> files) {
        this.files = files;
    }

    /** The type, or nothing where there is none. */
    Optional<Type> find(String name) {
        return read.computeIfAbsent(name, missing -> Optional.ofNullable(files.apply(missing)).map(Types::parse));
    }

    /** All that the type inherits from, the nearest first: itself, its superclasses, then all interfaces. */
    Set<Type> closure(String name) {
        var all = new LinkedHashSet<Type>();
        for (Optional<Type> each = find(name); each.isPresent(); each = superOf(each.get())) {
            all.add(each.get());
        }
        List.copyOf(all).forEach(each -> addInterfaces(each, all));
        return all;
    }

    /** The flags of a member that the type has or inherits, or nothing. */
    Optional<Integer> member(String type, String nameAndDescriptor) {
        return closure(type).stream().map(each -> each.members().get(nameAndDescriptor)).filter(flags -> flags != null).findFirst();
    }

    private Optional<Type> superOf(Type type) {
        return type.superclass() == null ? Optional.empty() : find(type.superclass());
    }

    private void addInterfaces(Type type, Set<Type> all) {
        for (String name : type.interfaces()) {
            find(name).ifPresent(each -> {
                all.add(each);
                addInterfaces(each, all);
            });
        }
    }

    private static Type parse(byte[] file) {
        var reader = new ClassReader(file);
        var members = new HashMap<String, Integer>();
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object constant) {
                members.put(name + " " + descriptor, access);
                return null;
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                members.put(name + descriptor, access);
                return null;
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new Type(reader.getClassName(), reader.getAccess(), reader.getSuperName(), List.of(reader.getInterfaces()),
            Map.copyOf(members));
    }
}
