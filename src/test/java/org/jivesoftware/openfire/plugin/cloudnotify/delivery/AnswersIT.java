package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;
import org.junit.jupiter.api.Test;

/** What a real service's answers do on a real server (behaviour §4). */
@IntegrationTest
class AnswersIT {

    private static final Duration SILENCE = Duration.ofMillis(700);

    @Test
    void sixteenErrorsDisableAndAnEnableRevives(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push").answer(PushAnswer.error("not-acceptable", "modify"));
        TestUser alice = devices.away(service);
        for (int i = 1; i <= 16; i++) {
            devices.write(alice);
            service.awaitPush();
        }
        scenario.await("disabled", () -> devices.disabled(alice));
        assertEquals(16, devices.errors(alice));
        assertEquals("not-acceptable", devices.row(alice).get("lasterror"));
        devices.write(alice);
        service.assertNoPushWithin(SILENCE);

        service.answer(PushAnswer.result());
        devices.enable(alice, service);
        assertFalse(devices.disabled(alice));
        devices.write(alice);
        service.awaitPush();
        scenario.assertNoWarnings();
    }

    @Test
    void aDeviceThatIsDeadThreeTimesIsDisabledAndOthersAreNot(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        TestUser dead = devices.away(service);
        TestUser alive = devices.away(service);
        service.answerNode(dead.name(), PushAnswer.error("item-not-found", "cancel"));
        for (int i = 0; i < 3; i++) {
            devices.write(dead);
            service.awaitPush(dead.name());
            devices.write(alive);
            service.awaitPush(alive.name());
        }
        scenario.await("disabled", () -> devices.disabled(dead));
        devices.write(dead);
        devices.write(alive);
        service.awaitPush(alive.name());
        service.assertNoPushWithin(SILENCE);
        assertEquals(0, devices.errors(alive));
    }

    @Test
    void countsSurviveAReload(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push").answer(PushAnswer.error("forbidden", "auth"));
        TestUser alice = devices.away(service);
        for (int i = 1; i <= 15; i++) {
            devices.write(alice);
            service.awaitPush();
        }
        devices.awaitErrors(alice, 15);
        scenario.control().plugins().unload("cloudnotify");
        scenario.control().plugins().load("cloudnotify");
        devices.write(alice);
        service.awaitPush();
        scenario.await("disabled", () -> devices.disabled(alice));
    }

    @Test
    void falseAnswersChangeNothing(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        TestUser alice = devices.away(service);
        String self = service.jid();
        PushAnswer flood = (push, out) -> {
            for (int i = 0; i < 20; i++) {
                for (String from : new String[] {"x@" + self, self + "/x", "x@" + self + "/y"}) {
                    out.accept(error(from, push.from(), push.id()));
                }
                out.accept(error(self, push.from(), "guess-" + i));
            }
        };
        service.answer(flood.and(PushAnswer.result()).and(flood));
        for (int i = 0; i < 5; i++) {
            devices.write(alice);
            service.awaitPush();
        }
        service.answer(PushAnswer.twice(PushAnswer.error("forbidden", "auth")));
        devices.write(alice);
        service.awaitPush();
        devices.awaitErrors(alice, 1);
        devices.write(alice);
        service.awaitPush();
        devices.awaitErrors(alice, 2);
        assertFalse(devices.disabled(alice));
        scenario.assertNoWarnings();
    }

    private static String error(String from, String to, String id) {
        return "<iq type='error' from='" + from + "' to='" + to + "' id='" + id + "'><error type='cancel'>"
            + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    }

    @Test
    void aThousandHealthyPushesCostNoStatement(Scenario scenario) {
        scenario.property("cloudnotify.max-pushes-per-minute", "0");
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        // Several users, since Openfire takes ever longer to store one more message for one user.
        List<TestUser> users = IntStream.range(0, 20).mapToObj(i -> devices.away(service)).toList();
        users.forEach(devices::write);
        service.awaitPushes(20, XmppClient.PATIENCE);
        var database = scenario.control().database();
        database.startCounting();
        scenario.atEnd(database::stopCounting);
        for (int i = 0; i < 50; i++) {
            users.forEach(devices::write);
        }
        service.awaitPushes(1_000, Duration.ofSeconds(180));
        // An account that was deleted before is looked at once more, a moment later: that is a deletion, and at most one look.
        long deletions = database.count("DELETE FROM ofCloudNotify");
        // And the plugin's sign of life, every ten seconds.
        long others = database.count("ofCloudNotify") - deletions - database.count("UPDATE ofCloudNotifyPushed");
        assertTrue(others <= deletions, () -> database.statements().stream().filter(each -> each.contains("ofCloudNotify")).toList()
            .toString());
        assertEquals(1_000, database.count("INSERT INTO ofOffline"));
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsWrittenWhenItDoes(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push").answer(PushAnswer.error("gone", "cancel"));
        TestUser alice = devices.away(service);
        var database = scenario.control().database();
        scenario.atEnd(database::recover);
        database.failStatementsWith("ofCloudNotify");
        for (int i = 0; i < 3; i++) {
            devices.write(alice);
            service.awaitPush();
        }
        scenario.server().log().await(scenario.logMark(), line -> line.text().contains("user " + alice.name() + " at " + service.jid()
            + " is disabled"), XmppClient.PATIENCE);
        devices.write(alice);
        service.assertNoPushWithin(SILENCE);
        assertFalse(devices.disabled(alice));
        database.recover();
        scenario.await("written", () -> devices.disabled(alice));
    }

    @Test
    void aServiceThatIsDenied(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        TestUser alice = devices.away(service);
        scenario.property("cloudnotify.services.denied", service.jid());
        devices.write(alice);
        service.assertNoPushWithin(SILENCE);
        RawClient tablet = scenario.raw(alice, "tablet");
        Element answer = tablet.enablePush(service.jid(), "tablet", "");
        assertEquals("error", answer.attributeValue("type"));
        assertNotNull(answer.element("error").element("not-allowed"), answer::asXML);
        assertTrue(answer.element("error").elementText("text").contains(service.jid()), answer::asXML);
        scenario.property("cloudnotify.services.denied", "");
        scenario.leave(tablet);
        devices.write(alice);
        service.awaitPush(alice.name());
    }

    @Test
    void aFloodIsSixtyPushesInTheFirstMinute(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService service = scenario.pushService("push");
        TestUser alice = devices.away(service);
        for (int i = 0; i < 100; i++) {
            devices.write(alice);
        }
        service.awaitPushes(60, XmppClient.PATIENCE);
        scenario.awaitStoredOffline(alice, 100);
        service.assertNoPushWithin(SILENCE);
    }

    @Test
    void aSlowServiceHoldsUpNobody(Scenario scenario) {
        Devices devices = new Devices(scenario);
        PushService slow = scenario.pushService("slow").answer(PushAnswer.after(Duration.ofSeconds(2), PushAnswer.result()));
        PushService quick = scenario.pushService("quick");
        TestUser alice = devices.away(slow);
        TestUser carol = devices.away(quick);
        for (int i = 0; i < 50; i++) {
            devices.write(alice);
            devices.write(carol);
        }
        // One after the other it would be 100 s.
        quick.awaitPushes(50, XmppClient.PATIENCE);
        slow.awaitPushes(50, XmppClient.PATIENCE);
        // Until all answers are there.
        slow.assertNoPushWithin(Duration.ofSeconds(3));
        assertNull(devices.row(alice).get("lasterror"));
    }
}
