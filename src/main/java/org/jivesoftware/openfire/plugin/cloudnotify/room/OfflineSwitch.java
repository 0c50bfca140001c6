package org.jivesoftware.openfire.plugin.cloudnotify.room;

import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RoomSwitches;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.room.RoomDesk.Standing;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.PacketError.Condition;

/**
 * The switch by which users have a room wake them while they are not in it: a field of the room's registration form (docs/behaviour.md §9).
 * All else about registration is the server's own, but for one thing: the server makes members of owners and admins that register, and
 * takes the affiliation of whoever withdraws; the switch does neither. On the user's lane; waits.
 */
public final class OfflineSwitch {

    /** The feature that rooms announce for it. */
    public static final String FEATURE = "http://tigase.org/protocol/muc#offline";
    /** The field of the form. */
    public static final String FIELD = "{http://tigase.org/protocol/muc}offline";
    /** The namespace of registration (XEP-0077). */
    public static final String REGISTER = "jabber:iq:register";

    private static final QName FORM = QName.get("x", "jabber:x:data");
    private static final QName FORM_FIELD = QName.get("field", "jabber:x:data");
    private static final QName VALUE = QName.get("value", "jabber:x:data");
    private static final String NICKNAME = "muc#register_roomnick";
    private static final int LONGEST_NICKNAME = 1_023;

    private final RoomSwitches switches;
    private final RoomDesk desk;
    private final Consumer<JID> changed;
    private final Clock clock;

    /**
     * @param switches where the choices are kept
     * @param desk what the server knows and does
     * @param changed is told of rooms of which somebody's choice changed
     * @param clock the time
     */
    public OfflineSwitch(RoomSwitches switches, RoomDesk desk, Consumer<JID> changed, Clock clock) {
        this.switches = Objects.requireNonNull(switches);
        this.desk = Objects.requireNonNull(desk);
        this.changed = Objects.requireNonNull(changed);
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * @param request of a local user, of type get or set, to a room; not changed
     * @return the answer
     * @throws StoreException if the database failed; then nothing changed
     */
    public IQ answer(IQ request) throws StoreException {
        JID room = request.getTo().asBareJID();
        String username = request.getFrom().getNode();
        Standing standing = desk.standing(room, username);
        if (standing == null || standing.affiliation().equals("outcast")) {
            return ofServer(request);
        }
        Element query = request.getChildElement();
        if (request.getType() == IQ.Type.get) {
            return standing.moderated() ? ofServer(request) : form(request, standing, switches.of(room, username));
        }
        if (query.element("remove") != null) {
            return removed(request, room, username);
        }
        Boolean on = standing.moderated() ? null : on(query.element(FORM));
        return on == null ? ofServer(request) : chosen(request, room, username, standing, on);
    }

    private IQ form(IQ request, Standing standing, @Nullable RoomSwitch choice) {
        IQ answer = ofServer(request);
        if (answer.getType() == IQ.Type.error) {
            if (standing.registration() || answer.getError() == null || answer.getError().getCondition() != Condition.not_allowed) {
                return answer;
            }
            // Who may not register may still choose.
            answer = IQ.createResultIQ(request);
            answer.setChildElement("query", REGISTER);
        }
        Element query = answer.getChildElement();
        Element form = query.element(FORM);
        if (form == null) {
            // Who is registered gets none.
            form = query.addElement(FORM).addAttribute("type", "form");
            field(form, "FORM_TYPE", "hidden", null, "http://jabber.org/protocol/muc#register");
            String nickname = choice != null && choice.nickname() != null ? choice.nickname() : standing.nickname();
            field(form, NICKNAME, "text-single", "Nickname", nickname);
        }
        field(form, FIELD, "boolean", "Notify me of messages while I am away", choice != null && choice.on() ? "1" : "0");
        return answer;
    }

    private static void field(Element form, String name, String type, @Nullable String label, @Nullable String value) {
        Element field = form.addElement(FORM_FIELD).addAttribute("var", name).addAttribute("type", type).addAttribute("label", label);
        if (value != null) {
            field.addElement(VALUE).setText(value);
        }
    }

    private IQ removed(IQ request, JID room, String username) throws StoreException {
        if (!switches.remove(room, username)) {
            return ofServer(request);
        }
        changed.accept(room);
        return IQ.createResultIQ(request);
    }

    private IQ chosen(IQ request, JID room, String username, Standing standing, boolean on) throws StoreException {
        String nickname = value(request.getChildElement().element(FORM), NICKNAME);
        if (nickname != null && nickname.length() > LONGEST_NICKNAME) {
            return error(request, Condition.not_acceptable, "The nickname is too long.");
        }
        boolean none = standing.affiliation().equals("none");
        if (none && nickname == null) {
            return error(request, Condition.not_acceptable, "A nickname is needed.");
        }
        if (none && standing.membersOnly() && !standing.registration()) {
            return ofServer(request);
        }
        boolean higher = Set.of("owner", "admin").contains(standing.affiliation());
        if (standing.registration() && !higher && nickname != null && !nickname.equalsIgnoreCase(standing.nickname())) {
            IQ answer = ofServer(request);
            if (answer.getType() == IQ.Type.error) {
                return answer;
            }
        }
        switches.save(new RoomSwitch(username, room, on, nickname, clock.instant()));
        changed.accept(room);
        return IQ.createResultIQ(request);
    }

    /** @return what is chosen, or null where the form does not say */
    private static @Nullable Boolean on(Element form) {
        String value = value(form, FIELD);
        return value == null ? null : (Boolean) (value.equals("1") || value.equals("true"));
    }

    private static @Nullable String value(Element form, String name) {
        if (form != null && !"cancel".equals(form.attributeValue("type"))) {
            for (Object child : form.elements(FORM_FIELD)) {
                Element field = (Element) child;
                if (name.equals(field.attributeValue("var"))) {
                    String value = field.elementText(VALUE);
                    return value == null || value.isBlank() ? null : value.trim();
                }
            }
        }
        return null;
    }

    /** The server's own answer, under the id of the request. */
    private IQ ofServer(IQ request) {
        IQ answer = desk.answer(request);
        if (answer == null) {
            return error(request, Condition.internal_server_error, "The room does not answer.");
        }
        answer.setID(request.getID());
        return answer;
    }

    private static IQ error(IQ request, Condition condition, String text) {
        IQ error = IQ.createResultIQ(request);
        error.setError(new PacketError(condition, condition.getDefaultType(), text, "en"));
        return error;
    }
}
