package org.jivesoftware.openfire.plugin.cloudnotify;

import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.BrowserTrial;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Courier;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushIqHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.server.DiscoFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.server.OpenfireSecrets;
import org.jivesoftware.openfire.plugin.cloudnotify.server.PushComponent;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.EndpointPolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.EndpointService;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.Outgoing;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.Push2Protocol;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.RelayRouter;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.RelayTransport;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.WebPush;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.WebPushKeys;
import org.jivesoftware.openfire.plugin.cloudnotify.webpush.WebPushTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.ComponentException;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** Pushes to endpoints of browsers, and the service that registers them: there as long as the setting {@code web-push} is on. */
final class WebPushing implements AutoCloseable, BrowserTrial {

    private static final Logger LOG = LoggerFactory.getLogger(WebPushing.class);

    final WebPushKeys keys;
    final WebPushTransport transport;
    final RelayTransport relays;
    final EndpointPolicy policy;
    final Push2Protocol push2;
    private final Core core;
    private final JID address;
    private final WebPush web;
    private AutoCloseable subscription = () -> { };
    private Consumer<Packet> router = packet -> { };
    /** Null before it begins. */
    private @Nullable PushIqHandler enables;
    private AutoCloseable announced = () -> { };
    /** A setting may change while this ends. */
    private boolean left;
    private volatile @Nullable Outgoing outgoing;
    private volatile @Nullable PushComponent component;

    /** @param router the way to relays */
    WebPushing(Core core, RelayRouter router) {
        this.core = core;
        SecureRandom random = new SecureRandom();
        address = new JID(PushComponent.SUBDOMAIN + "." + core.domain);
        keys = new WebPushKeys(new OpenfireSecrets(), random);
        web = new WebPush(core.settings, keys, InetAddress::getAllByName, core.domain, core.clock);
        transport = new WebPushTransport(web, random, core.scheduler);
        relays = new RelayTransport(web, random, router);
        push2 = new Push2Protocol(address, web, () -> outgoing);
        policy = new EndpointPolicy(address, () -> component != null, web, core.registrations);
    }

    /**
     * Goes by the setting from now on.
     *
     * @param way routes answers
     * @param handler answers requests of Push 2.0
     */
    synchronized void begin(Consumer<Packet> way, PushIqHandler handler) {
        router = way;
        enables = handler;
        subscription = new OpenfireProperties(core.parts.part(PartName.WEB_PUSH)).onChange(name -> {
            if (Settings.WEB_PUSH.property().startsWith(name)) {
                update();
            }
        });
        update();
    }

    private synchronized void update() {
        boolean on = !left && core.settings.get(Settings.WEB_PUSH);
        if (on && outgoing == null) {
            start();
        } else if (!on) {
            stop();
        }
    }

    /** Trusts whom the JVM trusts. */
    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JVM's certificates cannot be read", e);
        }
    }

    private void start() {
        Part part = core.parts.part(PartName.WEB_PUSH);
        Outgoing way = new Outgoing(web, core.scheduler, trust(), part);
        outgoing = way;
        transport.by(way);
        if (taken()) {
            LOG.error("The address {} is somebody else's, so browsers cannot register for pushes; those that have are pushed to", address);
            return;
        }
        try {
            component = new PushComponent(InternalComponentManager.getInstance(),
                new EndpointService(address, core.accounts::sender, web, way), router, part);
            core.server.getIQRouter().addHandler(enables);
            announced = new DiscoFeatures(core.server.getIQDiscoInfoHandler(), Push2Protocol.NAMESPACE, Push2Protocol.announced(), part);
            LOG.info("Browsers can register for pushes at {}", address);
        } catch (ComponentException e) {
            LOG.error("Browsers cannot register for pushes: the server does not take a service at {}", address, e);
        }
    }

    /** On another node of a cluster it is this plugin. */
    private boolean taken() {
        return !ClusterManager.isClusteringEnabled() && XMPPServer.getInstance().getRoutingTable().hasComponentRoute(address);
    }

    private void disconnect() {
        PushComponent present = component;
        component = null;
        if (present != null) {
            present.close();
            core.server.getIQRouter().removeHandler(enables);
            close(announced);
            announced = () -> { };
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("A part of web push did not stop cleanly", e);
        }
    }

    private void stop() {
        disconnect();
        transport.by(null);
        Outgoing way = outgoing;
        if (way != null) {
            way.close();
            outgoing = null;
        }
    }

    @Override
    public @Nullable String knownKey() {
        return keys.knownPublicKey();
    }

    @Override
    public boolean possible() {
        return outgoing != null;
    }

    @Override
    public CompletableFuture<String> send(String endpoint, String p256dh, String auth, String text) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Push push = new Push(web.trial(address, endpoint, p256dh, auth), new Cause(Trigger.PING, true), new Summary(1, null, null, text));
        transport.send("browser", push, Courier.TIMEOUT, reply -> answer.complete(reply.condition()));
        return answer;
    }

    /** Nobody can register any more; what is pushed still goes out. */
    synchronized void leave() {
        left = true;
        close(subscription);
        disconnect();
    }

    @Override
    public synchronized void close() {
        leave();
        stop();
    }
}
