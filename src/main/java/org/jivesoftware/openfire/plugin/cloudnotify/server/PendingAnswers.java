package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.lang.reflect.Field;
import java.util.Map;
import org.jivesoftware.openfire.IQRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.IQResultListener;

/**
 * Takes listeners for answers back from Openfire, which has no call for that. Left there, they would keep the unloaded plugin's class
 * loader for as long as they wait. The private maps have had the same names from 4.2.0 to 5.1.1; where they are missing, the listeners
 * stay until Openfire gives them up, a good minute later.
 */
final class PendingAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(PendingAnswers.class);

    private PendingAnswers() {
    }

    /**
     * @param iqs Openfire's router
     * @param listeners the listeners by the ids of their requests
     */
    static void remove(IQRouter iqs, Map<String, ? extends IQResultListener> listeners) {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            Map<?, ?> held = map(iqs, "resultListeners");
            Map<?, ?> times = map(iqs, "resultTimeout");
            listeners.forEach((id, listener) -> {
                held.remove(id, listener);
                times.remove(id);
            });
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("{} pending answers stay with Openfire until they time out", listeners.size(), e);
            return;
        }
        try {
            // Which cluster node asked: since 4.5, and no harm where it stays.
            listeners.keySet().forEach(map(iqs, "resultPending")::remove);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("This Openfire does not note which node waits for an answer", e);
        }
    }

    private static Map<?, ?> map(IQRouter iqs, String name) throws ReflectiveOperationException {
        Field field = IQRouter.class.getDeclaredField(name);
        field.setAccessible(true);
        return (Map<?, ?>) field.get(iqs);
    }
}
