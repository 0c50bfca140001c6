package org.jivesoftware.openfire.plugin.cloudnotify.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ErrorOfRelay;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Reply;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Journey.Origin;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.PushedElsewhere;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.Fingerprint;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Mail between nodes, and what is none. */
class ClusterMailTest {

    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("a@push.example.org/x"), "n".repeat(70_000) + "é😀");
    private static final RegistrationKey BARE = new RegistrationKey("bob", new JID("push.example.org"), null);
    private static final List<ClusterMessage> ALL = List.of(
        new ClusterMessage.From("one", new Member(-5, "1.1.0")),
        new ClusterMessage.Goodbye(),
        new ClusterMessage.Removed(BARE),
        new ClusterMessage.Counted(KEY, 1, 7, 3),
        new ClusterMessage.Uncounted(KEY, 2, 4),
        new ClusterMessage.Read("alice", "tea@rooms.example", "", 5),
        new ClusterMessage.Attended("alice", "desktop"),
        new ClusterMessage.Question(1, ClusterMessage.Matter.AVAILABLE, "alice"),
        new ClusterMessage.Answer(1, true),
        new ClusterMessage.ServiceFails(PushService.of("push.example.org")),
        new ClusterMessage.ServiceWorks(PushService.of("a@push.example.org/x")),
        new ClusterMessage.Unclaimed(new ErrorOfRelay("id", new JID("a@push.example.org/x"), new Reply(Reply.Kind.DEAD, "gone", false))),
        new ClusterMessage.Unclaimed(new ErrorOfRelay("", new JID("push.example.org"), new Reply(Reply.Kind.REFUSED, "conflict", true))),
        new ClusterMessage.Changed("alice"),
        new ClusterMessage.EverythingChanged(),
        new ClusterMessage.Online(KEY),
        new ClusterMessage.Pushed(BARE),
        new ClusterMessage.Seen(new PushedElsewhere(KEY, new Fingerprint(1, -2), true, true, elsewhere(-3), null, false, 4)),
        new ClusterMessage.Seen(new PushedElsewhere(BARE, new Fingerprint(Long.MAX_VALUE, 0), false, false, elsewhere(Long.MIN_VALUE), 5L,
            true, 6)));

    private static Journey elsewhere(long number) {
        return new Journey(number, Origin.ELSEWHERE);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertEquals(ALL, ClusterMail.read(ClusterMail.write(ALL)));
        assertEquals(List.of(), ClusterMail.read(new byte[0]));
    }

    @Test
    void whatANewerVersionSaysIsPassedOver() throws IOException {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.write(ClusterMail.write(List.of(new ClusterMessage.Changed("alice"))));
        mail.write(new byte[] {99, 0, 0, 0, 3, 1, 2, 3});
        mail.write(ClusterMail.write(List.of(new ClusterMessage.Changed("bob"))));
        assertEquals(List.of(new ClusterMessage.Changed("alice"), new ClusterMessage.Changed("bob")), ClusterMail.read(mail.toByteArray()));
    }

    @Test
    void mailThatEndsEarlyIsNone() throws IOException {
        byte[] mail = ClusterMail.write(List.of(new ClusterMessage.Online(BARE)));
        for (int length = 1; length < mail.length; length++) {
            byte[] part = Arrays.copyOf(mail, length);
            assertThrows(IOException.class, () -> ClusterMail.read(part));
        }
        assertArrayEquals(mail, ClusterMail.write(ClusterMail.read(mail)));
    }

    @Test
    void noBytesHarmTheReader() {
        Random random = new Random(3);
        byte[] mail = ClusterMail.write(ALL.subList(0, 10));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = i % 2 == 0 ? new byte[random.nextInt(200)] : mail.clone();
            if (i % 2 == 0) {
                random.nextBytes(changed);
            } else {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                ClusterMail.read(changed);
            } catch (IOException e) {
                refused++;
            }
        }
        assertTrue(refused > 0);
    }
}
