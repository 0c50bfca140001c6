package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Wishes;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/** What apps ask for is read by whoever knows it, kept, and understood again (behaviour §10). */
class FeaturesTest {

    private final Feature<Integer> snooze = new Snooze("snooze", "test:snooze:0");
    private final Feature<Integer> doze = new Snooze("doze", "test:doze:0");
    private final Features features = new Features(List.of(snooze, doze));

    /** Asks to be left alone for some minutes; stands for features that have something to say. */
    private record Snooze(String name, String namespace) implements Feature<Integer> {

        @Override
        public List<String> announced() {
            return List.of(namespace, "test:sleep:0");
        }

        @Override
        public Integer read(Element enable) throws Refusal {
            Element asked = enable.elements().stream().map(Element.class::cast)
                .filter(child -> child.getNamespaceURI().equals(namespace)).findFirst().orElse(null);
            if (asked == null) {
                return null;
            }
            try {
                return Integer.valueOf(asked.attributeValue("minutes"));
            } catch (NumberFormatException e) {
                throw Refusal.badRequest("Minutes are a number.");
            }
        }

        @Override
        public String write(Integer wish) {
            return wish.toString();
        }

        @Override
        public Integer parse(String text) {
            return Integer.valueOf(text);
        }
    }

    private Wishes read(String children) throws Refusal, DocumentException {
        return features.read(DocumentHelper.parseText("<enable xmlns='urn:xmpp:push:0' jid='push.example'>" + children + "</enable>")
            .getRootElement());
    }

    private static Registration with(Wishes wishes) {
        return new Registration(new RegistrationKey("ann", new JID("push.example"), "n"), null, wishes, "phone", null, null, Instant.EPOCH,
            Instant.EPOCH, Health.GOOD);
    }

    @Test
    void eachFeatureFindsWhatWasAskedOfIt() throws Exception {
        Wishes wishes = read("<snooze xmlns='test:snooze:0' minutes='5'/><doze xmlns='test:doze:0' minutes='7'/>");
        Registration registration = with(Wishes.read(wishes.stored()));
        assertEquals(5, snooze.of(registration));
        assertEquals(7, doze.of(registration));
    }

    @Test
    void whatNobodyKnowsIsIgnored() throws Exception {
        assertNull(read(""));
        assertNull(read("<snooze xmlns='other:0' minutes='x'/><x xmlns='jabber:x:data'/>text"));
        assertEquals(List.of("snooze"), List.copyOf(read("<y/><snooze xmlns='test:snooze:0' minutes='5'/>").features()));
        assertNull(snooze.of(with(null)));
        assertNull(snooze.of(with(read("<doze xmlns='test:doze:0' minutes='7'/>"))));
    }

    @Test
    void whatIsKnownButWrongRefusesAll() {
        Refusal refusal = assertThrows(Refusal.class,
            () -> read("<snooze xmlns='test:snooze:0' minutes='5'/><doze xmlns='test:doze:0' minutes='long'/>"));
        assertEquals(Condition.bad_request, refusal.error().getCondition());
    }

    @Test
    void tooMuchIsNotAcceptable() {
        Feature<String> greedy = new Feature<>() {
            @Override
            public String name() {
                return "greedy";
            }

            @Override
            public List<String> announced() {
                return List.of();
            }

            @Override
            public String read(Element enable) {
                return "x".repeat(Features.LONGEST);
            }

            @Override
            public String write(String wish) {
                return wish;
            }

            @Override
            public String parse(String text) {
                return text;
            }
        };
        Refusal refusal = assertThrows(Refusal.class, () -> new Features(List.of(greedy)).read(DocumentHelper.createElement("enable")));
        assertEquals(Condition.not_acceptable, refusal.error().getCondition());
    }

    @Test
    void eachAnnouncementIsMadeOnce() {
        assertEquals(List.of("test:snooze:0", "test:sleep:0", "test:doze:0"), features.announced());
        assertThrows(IllegalArgumentException.class, () -> new Features(List.of(snooze, new Snooze("snooze", "test:other:0"))));
    }
}
