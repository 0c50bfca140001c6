package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.SecretStore;
import org.jivesoftware.util.JiveGlobals;

/** Keys among Openfire's system properties, where they are encrypted in the database and hidden in the console. */
public final class OpenfireSecrets implements SecretStore {

    @Override
    public String get(String name) {
        return JiveGlobals.getProperty(name);
    }

    @Override
    public void put(String name, String value) {
        // As in OpenfireProperties. Marking it writes it again, encrypted, so it has to be there before.
        JiveGlobals.setProperties(Map.of(name, value));
        JiveGlobals.setPropertyEncrypted(name, true);
    }
}
