package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS for connections to addresses that may be connected to. Java's HTTP client looks a name up by itself and can be given no address; but
 * it asks for an engine of TLS between that look-up and the connection. Here the name is looked up again in that moment: in the JVM's cache
 * of names, where the client's own answer has just been written, so that it is the address of this very connection that is judged. Only a
 * JVM that is told to cache no names ({@code networkaddress.cache.ttl} 0) asks its name server once more instead. Thread-safe.
 */
final class GuardedContext extends SSLContext {

    /** The connection is not made. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final AddressCheck.Result result;

        Refused(AddressCheck.Result result) {
            super("not connected: " + result, null, false, false);
            this.result = result;
        }

        /** @return why */
        AddressCheck.Result result() {
            return result;
        }
    }

    /**
     * @param context does it
     * @param addresses which servers may be connected to
     */
    GuardedContext(SSLContext context, AddressCheck addresses) {
        super(new Guard(context, addresses), context.getProvider(), context.getProtocol());
    }

    private static final class Guard extends SSLContextSpi {

        private final SSLContext context;
        private final AddressCheck addresses;

        Guard(SSLContext context, AddressCheck addresses) {
            this.context = Objects.requireNonNull(context);
            this.addresses = Objects.requireNonNull(addresses);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            AddressCheck.Result result = addresses.lookAgain(host, port);
            if (result != AddressCheck.Result.FINE) {
                throw new Refused(result);
            }
            return context.createSSLEngine(host, port);
        }

        /** Nobody could judge where such a connection goes. */
        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) throws KeyManagementException {
            throw new KeyManagementException("It has been");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return context.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }
}
