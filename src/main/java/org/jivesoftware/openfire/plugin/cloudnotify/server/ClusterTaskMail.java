package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.util.cache.ClusterTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail to another cluster node. Openfire's clustering plugin makes an object of this class there, with the class loader of that node's
 * Cloud Notify, and runs it; so it looks for the plugin itself.
 */
public final class ClusterTaskMail implements ClusterTask<Void>, Externalizable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterTaskMail.class);
    private static final int MAX_SIZE = 16 * 1_024 * 1_024;

    private byte[] mail = new byte[0];

    /** For deserialisation. */
    public ClusterTaskMail() {
    }

    ClusterTaskMail(byte[] mail) {
        this.mail = mail;
    }

    /** A plugin that takes mail. */
    public interface Mailbox {

        /** @param mail of another node; not null */
        void receive(byte[] mail);
    }

    @Override
    public void run() {
        try {
            for (Plugin plugin : XMPPServer.getInstance().getPluginManager().getPlugins()) {
                if (plugin instanceof Mailbox mailbox) {
                    mailbox.receive(mail);
                }
            }
        } catch (Throwable e) {
            lost(e);
        }
    }

    /** Only the mailbox knows the plugin's parts, and it could not be found. */
    private static void lost(Throwable problem) {
        try {
            LOG.debug("The mail of another node could not be handed over", problem);
        } catch (Throwable e) {
            // It cannot be said, then.
            return;
        }
    }

    @Override
    public Void getResult() {
        return null;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeInt(mail.length);
        out.write(mail);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_SIZE) {
            throw new IOException("Not the mail of another node");
        }
        mail = new byte[length];
        in.readFully(mail);
    }
}
