package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.dom4j.Element;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Reachability;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** Looks at a push service from this server: as a component, else as another server; then asks what it is (XEP-0030). Thread-safe. */
public final class ServiceCheck implements Reachability {

    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration EACH = Duration.ofSeconds(4);

    private final String domain;
    private final OpenfireRouter router;
    private final RoutingTable routes;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param domain the server's
     * @param router asks
     * @param routes knows which components are connected
     */
    public ServiceCheck(String domain, OpenfireRouter router, RoutingTable routes) {
        this.domain = Objects.requireNonNull(domain);
        this.router = Objects.requireNonNull(router);
        this.routes = Objects.requireNonNull(routes);
    }

    @Override
    public List<Step> check(PushService service) {
        if (service instanceof WebOrigin origin) {
            return new WebProbe(EACH).look(origin);
        }
        JID address = new JID(service.name());
        List<Step> steps = new ArrayList<>();
        if (routes.hasComponentRoute(new JID(service.domain())) || service.domain().equals(domain)) {
            steps.add(new Step(Stage.COMPONENT, true, null));
        } else {
            steps.addAll(new ServerProbe(domain, EACH).look(service.domain()));
            if (steps.get(steps.size() - 1).stage() != Stage.TLS) {
                return steps;
            }
        }
        steps.addAll(ask(address));
        return steps;
    }

    private List<Step> ask(JID address) {
        IQ question = new IQ(IQ.Type.get);
        byte[] id = new byte[16];
        random.nextBytes(id);
        question.setID(HexFormat.of().formatHex(id));
        question.setFrom(new JID(domain));
        question.setTo(address);
        question.setChildElement("query", INFO);
        AtomicReference<String> identity = new AtomicReference<>();
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        router.request(question, PATIENCE, answer::complete, iq -> identity.set(identity(iq)));
        Reply reply;
        try {
            reply = answer.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = Reply.TIMEOUT;
        } catch (ExecutionException | TimeoutException e) {
            reply = Reply.TIMEOUT;
        }
        if (!reply.condition().equals(Reply.RESULT.condition())) {
            return List.of(new Step(Stage.ANSWER, false, reply.condition()));
        }
        String found = identity.get();
        return List.of(new Step(Stage.ANSWER, true, null), new Step(Stage.IDENTITY, "pubsub/push".equals(found), found));
    }

    /** @return pubsub/push where it says so, else its first identity, or null where it has none */
    private static @Nullable String identity(IQ answer) {
        Element query = answer.getChildElement();
        String first = null;
        if (query != null) {
            for (Object each : query.elements("identity")) {
                Element identity = (Element) each;
                String text = identity.attributeValue("category") + "/" + identity.attributeValue("type");
                first = first == null || text.equals("pubsub/push") ? text : first;
            }
        }
        return first == null ? null : first.substring(0, Math.min(60, first.length()));
    }
}
