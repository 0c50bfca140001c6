package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * A server that takes pushes by HTTP (RFC 8030), as its endpoints name it: the origin of RFC 6454, which is the audience of a token for it,
 * too (RFC 8292 §2). Always https.
 *
 * @param host its name in ASCII and lower case, or an address in brackets where it is one of IPv6
 * @param port its port
 */
public record WebOrigin(String host, int port) implements PushService {

    /** The port that is not written. */
    public static final int HTTPS = 443;
    static final String SCHEME = "https://";
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_HOST = 255;

    /** Checks. */
    public WebOrigin {
        Objects.requireNonNull(host);
        if (host.isEmpty() || host.length() > LONGEST_HOST || port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("The endpoint names no server.");
        }
    }

    /**
     * @param endpoint an https address
     * @return its origin
     * @throws IllegalArgumentException if it names no server
     */
    public static WebOrigin of(URI endpoint) {
        String host = endpoint.getHost();
        if (host == null || !"https".equalsIgnoreCase(endpoint.getScheme())) {
            throw new IllegalArgumentException("The endpoint names no server.");
        }
        return of(host, endpoint.getPort() < 0 ? HTTPS : endpoint.getPort());
    }

    /**
     * @param host its name, in any case, with the dot of the root or without
     * @param port its port
     * @return the origin
     * @throws IllegalArgumentException if these name no server
     */
    public static WebOrigin of(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        return new WebOrigin(name.endsWith(".") ? name.substring(0, name.length() - 1) : name, port);
    }

    /**
     * @param name a {@link #name()}
     * @return the origin of that name
     * @throws IllegalArgumentException if it is none
     */
    static WebOrigin of(String name) {
        try {
            WebOrigin origin = of(new URI(name));
            if (origin.name().equals(name)) {
                return origin;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("no origin");
    }

    @Override
    public String name() {
        return port == HTTPS ? SCHEME + host : SCHEME + host + ":" + port;
    }

    @Override
    public String domain() {
        return host;
    }

    @Override
    public String toString() {
        return name();
    }
}
