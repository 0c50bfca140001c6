package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.StanzaReader;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.Message;

/** What is unread, compared with a list that forgets from its beginning. */
class UnreadTest {

    private static final StanzaReader READER = new StanzaReader("example.org");

    private record Said(String chat, String id) {
    }

    @Test
    void theLastOnesAreKnownAndTheOthersOnlyCount() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Unread unread = Unread.NONE;
            List<Said> known = new ArrayList<>();
            int count = 0;
            for (int step = 0; step < 120; step++) {
                switch (random.nextInt(10)) {
                    case 0 -> {
                        Said read = new Said("friend" + random.nextInt(3) + "@example.net", null);
                        int before = known.size();
                        known.removeIf(each -> each.chat.equals(read.chat));
                        count -= before - known.size();
                        unread = unread.without(new Read(read.chat, null));
                    }
                    case 1 -> {
                        Said read = known.isEmpty() ? new Said("friend1@example.net", "none") : known.get(random.nextInt(known.size()));
                        int end = known.lastIndexOf(read);
                        for (int i = end; i >= 0; i--) {
                            if (known.get(i).chat.equals(read.chat)) {
                                known.remove(i);
                                count--;
                            }
                        }
                        unread = unread.without(new Read(read.chat, read.id));
                    }
                    case 2 -> {
                        count = Math.max(0, count - 1);
                        unread = unread.less(1);
                    }
                    default -> {
                        List<Travelling> stanzas = new ArrayList<>();
                        List<Said> said = new ArrayList<>();
                        int more = 1 + random.nextInt(random.nextInt(20) == 0 ? 50 : 3);
                        for (int i = random.nextInt(more + 1); i > 0; i--) {
                            Said one = new Said("friend" + random.nextInt(3) + "@example.net", step + "-" + i);
                            said.add(one);
                            stanzas.add(travelling(one));
                        }
                        known.addAll(said.subList(Math.max(0, said.size() - Unread.MOST), said.size()));
                        known.subList(0, Math.max(0, known.size() - Unread.MOST)).clear();
                        count += more;
                        unread = unread.plus(more, stanzas);
                    }
                }
                count = Math.max(0, count);
                assertEquals(count, unread.count(), "seed " + seed + ", step " + step);
            }
        }
    }

    @Test
    void ofMoreStanzasThanThereAreMoreTheLastOnesAreMeant() {
        Said first = new Said("friend@example.net", "1");
        Said second = new Said("other@example.net", "2");
        Unread unread = Unread.NONE.plus(1, List.of(travelling(first), travelling(second)));

        assertEquals(1, unread.count());
        assertSame(unread, unread.without(new Read(first.chat, null)), "it was counted before");
        assertEquals(0, unread.without(new Read(second.chat, null)).count());
    }

    private static Travelling travelling(Said said) {
        Message message = new Message();
        message.setFrom(said.chat + "/phone");
        message.setTo("user@example.org");
        message.setType(Message.Type.chat);
        message.setID(said.id);
        message.setBody("Tea?");
        return new Travelling(READER.read(message), null);
    }
}
