package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.io.Externalizable;
import org.jivesoftware.util.cache.ClusterTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail to another cluster node. The name and the form of this class must stay as they are: nodes with another version read it. */
public final class ClusterMailTask extends PluginMail implements ClusterTask<Void>, Externalizable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterMailTask.class);

    private static final long serialVersionUID = 1;

    /** For deserialisation. */
    public ClusterMailTask() {
        this(new byte[0]);
    }

    ClusterMailTask(byte[] mail) {
        super("receiveMail", mail);
    }

    @Override
    public void run() {
        try {
            hand();
        } catch (Throwable e) {
            lost(e);
        }
    }

    /** The plugin's parts keep their failures to themselves: what fails here is finding it. */
    private static void lost(Throwable problem) {
        try {
            LOG.debug("The mail of another node could not be handed over", problem);
        } catch (Throwable e) {
            // It cannot be said, then.
            return;
        }
    }
}
