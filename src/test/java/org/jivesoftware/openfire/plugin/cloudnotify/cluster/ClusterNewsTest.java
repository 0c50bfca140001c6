package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Occasion;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Xml;
import org.junit.jupiter.api.Test;

/** What nodes tell, ask and forget, and what they do where another does not answer, is away or is of another version. */
class ClusterNewsTest extends NodesRoom {

    @Test
    void countsGoOnWhicheverNodePushes() throws StoreException {
        enable(one);
        offline(one);
        offline(two);
        offline(two);
        offline(one);
        assertEquals(List.of("1", "4"), one.counts);
        assertEquals(List.of("2", "3"), two.counts);
        two.online(PHONE);
        time.pass(Duration.ofSeconds(1));
        offline(one);
        assertEquals("1", one.counts.get(2));
    }

    /** Who knows by which ids the messages can be named is the node that pushed. */
    @Test
    void whatIsReadAtOneNodeCountsAtNone() throws StoreException {
        enable(one);
        offline(one);
        offline(two);
        offline(two);
        one.read("alice", "bob@chat.example", null);
        time.pass(Duration.ofMillis(100));
        offline(one);
        offline(two);
        assertEquals(List.of("1", "1"), one.counts);
        assertEquals(List.of("2", "3", "2"), two.counts);
    }

    @Test
    void whatWaitsElsewhereIsDroppedWhereItWasRead() throws StoreException {
        enable(one);
        serviceIsAway(two);
        offline(two);
        assertEquals(1, two.outbox.size());
        one.read("alice", "carol@chat.example", null);
        time.pass(Duration.ofMillis(100));
        assertEquals(1, two.outbox.size(), "of another chat");
        one.read("alice", "bob@chat.example", null);
        time.pass(Duration.ofMillis(100));
        assertEquals(0, two.outbox.size());
        assertTrue(two.decisions.stream().anyMatch(each -> each.outcome() == Outcome.READ_ELSEWHERE));
    }

    @Test
    void whereAUserIsIsToldOnce() {
        List<String> attended = new ArrayList<>();
        two.devices.addListener(new DeviceListener() {
            @Override
            public void attended(String username, String resource, Where where) {
                attended.add(username + "/" + resource + " " + where);
            }
        });
        one.devices.attended("alice", "desktop", Where.HERE);
        time.pass(Duration.ofMillis(100));
        assertEquals(List.of("alice/desktop ELSEWHERE"), attended);
    }

    @Test
    void aNodeThatMissedSomeCountsFromWhatItHearsNext() throws StoreException {
        enable(one);
        hub.lost = 1;
        offline(one);
        offline(one);
        hub.lost = 0;
        offline(one);
        offline(two);
        assertEquals(List.of("4"), two.counts);
    }

    @Test
    void aResultIsSentWhenEveryNodeKnows() throws StoreException {
        assertEquals(List.of(), two.registrations.of("alice"));
        hub.longest = Duration.ofMillis(300);
        enable(one);
        ask(one);
        while (answers.isEmpty()) {
            assertTrue(time.clock().millis() % 1_000 < 999);
            time.pass(Duration.ofMillis(1));
        }
        assertEquals(1, two.registrations.of("alice").size());
    }

    /** News that came after the result would drop what came after the result. */
    @Test
    void whatTheChangeCausedIsKnownThenToo() throws StoreException {
        enable(one);
        time.pass(Duration.ofSeconds(1));
        hub.longest = Duration.ofMillis(5);
        one.online(PHONE);
        ask(one);
        while (answers.isEmpty()) {
            time.pass(Duration.ofMillis(1));
        }
        serviceIsAway(two);
        two.occasions.accept(new Occasion(Trigger.OFFLINE, "alice", new Travelling(reader.read(Xml.message("<message type='chat'"
            + " from='bob@chat.example/pc' to='alice@chat.example'><body>Hello</body></message>")), new Journey(++journeys, Origin.TRACED),
            null), Occasion.ALL));
        assertEquals(1, two.outbox.size());
        time.pass(Duration.ofMillis(500));
        assertEquals(1, two.outbox.size());
    }

