package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail to Cloud Notify on another cluster node. Openfire's clustering plugin makes an object of a class there, with the class loader of
 * that
 * node's Cloud Notify, and keeps using the class after that was reloaded. So it looks for the plugin by its name, and hands over nothing
 * but
 * JDK types. It is no task itself: what clustering plugins serialise has no superclass of ours, so that version 1.0 can read it.
 */
abstract class PluginMail {

    private static final Logger LOG = LoggerFactory.getLogger(PluginMail.class);
    private static final int MAX_SIZE = 16 * 1_024 * 1_024;
    private static final String PLUGIN = "org.jivesoftware.openfire.plugin.cloudnotify.CloudNotifyPlugin";

    private final String door;
    private byte[] mail;

    /**
     * @param door the name of the plugin's method that takes it
     * @param mail what it says
     */
    PluginMail(String door, byte[] mail) {
        this.door = door;
        this.mail = mail;
    }

    /** Hands it over, on the other node. */
    final void hand() throws ReflectiveOperationException {
        for (Plugin plugin : XMPPServer.getInstance().getPluginManager().getPlugins()) {
            if (plugin.getClass().getName().equals(PLUGIN)) {
                hand(plugin);
                return;
            }
        }
        LOG.debug("Mail of another node: Cloud Notify does not run here");
    }

    private void hand(Plugin plugin) throws ReflectiveOperationException {
        plugin.getClass().getMethod(door, byte[].class).invoke(plugin, (Object) mail);
    }

    /** @return nothing */
    public final Void getResult() {
        return null;
    }

    /**
     * @param out takes it
     * @throws IOException if that fails
     */
    public final void writeExternal(ObjectOutput out) throws IOException {
        out.writeInt(mail.length);
        out.write(mail);
    }

    /**
     * @param in has it
     * @throws IOException if it does not
     */
    public final void readExternal(ObjectInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_SIZE) {
            throw new IOException("Not the mail of another node");
        }
        mail = new byte[length];
        in.readFully(mail);
    }
}
