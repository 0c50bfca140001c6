package org.jivesoftware.openfire.plugin.cloudnotify.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.objectweb.asm.ClassReader;

/**
 * A plugin's jar, read once: its files, and the classes that Openfire's class loader finds in it, by their internal names.
 */
final class PluginJar {
    private static final String CLASSES = "classes/";
    private static final String LIBRARIES = "lib/";
    private static final String CLASS = ".class";
    private static final int CONSTANT_CLASS = 7;

    private final Set<String> files = new LinkedHashSet<>();
    private final Map<String, byte[]> onClassPath = new TreeMap<>();

    PluginJar(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            read(in, "");
        }
    }

    /** The names of all files; those in a jar of the lib folder come after its own name and an exclamation mark. */
    Set<String> files() {
        return files;
    }

    /** What is on the class path that Openfire makes of the jar: contents by resource names, such as {@code org/example/Main.class}. */
    Map<String, byte[]> onClassPath() {
        return onClassPath;
    }

    /** The names of all class files, with the folder or the library that they are in. */
    Set<String> classFiles() {
        var names = new TreeSet<String>(files);
        names.removeIf(name -> !name.endsWith(CLASS));
        return names;
    }

    /** The internal names of the classes that a class file refers to by a class constant; elements instead of arrays. */
    static Set<String> classesNamedIn(byte[] classFile) {
        var reader = new ClassReader(classFile);
        var buffer = new char[reader.getMaxStringLength()];
        var names = new TreeSet<String>();
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == CONSTANT_CLASS) {
                String name = reader.readUTF8(item, buffer);
                if (!name.startsWith("[")) {
                    names.add(name);
                } else if (name.endsWith(";")) {
                    names.add(name.substring(name.indexOf('L') + 1, name.length() - 1));
                }
            }
        }
        return names;
    }

    private void read(InputStream in, String place) throws IOException {
        // Not closed: it would close the outer jar's stream, too.
        var zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (entry.isDirectory()) {
                continue;
            }
            files.add(place + name);
            if (place.isEmpty() && name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
                read(zip, name + "!");
            } else if (!place.isEmpty()) {
                onClassPath.putIfAbsent(name, zip.readAllBytes());
            } else if (name.startsWith(CLASSES)) {
                onClassPath.put(name.substring(CLASSES.length()), zip.readAllBytes());
            }
        }
    }
}