    @Test
    void aNodeThatHangsIsWaitedForOnceUntilItIsHeardOf() throws StoreException {
        two.network.hangs = true;
        ask(one);
        time.pass(Duration.ofMillis(900));
        assertEquals(0, answers.size());
        time.pass(Duration.ofMillis(200));
        assertEquals(1, answers.size());
        ask(one);
        assertEquals(2, answers.size(), "not waited for again");
        two.network.hangs = false;
        two.cluster.changed("bob");
        time.pass(Duration.ofMillis(100));
        two.network.hangs = true;
        ask(one);
        assertEquals(2, answers.size(), "waited for again");
        hub.split(two.network);
        assertEquals(3, answers.size(), "gone");
    }

    @Test
    void whoEndsWaitsForNobody() {
        two.network.hangs = true;
        ask(one);
        one.cluster.close();
        assertEquals(1, answers.size());
    }

    @Test
    void withoutOthersNothingIsAsked() {
        hub.clustered = false;
        ask(one);
        assertEquals(1, answers.size());
        assertEquals(0, hub.sent);
    }

    @Test
    void aSessionAtAnotherNodeIsOne() {
        one.cluster.availableElsewhere("alice", answers::add);
        time.pass(Duration.ofMillis(100));
        two.available.add("alice");
        one.cluster.availableElsewhere("alice", answers::add);
        time.pass(Duration.ofSeconds(2));
        assertEquals(List.of(false, true), answers);
    }

    @Test
    void whatWaitsElsewhereForARegistrationThatIsRemovedIsDropped() throws StoreException {
        enable(one);
        time.pass(Duration.ofSeconds(1));
        serviceIsAway(two);
        offline(two);
        assertEquals(1, two.outbox.size());
        one.registrations.remove(PHONE);
        time.pass(Duration.ofMillis(100));
        assertEquals(0, two.outbox.size());
    }

    @Test
    void afterASplitNodesForgetWhatTheyCannotKnow() throws StoreException {
        enable(one);
        offline(one);
        hub.membersChange();
        offline(one);
        assertEquals(List.of("1", "2"), one.counts, "nobody was away");
        hub.split(two.network);
        two.online(PHONE);
        assertEquals(List.of(), two.pushes);
        hub.merge();
        time.pass(Duration.ofSeconds(1));
        offline(one);
        assertEquals("1", one.counts.get(2));
    }

    @Test
    void whoHasLeftGetsNoMail() throws StoreException {
        enable(one);
        time.pass(Duration.ofSeconds(1));
        int before = hub.sent;
        enable(one);
        time.pass(Duration.ofSeconds(1));
        assertTrue(hub.sent > before);
        two.cluster.close();
        time.pass(Duration.ofMillis(100));
        before = hub.sent;
        enable(one);
        ask(one);
        time.pass(Duration.ofSeconds(1));
        assertEquals(before, hub.sent);
        assertEquals(1, answers.size());
    }

    @Test
    void nodesWithVersion10AreToldWhereThereAreSome() throws StoreException {
        enable(one);
        time.pass(Duration.ofSeconds(1));
        assertNull(hub.old);
        assertEquals(1, one.registrations.of("alice").size());
        store.delete(List.of(PHONE));
        one.network.takes(ClusterMail.write(List.of(new ClusterMessage.Changed("alice"))), true);
        assertEquals(List.of(), one.registrations.of("alice"), "it is heard");
        enable(one);
        time.pass(Duration.ofSeconds(1));
        assertNotNull(hub.old);
        hub.old = null;
        time.pass(Duration.ofMinutes(11));
        enable(one);
        time.pass(Duration.ofSeconds(1));
        enable(one);
        hub.old = null;
        time.pass(Duration.ofSeconds(1));
        assertNull(hub.old);
    }

    @Test
    void whatANodeAnnouncesIsReadWithCare() {
        for (String text : List.of("", " ", "1", "x 1.1.0", "1 " + "v".repeat(200))) {
            assertNull(Member.read(text), text);
        }
        Member member = new Member(Long.MIN_VALUE, "1.1.0 beta");
        assertEquals(member, Member.read(member.text()));
        assertFalse(member.text().isEmpty());
    }
}
