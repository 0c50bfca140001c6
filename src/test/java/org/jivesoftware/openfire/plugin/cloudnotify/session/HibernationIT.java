package org.jivesoftware.openfire.plugin.cloudnotify.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.IntegrationTest;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.junit.jupiter.api.Test;

/** Sessions that lost their connection (behaviour §2 "Hibernated"). */
@IntegrationTest
class HibernationIT {

    private final Scenario scenario;
    private final PushService service;
    private final Devices devices;
    private final TestUser alice;
    private final RawClient bob;

    HibernationIT(Scenario scenario) {
        this.scenario = scenario;
        this.service = scenario.pushService("push");
        this.devices = new Devices(scenario, service);
        this.alice = scenario.user("alice");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
        bob.available();
    }

    @Test
    void whatIsRoutedToADetachedSessionIsPushedAndArrivesAtTheResumption() {
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "one");
        assertEquals("phone", service.awaitPush().node());
        Devices.resume(phone);
        phone.awaitMessage("one");
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "two");
        phone.awaitMessage("two");
        service.assertNoPushWithin(Devices.SILENCE);
        devices.hibernate(phone);
        bob.chat(alice.jid(), "three");
        assertEquals("phone", service.awaitPush().node());
        scenario.assertNoWarnings();
    }

    @Test
    void whatWasNotAcknowledgedIsPushedAtTheDetach() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        bob.chat(alice.jid(), "lost on its way");
        phone.awaitMessage("lost on its way");
        service.assertNoPushWithin(Devices.SILENCE);
        scenario.detach(phone);
        assertEquals("phone", service.awaitPush().node());
        Devices.resume(phone);
    }

    @Test
    void whatWasAcknowledgedIsNotPushedAtTheDetach() {
        RawClient phone = devices.phone(alice, "phone");
        bob.chat(alice.jid(), "seen");
        phone.awaitMessage("seen");
        devices.hibernate(phone);
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(alice.jid(), "unseen");
        service.awaitPush();
    }

    @Test
    void onlyTheDeviceOfTheDetachedSessionIsWoken() {
        RawClient phone = devices.phone(alice, "phone");
        RawClient tablet = devices.phone(alice, "tablet");
        RawClient desktop = devices.desktop(alice, "desktop");
        devices.hibernate(tablet);
        bob.chat(tablet.jid(), "to the tablet");
        assertEquals("tablet", service.awaitPush().node());
        devices.hibernate(desktop);
        bob.chat(desktop.jid(), "to the desktop");
        bob.chat(phone.jid(), "to the phone");
        phone.awaitMessage("to the phone");
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void carbonsWakeEachDeviceOnceAndSentOnesNone() {
        RawClient phone = Devices.carbons(devices.phone(alice, "phone"));
        RawClient tablet = Devices.carbons(devices.phone(alice, "tablet"));
        RawClient desktop = Devices.carbons(devices.desktop(alice, "desktop"));
        devices.hibernate(phone);
        devices.hibernate(tablet);
        desktop.chat(bob.jid(), "written at the desktop");
        bob.awaitMessage("written at the desktop");
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(desktop.jid(), "answered to the desktop");
        desktop.awaitMessage("answered to the desktop");
        assertEquals(List.of("phone", "tablet"), service.awaitPushes(2, RawClient.PATIENCE).stream().map(Push::node).sorted().toList());
        service.assertNoPushWithin(Devices.SILENCE);
    }

    @Test
    void aSessionIsBoundByItsResourceWithoutAnotherEnable() {
        scenario.leave(devices.phone(alice, "phone"));
        RawClient again = devices.desktop(alice, "phone");
        devices.hibernate(again);
        bob.chat(alice.jid(), "hello again");
        assertEquals("phone", service.awaitPush().node());
        // A third session takes the place of the second one, of which Openfire says nothing.
        RawClient third = devices.desktop(alice, "phone");
        third.acknowledging(false);
        bob.chat(third.jid(), "and again");
        third.awaitMessage("and again");
        scenario.detach(third);
        assertEquals("phone", service.awaitPush().node());
    }

    @Test
    void messagesAreNeitherLostNorReordered() {
        RawClient phone = devices.phone(alice, "phone");
        devices.hibernate(phone);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bob.chat(phone.jid(), "message " + i);
            sent.add("message " + i);
        }
        service.awaitPush();
        scenario.await("all in the queue", () -> scenario.session(phone).unacked() >= 50);
        phone.received().clear();
        Devices.resume(phone);
        phone.awaitMessage("message 49");
        assertEquals(sent, phone.received().all().stream().filter(stanza -> stanza.getName().equals("message"))
            .map(stanza -> stanza.elementText("body")).toList());
        devices.quiet(phone);
        scenario.assertNoWarnings();
    }

    @Test
    void aDetachIsNoticedBeforeAnAcknowledgementIsLate() {
        RawClient phone = devices.phone(alice, "phone");
        phone.acknowledging(false);
        bob.chat(alice.jid(), "lost");
        phone.awaitMessage("lost");
        scenario.detach(phone);
        long start = System.nanoTime();
        Push push = service.awaitPush();
        // Within a quarter of a second, where the machine has time.
        assertTrue(push.arrivalNanos() - start < 15_000_000_000L, () -> (push.arrivalNanos() - start) / 1_000_000 + " ms");
    }

    @Test
    void aReloadedPluginKnowsTheSessionsThatWereOnlineAndPushesNothingTwice() {
        RawClient phone = devices.phone(alice, "phone");
        RawClient tablet = devices.phone(alice, "tablet");
        devices.hibernate(phone);
        bob.chat(phone.jid(), "before");
        assertEquals("phone", service.awaitPush().node());
        scenario.control().plugins().unload("cloudnotify");
        scenario.atEnd(() -> {
            if (!scenario.control().plugins().loaded("cloudnotify")) {
                scenario.control().plugins().load("cloudnotify");
            }
        });
        scenario.control().plugins().load("cloudnotify");
        service.assertNoPushWithin(Devices.SILENCE);
        bob.chat(phone.jid(), "after");
        assertEquals("phone", service.awaitPush().node());
        tablet.acknowledging(false);
        bob.chat(tablet.jid(), "to the tablet");
        tablet.awaitMessage("to the tablet");
        scenario.detach(tablet);
        assertEquals("tablet", service.awaitPush().node());
    }
}
