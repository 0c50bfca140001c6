package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.nio.file.Path;
import org.jivesoftware.util.JiveGlobals;

/** Openfire's own folder. */
public final class OpenfireHome {

    private OpenfireHome() {
    }

    /**
     * @param name a folder's name
     * @return that folder in Openfire's own; it need not exist. Never null
     */
    public static Path folder(String name) {
        return home().resolve(name);
    }

    /** A path since 4.8, a text before. */
    private static Path home() {
        try {
            return (Path) JiveGlobals.class.getMethod("getHomePath").invoke(null);
        } catch (ReflectiveOperationException | ClassCastException e) {
            return older();
        }
    }

    private static Path older() {
        try {
            return Path.of((String) JiveGlobals.class.getMethod("getHomeDirectory").invoke(null));
        } catch (ReflectiveOperationException | ClassCastException e) {
            return Path.of(System.getProperty("openfireHome", "."));
        }
    }
}
