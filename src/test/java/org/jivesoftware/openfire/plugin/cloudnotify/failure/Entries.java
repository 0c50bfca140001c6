package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Finds, in the compiled classes, everything of the plugin that Openfire may call: what implements or overrides a method of Openfire's, of
 * the servlet API or of an invocation handler's, whatever a lambda for one of their interfaces does, and in the same classes every public
 * method that nobody of the plugin calls, since that may be meant for another version of Openfire.
 */
final class Entries {

    private static final String OWN = "org/jivesoftware/openfire/plugin/cloudnotify/";

    private final Map<String, ClassFile> classes = new TreeMap<>();

    /** @param folder where the plugin's classes are; not null */
    Entries(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(each -> each.toString().endsWith(".class"))::iterator) {
                ClassFile found = new ClassFile();
                new ClassReader(Files.readAllBytes(file)).accept(found, ClassReader.SKIP_FRAMES);
                classes.put(found.name, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether it is a class of the plugin's */
    static boolean own(String type) {
        return type.startsWith(OWN);
    }

    /** @return whether Openfire may call its methods, as far as one can tell by its name */
    static boolean outside(String type) {
        return !own(type) && (type.startsWith("org/jivesoftware/") || type.startsWith("org/xmpp/") || type.startsWith("javax/servlet/")
            || type.startsWith("jakarta/servlet/") || type.equals("java/lang/reflect/InvocationHandler")
            || type.equals("java/util/TimerTask"));
    }

    /** @return the plugin's classes by their names; never null */
    Map<String, ClassFile> classes() {
        return classes;
    }

    /** @return all entries, as {@code Class.method} with the method's parameters; never null */
    Set<String> all() {
        Set<String> entries = new TreeSet<>();
        Set<String> called = called();
        for (ClassFile type : classes.values()) {
            Set<String> theirs = new HashSet<>();
            Set<String> ours = new HashSet<>();
            supers(type, theirs, ours, new HashSet<>());
            if (theirs.isEmpty()) {
                continue;
            }
            Set<String> names = new HashSet<>();
            theirs.forEach(method -> names.add(method.substring(0, method.indexOf('('))));
            for (ClassFile.Code method : type.methods.values()) {
                boolean callable = (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) == 0
                    && !method.name.startsWith("<");
                boolean uncalled = (method.access & Opcodes.ACC_PUBLIC) != 0 && !ours.contains(method.signature())
                    && !called.contains(type.name + "." + method.signature());
                if (callable && (theirs.contains(method.signature()) || names.contains(method.name) && !ours.contains(method.signature())
                    || uncalled)) {
                    entries.add(type.name.substring(OWN.length()) + "." + method.signature());
                }
            }
        }
        for (ClassFile type : classes.values()) {
            type.methods.values().forEach(method -> method.lambdas.forEach(lambda -> entries.add(lambda.substring(OWN.length()))));
        }
        return entries;
    }

    private Set<String> called() {
        Set<String> called = new HashSet<>();
        classes.values().forEach(type -> type.methods.values().forEach(method -> called.addAll(method.calls)));
        return called;
    }

    /** Collects what a type inherits: methods of others, and methods of the plugin's own types and the JDK's. */
    private void supers(ClassFile type, Set<String> theirs, Set<String> ours, Set<String> seen) {
        for (String name : type.supers) {
            if (!seen.add(name)) {
                continue;
            }
            if (classes.containsKey(name)) {
                ClassFile own = classes.get(name);
                own.methods.values().forEach(method -> ours.add(method.signature()));
                supers(own, theirs, ours, seen);
            } else {
                reflect(load(name), outside(name) ? theirs : ours, theirs, ours);
            }
        }
        ours.removeAll(theirs);
    }

    private static void reflect(Class<?> type, Set<String> into, Set<String> theirs, Set<String> ours) {
        if (type == null || type == Object.class || type == java.io.Externalizable.class || type == java.io.Serializable.class) {
            return;
        }
        boolean outside = outside(Type.getInternalName(type));
        Set<String> methods = outside ? theirs : into;
        for (Method method : type.getDeclaredMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers())) {
                methods.add(method.getName() + Type.getMethodDescriptor(method));
            }
        }
        reflect(type.getSuperclass(), methods, theirs, ours);
        for (Class<?> each : type.getInterfaces()) {
            reflect(each, methods, theirs, ours);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name.replace('/', '.'), false, Entries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param entry one of {@link #all}; not null
     * @return what it does outside of its {@code try} with {@code catch (Throwable)}, where that may fail; never null
     */
    List<String> unguarded(String entry) {
        int point = entry.indexOf('.');
        ClassFile type = classes.get(OWN + entry.substring(0, point));
        return unguarded(type, type.methods.get(entry.substring(point + 1)), new HashSet<>());
    }

    private List<String> unguarded(ClassFile type, ClassFile.Code method, Set<String> seen) {
        List<String> found = new ArrayList<>();
        if (method == null || !seen.add(method.signature())) {
            return found;
        }
        for (ClassFile.Step step : method.steps) {
            if (method.guarded(step)) {
                continue;
            }
            ClassFile.Code inner = step.owner() != null && step.owner().equals(type.name) ? type.methods.get(step.member()) : null;
            if (inner == null) {
                found.add(step.text());
            } else {
                found.addAll(unguarded(type, inner, seen));
            }
        }
        return found;
    }

    /** @return the methods with such a {@code try}, as {@link #point} names them; never null */
    Set<String> guards() {
        Set<String> guards = new TreeSet<>();
        for (ClassFile type : classes.values()) {
            for (ClassFile.Code method : type.methods.values()) {
                if (method.blocks.stream().anyMatch(method::guards)) {
                    guards.add(point(type.name, method.name));
                }
            }
        }
        return guards;
    }

    /** @return {@code Class.method}, without the compiler's numbers of lambdas; never null */
    static String point(String type, String method) {
        return type.substring(OWN.length()) + "." + method.replaceFirst("^(lambda\\$.*)\\$\\d+$", "$1");
    }
}
