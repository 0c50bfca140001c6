package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.io.XMPPPacketReader;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.room.OfflineSwitch;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;

/** The way of a request at a room, as Openfire's own parser reads it, to the plugin's handler. */
class RoomRegistrationsTest {

    private static final String FORM =
        "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='a'/></x></query>";

    private final OfflineSwitch rooms = mock(OfflineSwitch.class);
    private final List<IQ> replies = new ArrayList<>();
    private final RoomRegistrations handler =
        new RoomRegistrations(rooms, new QueuedLanes(), replies::add, TestParts.part(PartName.ROOMS));

    private static IQ read(String query) throws Exception {
        return new IQ(parsed("<iq xmlns='jabber:client' type='set' id='1' from='alice@example.org/phone' to='tea@rooms.example.org'>"
            + query + "</iq>"), true);
    }

    private static Element parsed(String text) throws Exception {
        return new XMPPPacketReader().read(new StringReader(text)).getRootElement();
    }

    /** Where the service fails, or another plugin refuses it. */
    @ParameterizedTest
    @ValueSource(strings = {"<query xmlns='jabber:iq:register'/>", "<query xmlns='jabber:iq:register'><remove/></query>", FORM,
        "<r:query xmlns:r='jabber:iq:register'><r:remove/></r:query>", "<query xmlns='jabber:iq:register' xmlns:x='urn:x' x:a='1'/>"})
    void whatComesBackOnItsWayIsXml(String query) throws Exception {
        IQ request = read(query);
        Element asked = request.getChildElement();
        if (asked.getNamespacePrefix().isEmpty()) {
            // As later versions do: the declaration is another object than the name has.
            asked.content().removeIf(each -> each instanceof Namespace namespace && namespace.getPrefix().isEmpty());
            asked.add(new Namespace("", "jabber:iq:register"));
        }
        String children = request.getChildElement().elements().toString();
        RoomRegistrations.divert(request.getChildElement());
        Element back = parsed(request.getElement().asXML());
        assertEquals("urn:cloudnotify:room:register", ((Element) back.elements().get(0)).getNamespaceURI());
        assertEquals(children, request.getChildElement().elements().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<query xmlns='jabber:iq:register'/>", "<query xmlns='jabber:iq:register'><remove/></query>", FORM})
    void whatArrivesIsAsItWasSaid(String query) throws Exception {
        List<String> seen = new ArrayList<>();
        when(rooms.answer(any())).thenAnswer(call -> {
            seen.add(parsed(((IQ) call.getArgument(0)).getElement().asXML()).asXML());
            return null;
        });
        IQ request = read(query);
        String said = parsed(request.getElement().asXML()).asXML();
        RoomRegistrations.divert(request.getChildElement());
        assertNull(handler.handleIQ(request));
        assertEquals(List.of(said), seen);
    }
}
