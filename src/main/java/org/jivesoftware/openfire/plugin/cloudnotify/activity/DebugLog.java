package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes decisions and answers to the server's log, at debug: user, service and reason, never content. */
public final class DebugLog implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(DebugLog.class);

    @Override
    public void decided(Decision decision) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {} for user {}, service {}, push {}{}", new Object[] {decision.trigger(), decision.outcome(),
                decision.username(), decision.key() == null ? "-" : decision.key().destination().service(), decision.pushId(),
                decision.detail() == null ? "" : ", " + decision.detail()});
        }
    }

    @Override
    public void answered(Answer answer) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("Push {} was answered with {} after {} ms",
                new Object[] {answer.pushId(), answer.condition(), answer.latency().toMillis()});
        }
    }
}
