package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Rooms;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Two nodes that are one cluster, with one database (behaviour §12). Where it matters who is where, each test is done for every
 * combination of places of the sender, the device and the service, all at once.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ClusterIT extends ClusterPlaces {

    @Test
    void whatWaitsInAHibernatedSessionIsPushedOnceAndNotAgainWhenItIsStored() {
        List<Place> places = places();
        for (Place place : places) {
            RawClient phone = phone(place);
            devices(place).hibernate(phone);
        }
        places.forEach(place -> place.from().chat(place.to().jid(), "one"));
        places.forEach(ClusterIT::assertPushed);
        places.forEach(place -> nodes.get(place.device()).timeOutDetached(place.to()));
        places.forEach(place -> nodes.get(place.device()).awaitStoredOffline(place.to(), 1));
        assertSilent(places);
        places.forEach(place -> place.from().chat(place.to().jid(), "two"));
        places.forEach(ClusterIT::assertPushed);
    }

    @Test
    void whatIsStoredOfflineIsPushedOnce() {
        List<Place> places = places();
        places.forEach(place -> nodes.get(place.device()).leave(phone(place)));
        places.forEach(place -> place.from().chat(place.to().jid(), "one"));
        places.forEach(ClusterIT::assertPushed);
        assertSilent(places);
    }

    @Test
    void messagesAreCountedOverAllNodes() {
        List<Place> places = places();
        places.forEach(place -> devices(place).hibernate(phone(place)));
        List<RawClient> others = new ArrayList<>();
        places.forEach(place -> others.add(sender(1 - place.sender())));
        for (int count = 1; count <= 4; count++) {
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                (count % 2 == 0 ? others.get(i) : place.from()).chat(place.to().jid(), "message");
                assertEquals(count, pushed(place).messageCount(), place.toString());
            }
        }
    }

    /** From the result on every node goes by it. */
    @Test
    void whatIsEnabledOrDisabledOnOneNodeCountsOnAllFromTheResultOn() {
        List<Place> places = places();
        for (Place place : places) {
            Scenario home = nodes.get(place.device());
            RawClient desktop = home.raw(place.to(), "desktop");
            desktop.enablePush(place.push().jid(), "phone");
            place.from().chat(place.to().jid(), "pushed");
            assertPushed(place);
            desktop.disablePush(place.push().jid(), "phone");
            place.from().chat(place.to().jid(), "not pushed");
        }
        assertSilent(places);
    }

    @Test
    void aSettingThatIsChangedOnOneNodeHoldsOnAll() {
        List<Place> places = places();
        places.forEach(place -> nodes.get(place.device()).leave(phone(place)));
        places.forEach(place -> place.from().chat(place.to().jid(), "secret"));
        places.forEach(place -> assertEquals("New Message!", pushed(place).body(), place.toString()));
        set("cloudnotify.with-body", "true");
        places.forEach(place -> place.from().chat(place.to().jid(), "open"));
        places.forEach(place -> assertEquals("open", pushed(place).body(), place.toString()));
    }

    /** Though each of them has pushed it before, and remembers that the user does not. */
    @Test
    void whatAUserHidesAtOneNodeIsHiddenByAllFromTheResultOn() {
        set("cloudnotify.with-body", "true");
        List<Place> places = places();
        for (Place place : places) {
            nodes.get(place.device()).leave(phone(place));
            place.from().chat(place.to().jid(), "open");
            assertEquals("open", pushed(place).body(), place.toString());
            RawClient desktop = nodes.get(1 - place.sender()).raw(place.to(), "desktop");
            for (String hide : List.of("true", "false")) {
                Element answer = desktop.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + nodes.get(0).server().domain()
                    + "'><command xmlns='http://jabber.org/protocol/commands' node='urn:cloudnotify:commands#privacy'>"
                    + "<x xmlns='jabber:x:data' type='submit'><field var='hide'><value>" + hide + "</value></field></x></command></iq>");
                assertEquals("completed", answer.element("command").attributeValue("status"), answer::asXML);
                place.from().chat(place.to().jid(), "hidden: " + hide);
                assertEquals(hide.equals("true") ? "New Message!" : "hidden: false", pushed(place).body(), place.toString());
            }
        }
    }

    /** Errors are counted over all nodes, and a dead device is pushed to by none. */
    @Test
    void aDeviceThatIsDeadIsDisabledOnAllNodes() {
        List<Place> places = places();
        List<RawClient> others = new ArrayList<>();
        for (Place place : places) {
            nodes.get(place.device()).leave(phone(place));
            place.push().answerNode("phone", PushAnswer.error("item-not-found", "cancel"));
            others.add(sender(1 - place.sender()));
        }
        for (int error = 1; error <= DEAD; error++) {
            for (int i = 0; i < places.size(); i++) {
                (error % 2 == 0 ? others.get(i) : places.get(i).from()).chat(places.get(i).to().jid(), "to the dead");
                assertPushed(places.get(i));
                awaitErrors(places.get(i), error);
            }
        }
        for (Place place : places) {
            // Its result comes when every node knows what became of the other device.
            RawClient tablet = nodes.get(place.device()).raw(place.to(), "tablet");
            tablet.enablePush(place.push().jid(), "tablet");
            nodes.get(place.device()).leave(tablet);
        }
        places.forEach(place -> place.from().chat(place.to().jid(), "one"));
        others.forEach(other -> other.chat(places.get(others.indexOf(other)).to().jid(), "two"));
        for (int i = 0; i < 2; i++) {
            places.forEach(place -> assertEquals("tablet", pushed(place).node(), place.toString()));
        }
        assertSilent(places);
    }

    @Test
    void aRoomsMessageIsPushedOnceToAMemberWhoIsAway() {
        List<Place> places = places();
        List<String> rooms = new ArrayList<>();
        for (Place place : places) {
            String room = Rooms.create(nodes.get(place.sender()), place.from(), "membersonly", "1", "roomname", "team");
            Rooms.affiliate(place.from(), room, place.to(), "member");
            rooms.add(room);
            nodes.get(place.device()).leave(phone(place));
        }
        for (String word : List.of("first", "second")) {
            for (int i = 0; i < places.size(); i++) {
                Rooms.say(places.get(i).from(), rooms.get(i), word);
            }
            places.forEach(place -> place.from().awaitMessage(word));
            places.forEach(ClusterIT::assertPushed);
            assertSilent(places);
        }
    }

    /** An occupant whose session sleeps on its node gets what is said on any. */
    @Test
    void aRoomsMessageIsPushedOnceToAnOccupantThatSleeps() {
        List<Place> places = places();
        List<String> rooms = new ArrayList<>();
        for (Place place : places) {
            String room = Rooms.create(nodes.get(place.sender()), place.from(), "membersonly", "1", "roomname", "team");
            Rooms.affiliate(place.from(), room, place.to(), "member");
            rooms.add(room);
            RawClient phone = phone(place);
            Rooms.join(phone, room + "/alice");
            // Who writes sees who came, and so does that node.
            place.from().received().await(stanza -> (room + "/alice").equals(stanza.attributeValue("from")), PATIENCE);
            devices(place).hibernate(phone);
        }
        for (String word : List.of("first", "second", "third")) {
            for (int i = 0; i < places.size(); i++) {
                Rooms.say(places.get(i).from(), rooms.get(i), word);
            }
            for (Place place : places) {
                place.from().awaitMessage(word);
                Push push = place.push().pushes().poll(each -> true, PATIENCE);
                assertTrue(push != null, () -> "No push of the " + word + ", " + place + ", session "
                    + nodes.get(place.device()).control().sessions().of(place.to().name()));
            }
            assertSilent(places);
        }
    }

    /** Also where its class loader is another one since. */
    @Test
    void aNodeWhosePluginWasReloadedHearsAndTells() {
        cluster.reload(1);
        whatIsEnabledOrDisabledOnOneNodeCountsOnAllFromTheResultOn();
    }

    /** What the sessions on it held, they had been pushed; what comes next, the other node pushes. */
    @Test
    void aNodeThatIsKilledTakesNoRegistrationWithIt() {
        List<Place> places = places().stream().filter(place -> place.sender() == 0 && place.service() == 0).toList();
        for (Place place : places) {
            devices(place).hibernate(phone(place));
            place.from().chat(place.to().jid(), "before");
        }
        places.forEach(ClusterIT::assertPushed);
        Scenario left = nodes.get(0);
        int registrations = registrations(left);
        cluster.node(1).kill();
        for (Place place : places) {
            int sessions = place.device() == 1 ? 0 : 1;
            left.await("no session of the killed node is left", () -> sessions == left.control().cluster().routes(place.to().jid()),
                PATIENCE);
        }
        places.forEach(place -> place.from().chat(place.to().jid(), "after"));
        places.forEach(ClusterIT::assertPushed);
        assertSilent(places);
        assertEquals(registrations, registrations(left));

        cluster.startAgain(1);
        assertSilent(places);
        RawClient other = sender(1);
        places.forEach(place -> other.chat(place.to().jid(), "from the node that is back"));
        places.forEach(ClusterIT::assertPushed);
    }
}
