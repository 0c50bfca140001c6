package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.auth.UnauthorizedException;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.StanzaCommands;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Stanzas by way of the packet router. */
final class StanzaControl implements StanzaCommands {

    @Override
    public void route(String xml) {
        XMPPServer.getInstance().getPacketRouter().route(packet(xml));
    }

    @Override
    public void deliver(String xml) {
        try {
            XMPPServer.getInstance().getPacketDeliverer().deliver(packet(xml));
        } catch (UnauthorizedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public boolean component(String domain) {
        return XMPPServer.getInstance().getRoutingTable().hasComponentRoute(new JID(domain));
    }

    private static Packet packet(String xml) {
        try {
            Element element = DocumentHelper.parseText(xml).getRootElement();
            return switch (element.getName()) {
                case "message" -> new Message(element);
                case "presence" -> new Presence(element);
                case "iq" -> new IQ(element);
                default -> throw new IllegalArgumentException(xml);
            };
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }
}
