package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

/** Reading what clients ask for, however strange it is. The refusals of behaviour §1 are tested on a running server, too. */
class PushRequestTest {

    private static final PushRequest.Limits LIMITS = new PushRequest.Limits(1_024, 8_192);

    @Property(tries = 2_000)
    void whateverComesIsReadOrRefused(@ForAll @StringLength(max = 60) String jid, @ForAll @StringLength(max = 60) String node,
                                      @ForAll boolean enable) {
        Element element = element(enable ? "enable" : "disable", jid, node);
        try {
            PushRequest request = PushRequest.read(element, "chat.example", LIMITS, asked -> null);
            String kept = request instanceof PushRequest.Enable enabled ? enabled.node() : ((PushRequest.Disable) request).node();
            assertEquals(node.isEmpty() ? null : node, kept);
        } catch (Refusal e) {
            assertFalse(e.error().getText().isEmpty());
        }
    }

    @Example
    void theNodeMayBeAsLongAsTheLimit() throws Refusal {
        String node = "n".repeat(1_024);
        assertEquals(node, ((PushRequest.Enable) PushRequest.read(element("enable", "push.example", node), "chat.example", LIMITS,
            asked -> null)).node());
        assertRefused(Condition.not_acceptable, element("enable", "push.example", node + "n"));
        assertRefused(Condition.bad_request, element("enable", "push.example", RelayedClient.node("token")));
    }

    @Example
    void noAccountOfThisServerIsAPushService() throws Refusal {
        assertRefused(Condition.bad_request, element("enable", "alice@chat.example", "n"));
        assertRefused(Condition.bad_request, element("enable", "ALICE@Chat.Example/phone", "n"));
        JID room = new JID("room@conference.chat.example/nick");
        assertEquals(room, ((PushRequest.Enable) PushRequest.read(element("enable", room.toString(), null), "chat.example", LIMITS,
            asked -> null)).service());
    }

    /** Openfire would log an error with each push, as it cannot answer itself, and the push would wait for its time-out. */
    @Example
    void theServerItselfIsNoPushService() throws Refusal {
        assertRefused(Condition.bad_request, element("enable", "chat.example", "n"));
        assertRefused(Condition.bad_request, element("enable", "Chat.Example/push", null));
        PushRequest.Disable left = (PushRequest.Disable) PushRequest.read(element("disable", "chat.example", null), "chat.example", LIMITS,
            asked -> null);
        assertEquals(new JID("chat.example"), left.service());
    }

    @Example
    void whatCannotBeEnabledCanBeDisabled() throws Refusal {
        PushRequest.Disable all = (PushRequest.Disable) PushRequest.read(element("disable", "push.example", null), "chat.example", LIMITS,
            asked -> null);
        assertEquals(true, all.everyNode());
        PushRequest.Disable none = (PushRequest.Disable) PushRequest.read(element("disable", "push.example", ""), "chat.example", LIMITS,
            asked -> null);
        assertEquals(false, none.everyNode());
        assertNull(none.node());
    }

    @Example
    void controlCharactersAndHalfSurrogatesAreRefused() {
        for (String bad : new String[] {"\u0000", "\u0001", "\u001F", "\uD800", "\uDC00x", "\uFFFF"}) {
            assertRefused(Condition.bad_request, element("enable", "push.example", "a" + bad));
            assertRefused(Condition.jid_malformed, element("enable", "push.example/" + bad, "a"));
        }
    }

    private static void assertRefused(Condition condition, Element element) {
        Refusal refusal = assertThrows(Refusal.class, () -> PushRequest.read(element, "chat.example", LIMITS, asked -> null));
        assertEquals(condition, refusal.error().getCondition());
    }

    private static Element element(String name, String jid, String node) {
        Element element = DocumentHelper.createElement(QName.get(name, PushRequest.NAMESPACE));
        element.addAttribute("jid", jid);
        element.addAttribute("node", node);
        return element;
    }
}
