package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up names. May wait long. */
@FunctionalInterface
public interface NameResolver {

    /**
     * @param host a name, or an address as text
     * @return all its addresses
     * @throws UnknownHostException if it has none
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
