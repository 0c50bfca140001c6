package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import org.jivesoftware.openfire.plugin.cloudnotify.notification.Sighted;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;

/** Is told what happened on other nodes. On any thread; must be quick and not throw. */
public interface ClusterNews {

    /** @param key whose device is in use; not null */
    void online(RegistrationKey key);

    /** @param key to which an important push went out; not null */
    void pushed(RegistrationKey key);

    /** @param sighted what was pushed; not null */
    void seen(Sighted sighted);
}
