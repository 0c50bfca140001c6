package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.DomainList;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/**
 * Whether an endpoint's server may be sent to: on port 443, and where all addresses of its name are public, unless the administrator's list
 * {@code allowed-web-push} says more (behaviour §13). Asked where an endpoint is registered, and again before each push. Thread-safe.
 *
 * <p>The connection looks the name up by itself; what it found is judged before it is made ({@link GuardedContext}).
 */
final class AddressCheck {

    private final Settings settings;
    private final NameResolver names;

    /** What was found. */
    enum Result {
        /** It may be sent to. */
        FINE,
        /** It may not. */
        FORBIDDEN,
        /** Its name has no address at present. */
        UNKNOWN
    }

    /**
     * @param settings for the list
     * @param names looks up names
     */
    AddressCheck(Settings settings, NameResolver names) {
        this.settings = Objects.requireNonNull(settings);
        this.names = Objects.requireNonNull(names);
    }

    /**
     * @param origin which server
     * @return whether its port will do, which needs no look-up
     */
    boolean allowsPort(WebOrigin origin) {
        return origin.port() == WebOrigin.HTTPS || listed(origin);
    }

    /**
     * Looks it up. May wait long.
     *
     * @param origin which server
     * @return what was found
     */
    Result look(WebOrigin origin) {
        return look(origin, origin.host());
    }

    /**
     * Looks up what a connection is about to be made to, and was looked at before.
     *
     * @param host its name as the connection looked it up, or an address, which nobody can have changed
     * @param port its port
     * @return what was found
     */
    Result lookAgain(String host, int port) {
        return literal(host) ? Result.FINE : look(WebOrigin.of(host, port), host);
    }

    private static boolean literal(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(character -> character == '.' || character >= '0' && character <= '9');
    }

    private Result look(WebOrigin origin, String host) {
        if (listed(origin)) {
            return Result.FINE;
        }
        if (origin.port() != WebOrigin.HTTPS) {
            return Result.FORBIDDEN;
        }
        try {
            InetAddress[] addresses = names.resolve(host);
            for (InetAddress address : addresses) {
                if (!PublicAddresses.contain(address)) {
                    return Result.FORBIDDEN;
                }
            }
            return addresses.length == 0 ? Result.UNKNOWN : Result.FINE;
        } catch (UnknownHostException e) {
            return Result.UNKNOWN;
        }
    }

    /** An entry without a port is for 443. */
    private boolean listed(WebOrigin origin) {
        List<String> entries = settings.get(Settings.ALLOWED_WEB_PUSH);
        for (String entry : entries) {
            int colon = entry.lastIndexOf(':');
            boolean ported = colon > 0 && colon < entry.length() - 1 && entry.chars().skip(colon + 1L).allMatch(Character::isDigit)
                && entry.indexOf(':') == colon;
            String port = ported ? entry.substring(colon + 1) : String.valueOf(WebOrigin.HTTPS);
            if (port.equals(String.valueOf(origin.port()))
                && DomainList.covers(ported ? entry.substring(0, colon) : entry, origin.domain())) {
                return true;
            }
        }
        return false;
    }
}
