package org.jivesoftware.openfire.plugin.cloudnotify.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.StanzaRouter;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** The way to services that are a function: from a push to its answer, or null for a service that keeps silent. */
public final class FakeRouter implements StanzaRouter {

    /** A push that arrived, and the way back. */
    public record Arrived(IQ iq, long at, Consumer<Reply> back) {

        public String node() {
            return publish().attributeValue("node");
        }

        public String field(String name) {
            for (Object field : publish().element("item").element("notification").element("x").elements("field")) {
                if (name.equals(((Element) field).attributeValue("var"))) {
                    return ((Element) field).elementText("value");
                }
            }
            return null;
        }

        private Element publish() {
            return iq.getChildElement().element("publish");
        }
    }

    private final Scheduler scheduler;
    private final List<Arrived> arrived = new ArrayList<>();
    private Function<Arrived, Reply> service = push -> FakeRouter.result();

    public FakeRouter(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    public static Reply result() {
        return Reply.of(new IQ(IQ.Type.result), true);
    }

    /** How services answer from now on; null is silence. */
    public synchronized void service(Function<Arrived, Reply> answers) {
        service = answers;
    }

    /** All pushes so far. */
    public synchronized List<Arrived> arrived() {
        return List.copyOf(arrived);
    }

    public synchronized int count() {
        return arrived.size();
    }

    @Override
    public boolean nearby(JID to) {
        return true;
    }

    @Override
    public void route(Packet packet) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void request(IQ request, Duration timeout, Consumer<Reply> answer) {
        Arrived push = new Arrived(request, scheduler.nanos(), answer);
        Function<Arrived, Reply> present;
        synchronized (this) {
            arrived.add(push);
            present = service;
        }
        scheduler.after(timeout, () -> answer.accept(Reply.TIMEOUT));
        Reply reply = present.apply(push);
        if (reply != null) {
            answer.accept(reply);
        }
    }
}
