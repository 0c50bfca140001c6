package org.jivesoftware.openfire.plugin.cloudnotify.server;

import java.util.Iterator;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.room.BookmarkReader;
import org.jivesoftware.openfire.plugin.cloudnotify.room.OfflineSwitch;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Sees what is asked of group chat services: equips those that are new, has users who register at a room answered by
 * {@link RoomRegistrations}, and notices what may change who belongs to a room,
 * and what users want of rooms. Costs a look at the address for whatever else passes.
 */
public final class RoomRequests implements PacketInterceptor, AutoCloseable {

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private final String domain;
    private final String subdomains;
    private final GroupChatServices services;
    private final BooleanSupplier switchable;
    private final OpenfireAsUser asUser;
    private final Consumer<JID> changed;
    private final Consumer<String> bookmarked;
    private final InterceptorManager interceptors;
    private final Part part;

    /**
     * Begins to listen.
     *
     * @param domain the server's domain
     * @param services the group chat services
     * @param switchable whether rooms wake who is away at present
     * @param asUser asks Openfire in users' names, which is to be answered by Openfire
     * @param changed is told of rooms, by bare JID, of which the affiliations may have changed
     * @param bookmarked is told of users who changed their bookmarks
     * @param interceptors Openfire's
     * @param part is told what fails
     */
    public RoomRequests(String domain, GroupChatServices services, BooleanSupplier switchable, OpenfireAsUser asUser, Consumer<JID> changed,
                        Consumer<String> bookmarked, InterceptorManager interceptors, Part part) {
        this.domain = Objects.requireNonNull(domain);
        this.subdomains = "." + domain;
        this.services = Objects.requireNonNull(services);
        this.switchable = Objects.requireNonNull(switchable);
        this.asUser = Objects.requireNonNull(asUser);
        this.changed = Objects.requireNonNull(changed);
        this.bookmarked = Objects.requireNonNull(bookmarked);
        this.interceptors = Objects.requireNonNull(interceptors);
        this.part = Objects.requireNonNull(part);
        interceptors.addInterceptor(this);
    }

    @Override
    public void close() {
        interceptors.removeInterceptor(this);
    }

    @Override
    public void interceptPacket(Packet packet, Session session, boolean incoming, boolean processed) {
        if (!incoming || part.isOff()) {
            return;
        }
        try {
            if (processed) {
                after(packet);
            } else if (packet instanceof IQ iq) {
                before(iq);
            }
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    private void before(IQ iq) {
        String address = iq.getElement().attributeValue("to");
        // Nearly all are for somebody else, as each push is: of an address no more is made than its text.
        if (address == null || address.indexOf('@') < 0 || !address.contains(subdomains)
            || iq.getType() != IQ.Type.get && iq.getType() != IQ.Type.set) {
            return;
        }
        JID to = iq.getTo();
        if (!to.getDomain().endsWith(subdomains)
            || !services.has(to.getDomain().substring(0, to.getDomain().length() - subdomains.length()))) {
            return;
        }
        Element query = iq.getChildElement();
        JID from = iq.getFrom();
        if (to.getNode() != null && to.getResource() == null && query != null && OfflineSwitch.REGISTER.equals(query.getNamespaceURI())
            && from != null && from.getNode() != null && from.getDomain().equals(domain) && switchable.getAsBoolean()
            && !asUser.asks(iq)) {
            RoomRegistrations.divert(query);
        }
    }

    /** Users publish at their own account, and take back what they published. */
    private void published(IQ iq) {
        String address = iq.getElement().attributeValue("from");
        Element pubsub = iq.getChildElement();
        JID from = address == null || address.indexOf('@') < 0 ? null : iq.getFrom();
        if (from == null || from.getNode() == null || !from.getDomain().equals(domain) || pubsub == null
            || !pubsub.getNamespaceURI().startsWith(PUBSUB)) {
            return;
        }
        for (Iterator<?> children = pubsub.elementIterator(); children.hasNext();) {
            if (BookmarkReader.NODE.equals(((Element) children.next()).attributeValue("node"))) {
                bookmarked.accept(from.getNode());
                return;
            }
        }
    }

    /** An invitation, too, makes its recipient a member of a members-only room. */
    private void after(Packet packet) {
        boolean request = packet instanceof IQ iq && iq.getType() == IQ.Type.set || packet instanceof Message message
            && message.getElement().attributeValue("type", "normal").equals("normal");
        String address = request ? packet.getElement().attributeValue("to") : null;
        if (address != null && address.endsWith(subdomains) && address.indexOf('@') > 0) {
            JID room = packet.getTo();
            if (room.getNode() != null && room.getResource() == null) {
                changed.accept(room);
            }
        }
        if (packet instanceof IQ iq && iq.getType() == IQ.Type.set) {
            published(iq);
        }
    }
}
