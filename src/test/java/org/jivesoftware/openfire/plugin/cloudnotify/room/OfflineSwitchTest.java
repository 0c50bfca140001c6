package org.jivesoftware.openfire.plugin.cloudnotify.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomDesk.Standing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError.Condition;

class OfflineSwitchTest {

    private static final JID ROOM = new JID("tea@conference.example.org");

    private final RoomSwitches switches = mock(RoomSwitches.class);
    private final RoomDesk desk = mock(RoomDesk.class);
    private final List<JID> changed = new ArrayList<>();
    private final OfflineSwitch offline = new OfflineSwitch(switches, desk, changed::add, Clock.systemUTC());

    @BeforeEach
    void theServerAnswers() {
        when(desk.answer(any())).thenAnswer(call -> {
            IQ answer = IQ.createResultIQ(call.getArgument(0));
            answer.setID("other");
            answer.setChildElement("query", "jabber:iq:register");
            return answer;
        });
    }

    private void standing(String affiliation, boolean membersOnly, boolean moderated, boolean registration, String nickname) {
        when(desk.standing(ROOM, "alice")).thenReturn(new Standing(affiliation, membersOnly, moderated, registration, nickname));
    }

    private static IQ request(IQ.Type type, String... nicknameAndChoice) {
        IQ iq = new IQ(type, "id");
        iq.setFrom("alice@example.org/phone");
        iq.setTo(ROOM);
        Element query = iq.setChildElement("query", "jabber:iq:register");
        if (nicknameAndChoice.length > 0) {
            Element form = query.addElement("x", "jabber:x:data").addAttribute("type", "submit");
            if (nicknameAndChoice[0] != null) {
                form.addElement("field").addAttribute("var", "muc#register_roomnick").addElement("value").setText(nicknameAndChoice[0]);
            }
            form.addElement("field").addAttribute("var", OfflineSwitch.FIELD).addElement("value").setText(nicknameAndChoice[1]);
        }
        return iq;
    }

    private void refuse(Condition condition) {
        doAnswer(call -> {
            IQ answer = IQ.createResultIQ(call.getArgument(0));
            answer.setError(condition);
            return answer;
        }).when(desk).answer(any());
    }

    @Test
    void whoMayNotRegisterMayStillChoose() throws StoreException {
        standing("member", true, false, false, null);
        refuse(Condition.not_allowed);
        IQ form = offline.answer(request(IQ.Type.get));
        assertEquals(IQ.Type.result, form.getType());
        assertTrue(form.toXML().contains(OfflineSwitch.FIELD) && form.toXML().contains("muc#register_roomnick"), form::toXML);
        assertEquals(IQ.Type.result, offline.answer(request(IQ.Type.set, "Ally", "true")).getType());
        verify(switches).save(argThat(choice -> choice.on() && choice.username().equals("alice") && choice.room().equals(ROOM)));
        assertEquals(List.of(ROOM), changed);
    }

    @Test
    void strangersMayNotChooseInMembersOnlyRooms() throws StoreException {
        standing("none", true, false, false, null);
        refuse(Condition.not_allowed);
        assertEquals(Condition.not_allowed, offline.answer(request(IQ.Type.set, "Ally", "1")).getError().getCondition());
        standing("outcast", false, false, true, null);
        refuse(Condition.forbidden);
        assertEquals(Condition.forbidden, offline.answer(request(IQ.Type.set, "Ally", "1")).getError().getCondition());
        assertEquals(Condition.forbidden, offline.answer(request(IQ.Type.get)).getError().getCondition());
        verify(switches, never()).save(any());
    }

    @Test
    void aNicknameIsNeededAndOneThatIsTakenIsRefused() throws StoreException {
        standing("none", false, false, true, null);
        assertEquals(Condition.not_acceptable, offline.answer(request(IQ.Type.set, null, "1")).getError().getCondition());
        refuse(Condition.conflict);
        IQ answer = offline.answer(request(IQ.Type.set, "Bob", "1"));
        assertEquals(Condition.conflict, answer.getError().getCondition());
        assertEquals("id", answer.getID());
        verify(switches, never()).save(any());
    }

    @Test
    void ownersAreNotRegisteredAsMembers() throws StoreException {
        standing("owner", false, false, true, null);
        assertEquals(IQ.Type.result, offline.answer(request(IQ.Type.set, "Ally", "1")).getType());
        verify(desk, never()).answer(any());
    }

    @Test
    void aRoomThatIsSilentAndADatabaseThatIsDownStoreNothing() throws StoreException {
        standing("none", false, false, true, null);
        doReturn(null).when(desk).answer(any());
        assertEquals(Condition.internal_server_error, offline.answer(request(IQ.Type.set, "Ally", "1")).getError().getCondition());
        standing("member", false, false, true, "ally");
        doThrow(new StoreException("down", null)).when(switches).save(any());
        assertThrows(StoreException.class, () -> offline.answer(request(IQ.Type.set, "Ally", "1")));
        assertEquals(List.of(), changed);
    }

    @Test
    void whatIsNoChoiceIsTheServers() throws StoreException {
        standing("member", false, true, true, null);
        offline.answer(request(IQ.Type.set, "Ally", "1"));
        offline.answer(request(IQ.Type.get));
        standing("member", false, false, true, null);
        offline.answer(request(IQ.Type.set));
        when(desk.standing(ROOM, "alice")).thenReturn(null);
        offline.answer(request(IQ.Type.get));
        verify(desk, times(4)).answer(any());
        verify(switches, never()).save(any());
    }
}
