package org.jivesoftware.openfire.plugin.cloudnotify.testserver.control;

/** Stanzas put into the server's routing as they are. */
public interface StanzaCommands {

    /** Routes a stanza through the server's packet router, whoever its sender claims to be. */
    void route(String xml);

    /** Delivers a stanza with the server's packet deliverer, which bypasses routing rules and incoming interceptors. */
    void deliver(String xml);

    /** Whether stanzas to a domain go to a component. */
    boolean component(String domain);
}
