package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

/** The content namespaces of streams (RFC 6120 §4.8.2), which change while a stanza travels from one stream to another. */
final class Namespaces {

    private Namespaces() {
    }

    /**
     * @param namespace a namespace
     * @return whether it is one that stanzas and bodies have on a stream, or none, as where the server made the stanza
     */
    static boolean ofStream(String namespace) {
        return switch (namespace) {
            case "", "jabber:client", "jabber:server", "jabber:component:accept", "urn:xmpp:forward:0" -> true;
            default -> false;
        };
    }
}
