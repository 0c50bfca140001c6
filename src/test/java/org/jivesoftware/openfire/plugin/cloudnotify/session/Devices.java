package org.jivesoftware.openfire.plugin.cloudnotify.session;

import java.time.Duration;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.ManagedClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** Phones for integration tests: clients with resumable stream management, online, and with a registration of their own. */
public final class Devices {

    /** Longer than a push takes, the poll and the merge window. */
    public static final Duration SILENCE = Duration.ofMillis(2_500);

    private final Scenario scenario;
    private final PushService service;

    /** Phones that register with this service. */
    public Devices(Scenario scenario, PushService service) {
        this.scenario = scenario;
        this.service = service;
    }

    /** A phone that is online; its node is its resource. */
    public RawClient phone(TestUser user, String resource) {
        RawClient phone = scenario.rawResumable(user, resource);
        phone.enablePush(service.jid(), resource);
        return quiet(scenario.online(phone));
    }

    /** A client without registration that is online, with stream management. */
    public RawClient desktop(TestUser user, String resource) {
        return quiet(scenario.online(scenario.rawResumable(user, resource)));
    }

    /** Turns on carbons. */
    public static RawClient carbons(RawClient client) {
        Element answer = client.request("<iq type='set' id='carbons'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        if (!"result".equals(answer.attributeValue("type"))) {
            throw new AssertionError(answer.asXML());
        }
        return client;
    }

    /** Loses the connection, with everything acknowledged before. */
    public void hibernate(RawClient phone) {
        quiet(phone);
        scenario.detach(phone);
    }

    /**
     * Waits until a client has acknowledged everything, its own presence among it. Openfire sends a stanza first, and then puts it into its
     * queue: an acknowledgement that comes in between is for nothing, and the queue is empty only for that moment.
     */
    public RawClient quiet(RawClient client) {
        quiet(scenario, client);
        return client;
    }

    /** As {@link #quiet(RawClient)}, without any phones. */
    public static void quiet(Scenario scenario, ManagedClient client) {
        scenario.await("everything acknowledged by " + client.jid(), () -> {
            if (scenario.session(client).sent() < client.handled()) {
                return false;
            }
            client.acknowledge();
            return scenario.session(client).unacked() == 0;
        });
    }

    /** Resumes, once the server has noticed that the connection is lost. */
    public static void resume(RawClient phone) {
        if (!phone.resume()) {
            throw new AssertionError("The server does not resume the session of " + phone.jid());
        }
    }
}
