package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

/**
 * An account on the test server.
 *
 * @param name     user name
 * @param password password
 * @param jid      bare JID
 */
public record TestUser(String name, String password, String jid) {
}
