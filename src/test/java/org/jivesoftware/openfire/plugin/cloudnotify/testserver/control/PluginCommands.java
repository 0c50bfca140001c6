package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.util.List;
import java.util.Map;

/** Loading, unloading and looking into plugins. */
public interface PluginCommands {

    /** Tells whether a plugin is loaded; its name is its jar's file name without ".jar", in lower case. */
    boolean loaded(String name);

    /** Version of a loaded plugin, as its plugin.xml says. */
    String version(String name);

    /** Takes the plugin's jar away, as deleting it in the admin console does, and waits until it is unloaded (2 s or more). */
    Leftovers unload(String name);

    /** Puts back the jar that {@link #unload} took away, and waits until the plugin is loaded. */
    void load(String name);

    /** Copies a jar into the plugins folder, as uploading it does, and waits until it is loaded. */
    void install(String name, String jarFile);

    /** Number of entries in each of the server's lists of listeners, handlers, features, servlets and the like. */
    Map<String, Integer> registrations();

    /** Names of the threads that run the plugin's code or have its class loader. */
    List<String> threads(String name);

    /**
     * Calls a method of the loaded Cloud Notify plugin object, public or not, by its name and number of parameters, which are all texts.
     *
     * @return the result as text, or null
     */
    String call(String method, String... arguments);

    /** As {@link #call}, for any loaded plugin. */
    String callOf(String plugin, String method, String... arguments);
}
