package org.jivesoftware.openfire.plugin.cloudnotify.packaging;

import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parent of a plugin's class loader, on an Openfire that has the same libraries in versions that lack the classes needed. It is asked
 * before the plugin is; what it was asked for, and does not have, is kept.
 */
final class OpenfireWithout extends ClassLoader {
    private final Set<String> askedFor = ConcurrentHashMap.newKeySet();
    private final String pluginsPackage;
    private final List<String> sharedPackages;

    OpenfireWithout(Collection<String> sharedPackages, String pluginsPackage) {
        super(OpenfireWithout.class.getClassLoader());
        this.sharedPackages = List.copyOf(sharedPackages);
        this.pluginsPackage = pluginsPackage;
    }

    /** The names of the classes of shared libraries that were asked for: of these, a plugin would get Openfire's. */
    Set<String> askedFor() {
        return askedFor;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (sharedPackages.stream().anyMatch(shared -> name.startsWith(shared + '.'))) {
            askedFor.add(name);
            throw new ClassNotFoundException(name);
        }
        // The tests' class path has the plugin's classes, too; no Openfire does.
        if (name.startsWith(pluginsPackage + '.')) {
            throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
        return name.startsWith(pluginsPackage.replace('.', '/') + '/') ? null : super.getResource(name);
    }
}
