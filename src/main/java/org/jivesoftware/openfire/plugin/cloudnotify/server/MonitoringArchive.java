package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Objects;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.plugin.cloudnotify.trigger.Archive;
import org.jivesoftware.util.JiveGlobals;

/** The archive of Openfire's Monitoring plugin. Thread-safe. */
public final class MonitoringArchive implements Archive {

    private static final String PLUGIN = "org.jivesoftware.openfire.plugin.MonitoringPlugin";
    private static final String PROPERTY = "conversation.messageArchiving";
    private static final String PRIVATE_MESSAGES = "conversation.roomArchiving.PMinPersonalArchive";
    /** For so long it is taken for granted that plugins do not come and go. */
    private static final long REMEMBERED_NANOS = 5_000_000_000L;

    private final PluginManager plugins;
    private volatile boolean installed;
    private volatile boolean keepsByDefault;
    private volatile long askAgain;

    /**
     * @param plugins Openfire's plugins
     */
    public MonitoringArchive(PluginManager plugins) {
        this.plugins = Objects.requireNonNull(plugins);
        this.askAgain = System.nanoTime();
    }

    @Override
    public boolean keepsMessages() {
        return installed() && JiveGlobals.getBooleanProperty(PROPERTY, keepsByDefault);
    }

    @Override
    public boolean keepsPrivateMessages() {
        return JiveGlobals.getBooleanProperty(PRIVATE_MESSAGES, false);
    }

    private boolean installed() {
        long now = System.nanoTime();
        if (now - askAgain >= 0) {
            askAgain = now + REMEMBERED_NANOS;
            boolean found = false;
            for (Plugin plugin : plugins.getPlugins()) {
                if (plugin.getClass().getName().equals(PLUGIN)) {
                    found = true;
                    keepsByDefault = keepsMessages(plugin);
                }
            }
            installed = found;
        }
        return installed;
    }

    /** Where the property is not set, the plugin's version decides: up to 2.7 it keeps none, from 2.8 on all. */
    static boolean keepsMessages(Object plugin) {
        try {
            Object conversations = plugin.getClass().getMethod("getConversationManager").invoke(plugin);
            return conversations != null
                && Boolean.TRUE.equals(conversations.getClass().getMethod("isMessageArchivingEnabled").invoke(conversations));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
