package org.jivesoftware.openfire.plugin.cloudnotify.testserver;

/**
 * Where a test server takes clients over HTTP: BOSH (XEP-0124) and WebSockets (RFC 7395).
 *
 * @param port   its port
 * @param secure another one, for TLS, which nobody uses
 */
public record HttpBind(int port, int secure) {

    /** On ports that are free now. */
    public static HttpBind free() {
        ServerPorts ports = ServerPorts.free();
        return new HttpBind(ports.client(), ports.component());
    }

    /**
     * Switches it on.
     *
     * @param idleSeconds for how long a BOSH client may be without a request before the server's clean-up, which runs every half minute,
     *                    ends its session
     */
    public ServerConfig on(ServerConfig config, int idleSeconds) {
        return config.property("httpbind.enabled", "true").property("httpbind.port.plain", Integer.toString(port))
            .property("httpbind.port.secure", Integer.toString(secure))
            .property("xmpp.httpbind.client.idle", Integer.toString(idleSeconds));
    }
}
