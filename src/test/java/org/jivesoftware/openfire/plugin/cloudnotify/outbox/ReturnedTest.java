package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.DeliveryRig;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeRouter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pushes that come back undelivered are one push, which says what the newest of them said, however they come back. */
class ReturnedTest {

    private static final Map<String, Reply> UNDELIVERED = Map.of("away", DeliveryRig.away(),
        "refused", DeliveryRig.error("recipient-unavailable", "wait"));

    private final DeliveryRig rig = new DeliveryRig();
    private final RegistrationKey alice = rig.enable("alice");

    @ParameterizedTest
    @CsvSource({"away, 123", "away, 132", "away, 213", "away, 231", "away, 312", "away, 321",
        "refused, 123", "refused, 132", "refused, 213", "refused, 231", "refused, 312", "refused, 321",
        "mixed, 123", "mixed, 132", "mixed, 213", "mixed, 231", "mixed, 312", "mixed, 321"})
    void theNewestOfThemIsShown(String how, String order) {
        underWay(3);
        for (char each : order.toCharArray()) {
            comesBack(each - '1', how);
        }
        assertShows("3", 3);
    }

    @ParameterizedTest
    @CsvSource({"away, 12", "away, 21", "refused, 12", "refused, 21", "mixed, 12", "mixed, 21"})
    void whatCameMeanwhileIsNewerThanAllOfThem(String how, String order) {
        underWay(2);
        comesBack(order.charAt(0) - '1', how);
        message(3);
        rig.pass(Duration.ofMillis(1));
        comesBack(order.charAt(1) - '1', how);
        assertShows("3", 3);
    }

    @ParameterizedTest
    @CsvSource({"away, 12", "away, 21", "refused, 12", "refused, 21", "mixed, 12", "mixed, 21"})
    void whatWaitedBeforeTheyCameBackIsNewerToo(String how, String order) {
        rig.set(Settings.MAX_PUSHES_PER_MINUTE, 2);
        underWay(2);
        message(3);
        rig.pass(Duration.ofMillis(1));
        assertEquals(WaitsFor.RATE, rig.outbox.waiting().get(0).waitsFor());
        comesBack(order.charAt(0) - '1', how);
        comesBack(order.charAt(1) - '1', how);
        assertShows("3", 3);
    }

    /** What only wakes says nothing, and hides nothing. */
    @ParameterizedTest
    @CsvSource({"123", "132", "213", "231", "312", "321"})
    void whatOnlyWakesHidesNothing(String order) throws StoreException {
        underWay(2);
        Registration registration = rig.registrations.get(alice);
        rig.lanes.execute("alice", () -> rig.outbox.offer(registration, new Cause(Trigger.HIBERNATED, false), false));
        rig.pass(Duration.ofMillis(1));
        for (char each : order.toCharArray()) {
            comesBack(each - '1', "refused");
        }
        assertShows("2", 2);
    }

    private void underWay(int count) {
        rig.router.service(push -> null);
        for (int i = 1; i <= count; i++) {
            message(i);
            rig.pass(Duration.ofMillis(1));
        }
        assertEquals(count, rig.router.count());
    }

    private void message(int number) {
        Content content = new Content("a@b", null, new Letter(0, "a@b", false, null, String.valueOf(number), null));
        rig.send(new DeliveryRig.Message(alice, DeliveryRig.cause(false, content), number));
    }

    private void comesBack(int which, String how) {
        String answer = how.equals("mixed") ? which == 0 ? "away" : "refused" : how;
        rig.router.arrived().get(which).back().accept(UNDELIVERED.get(answer));
        rig.pass(Duration.ofMillis(1));
    }

    private void assertShows(String text, int count) {
        List<Pending> waiting = rig.outbox.waiting();
        assertEquals(1, waiting.size());
        Content content = waiting.get(0).cause().content();
        assertEquals(text, content == null ? null : content.letter().message());
        int before = rig.router.count();
        rig.router.service(push -> FakeRouter.result());
        rig.pass(Duration.ofHours(3));
        assertEquals(before + 1, rig.router.count(), "one push for all");
        assertEquals(String.valueOf(count), rig.router.arrived().get(before).field("message-count"));
        assertEquals(0, rig.outbox.size());
    }
}
