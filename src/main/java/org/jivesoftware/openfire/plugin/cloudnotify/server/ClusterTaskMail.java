package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.io.Externalizable;
import org.jivesoftware.util.cache.ClusterTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail as version 1.0 sends it and takes it, which knows this class alone; see {@link ClusterMailTask} for all others. */
public final class ClusterTaskMail extends PluginMail implements ClusterTask<Void>, Externalizable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterTaskMail.class);

    /** That of version 1.0, which named none. */
    private static final long serialVersionUID = -2594272897072474901L;

    /** For deserialisation. */
    public ClusterTaskMail() {
        this(new byte[0]);
    }

    ClusterTaskMail(byte[] mail) {
        super("receive", mail);
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
