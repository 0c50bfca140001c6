package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestCluster;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.BeforeAll;

/** Two nodes of one cluster on one database, and each combination of where sender, device and service are. */
abstract class ClusterPlaces extends ClusterRoom {

    /** So many errors of that kind disable a registration. */
    static final int DEAD = 3;

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Somebody who writes, somebody who is written to, and the service of the latter, each on a node. */
    record Place(int sender, int device, int service, RawClient from, TestUser to, PushService push) {

        @Override
        public String toString() {
            return "sender on " + sender + ", device on " + device + ", service on " + service;
        }
    }

    @BeforeAll
    static void start() {
        cluster = new TestCluster();
    }

    void awaitErrors(Place place, int count) {
        Scenario scenario = nodes.get(0);
        scenario.await(count + " errors, " + place, () -> scenario.control().database()
            .query("SELECT goneCount, disabledDate FROM ofCloudNotify"
            + " WHERE username = ?", place.to.name()).stream().anyMatch(row -> row.get("gonecount").equals(Integer.toString(count))
                && (count < DEAD || row.get("disableddate") != null)), PATIENCE);
    }

    static int registrations(Scenario scenario) {
        return scenario.control().database().query("SELECT regID FROM ofCloudNotify").size();
    }

    List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 1 << 3; i++) {
            int service = i & 1;
            int device = i >> 1 & 1;
            int sender = i >> 2 & 1;
            places.add(new Place(sender, device, service, sender(sender), nodes.get(0).user("alice"),
                nodes.get(service).pushService("push")));
        }
        return places;
    }

    RawClient sender(int node) {
        Scenario scenario = nodes.get(node);
        return scenario.raw(scenario.user("bob"), "desktop");
    }

    Devices devices(Place place) {
        return new Devices(nodes.get(place.device), place.push);
    }

    /** A phone that is online, for all nodes. */
    RawClient phone(Place place) {
        RawClient phone = devices(place).phone(place.to, "phone");
        // Answered after its presence was worked off: only then every node knows that it is there.
        phone.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + nodes.get(0).server().domain()
            + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        return phone;
    }

    static void assertPushed(Place place) {
        assertEquals("phone", pushed(place).node(), place.toString());
    }

    static Push pushed(Place place) {
        Push push = place.push.pushes().poll(each -> true, PATIENCE);
        if (push == null) {
            throw new AssertionError("No push, " + place);
        }
        return push;
    }

    static void assertSilent(List<Place> places) {
        places.get(0).push.assertNoPushWithin(Devices.SILENCE);
        for (Place place : places) {
            assertEquals(List.of(), place.push.pushes().open(), place.toString());
        }
    }
}
