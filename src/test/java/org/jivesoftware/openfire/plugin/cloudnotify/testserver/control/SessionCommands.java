package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

import java.util.List;

/** Client sessions. */
public interface SessionCommands {

    /** All sessions of this server that have bound a resource, detached ones included. */
    List<SessionInfo> list();

    /** The sessions of one user. */
    List<SessionInfo> of(String username);

    /**
     * Runs Openfire's clean-up of detached sessions now, as if the detach timeout were {@code timeoutMillis};
     * 0 ends every detached session.
     */
    void expireDetached(long timeoutMillis);

    /** Runs Openfire's clean-up of BOSH sessions now, which ends those without a request for as long as their idle time-out. */
    void expireIdleBosh();

    /**
     * Ends a session's connection as Openfire's idle time-out does, which detaches a resumable session also where a lost connection does
     * not.
     */
    void timeOut(String fullJid);

    /** Closes a session from the server's side. */
    void close(String fullJid);
}
