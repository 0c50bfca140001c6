package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import java.util.Locale;

/** The parts of the plugin that can fail without the others. The console names them in its language, by {@link #key()}. */
public enum PartName {
    /** Stanzas on their way: hibernated sessions, archived messages, calls, subscription requests. */
    STANZAS,
    /** Messages with which push services take registrations back. */
    SERVICE_MESSAGES,
    /** Push services that connect; without them, the next probe finds out. */
    SERVICES,
    /** The plugin's own push service, for endpoints of browsers. */
    WEB_PUSH,
    /** Group chats: members who are away, and what they choose for each. */
    ROOMS,
    /** Messages that were stored offline. */
    OFFLINE_MESSAGES,
    /** Sessions that begin, end, lose their connection or are resumed. */
    SESSIONS,
    /** For how long detached sessions are kept. */
    HIBERNATION,
    /** Accounts that are deleted. */
    ACCOUNTS,
    /** Users who change what their pushes say. */
    PRIVACY,
    /** Settings that are changed. */
    SETTINGS,
    /** The other nodes of a cluster. */
    CLUSTER,
    /** Clients that enable and disable pushes. */
    REGISTERING,
    /** Commands for users and administrators. */
    COMMANDS,
    /** What the server and its accounts announce. */
    FEATURES,
    /** Pushes on their way to their services. Cannot be done without. */
    PUBLISHING(true),
    /** The answers of push services; without them, every push counts as accepted. */
    ANSWERS,
    /** Figures for Openfire's statistics. */
    STATISTICS,
    /** Figures for Prometheus. */
    METRICS,
    /** The registrations of the other push plugin. */
    IMPORT,
    /** Other plugins that come and go. */
    OTHER_PLUGINS,
    /** A page of the console. */
    SETTINGS_PAGE,
    /** A page of the console. */
    REGISTRATIONS_PAGE,
    /** A page of the console. */
    USER_PAGE,
    /** A page of the console. */
    SERVICES_PAGE,
    /** A page of the console. */
    ACTIVITY_PAGE,
    /** What the plugin does on threads of its own. Cannot be done without. */
    WORK(true);

    private final boolean indispensable;

    PartName() {
        this(false);
    }

    PartName(boolean indispensable) {
        this.indispensable = indispensable;
    }

    /** @return whether it goes on, as well as it can, even where something is missing that it needs: nothing works without it */
    public boolean indispensable() {
        return indispensable;
    }

    /** @return the name of the text that names it */
    public String key() {
        return "part." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return its name for the log: English, in lower case */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
