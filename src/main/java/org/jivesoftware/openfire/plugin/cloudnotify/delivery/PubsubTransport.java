package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.AppFeatures;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Sealing;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Destination;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PubsubNode;
import org.xmpp.packet.JID;

/** Pushes by publishing to the node of an XMPP push service (XEP-0357 §7). Thread-safe. */
public final class PubsubTransport implements Transport {

    private final PubsubPublish publish;
    private final StanzaRouter router;

    /**
     * @param domain the server's domain, from which pushes come
     * @param router the server's routing
     */
    public PubsubTransport(JID domain, StanzaRouter router) {
        this(domain, router, new AppFeatures(), new SecureRandom());
    }

    /**
     * @param domain as above
     * @param router as above
     * @param features what apps may have asked for
     * @param random where encryption takes its chance from
     */
    public PubsubTransport(JID domain, StanzaRouter router, AppFeatures features, SecureRandom random) {
        this.publish = new PubsubPublish(domain, features, new Sealing(random));
        this.router = Objects.requireNonNull(router);
    }

    @Override
    public boolean takes(Destination destination) {
        return destination instanceof PubsubNode;
    }

    @Override
    public boolean immediate(Destination destination) {
        return destination instanceof PubsubNode node && router.nearby(node.address());
    }

    @Override
    public void send(String id, Push push, Duration timeout, Consumer<Reply> answer) {
        router.request(publish.write(id, push, (PubsubNode) push.key().destination()), timeout, answer);
    }
}
