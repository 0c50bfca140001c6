package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

/** A client whose test decides what it acknowledges (XEP-0198). */
public interface ManagedClient extends XmppClient {

    /** Whether the server's requests for acknowledgement are answered by themselves; they are at first. */
    void acknowledging(boolean on);

    /** Acknowledges everything that was received. */
    void acknowledge();

    /** Number of stanzas received since stream management was enabled. */
    long handled();
}
