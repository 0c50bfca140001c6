package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.jivesoftware.openfire.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** Which messages are looked at. */
class ServiceMessagesTest {

    private final List<Message> looked = new ArrayList<>();
    private final List<Packet> routed = new ArrayList<>();
    private Consumer<Message> pass;
    private final ServiceMessages messages = new ServiceMessages(ordinary -> {
        pass = ordinary;
        return message -> {
            looked.add(message);
            return true;
        };
    }, this::route, mock(InterceptorManager.class), TestParts.part(PartName.SERVICE_MESSAGES));

    private void route(Packet packet) {
        // As Openfire does: the interceptors first.
        assertDoesNotThrow(() -> messages.interceptPacket(packet, null, true, false));
        routed.add(packet);
    }

    @Test
    void thoseThatComeWithoutASession() {
        assertThrows(PacketRejectedException.class, () -> messages.interceptPacket(new Message(), null, true, false));
        assertEquals(1, looked.size());
    }

    @Test
    void noOthers() throws Exception {
        messages.interceptPacket(new Message(), mock(ClientSession.class), true, false);
        messages.interceptPacket(new Message(), null, true, true);
        messages.interceptPacket(new Message(), null, false, false);
        messages.interceptPacket(new IQ(), null, true, false);
        assertEquals(0, looked.size());
    }

    @Test
    void whatPassesIsNotLookedAtAgain() {
        pass.accept(new Message());
        assertEquals(0, looked.size());
        assertEquals(1, routed.size());
        assertThrows(PacketRejectedException.class, () -> messages.interceptPacket(new Message(), null, true, false));
    }

    @Test
    void aMessageThatCannotBeLookedAtIsRoutedAndOneThatIsSwallowedIsNot() throws PacketRejectedException {
        Parts parts = TestParts.all();
        Error[] problem = {new AssertionError("wrong")};
        ServiceMessages failing = new ServiceMessages(ordinary -> message -> {
            if (problem[0] != null) {
                throw problem[0];
            }
            return true;
        }, this::route, mock(InterceptorManager.class), parts.part(PartName.SERVICE_MESSAGES));
        failing.interceptPacket(new Message(), null, true, false);
        problem[0] = null;
        assertThrows(PacketRejectedException.class, () -> failing.interceptPacket(new Message(), null, true, false));
        problem[0] = new NoSuchMethodError("gone");
        failing.interceptPacket(new Message(), null, true, false);
        problem[0] = null;
        failing.interceptPacket(new Message(), null, true, false);
        assertTrue(parts.part(PartName.SERVICE_MESSAGES).isOff());
    }
}
