package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.XmppClient;

/** Calls ad-hoc commands as clients do, and reads their answers. */
final class CommandCalls {

    static final String NODE = "urn:cloudnotify:commands#";
    static final String COMMANDS = "http://jabber.org/protocol/commands";

    private CommandCalls() {
    }

    static Element disco(RawClient client, String kind, String node) {
        return client.request("<iq type='get' id='" + XmppClient.newId() + "' to='" + ServerConfig.DOMAIN
            + "'><query xmlns='http://jabber.org/protocol/disco#" + kind + "' node='" + node + "'/></iq>").element("query");
    }

    static void callOpenfiresOwn(RawClient admin) {
        Element answer = admin.request("<iq type='set' id='" + XmppClient.newId() + "' to='" + ServerConfig.DOMAIN
            + "'><command xmlns='" + COMMANDS + "' node='http://jabber.org/protocol/admin#get-active-users-num'/></iq>");
        assertEquals("completed", answer.element("command").attributeValue("status"), answer::asXML);
    }

    static String iq(String name, String attributes, String content, String session) {
        return "<iq type='set' id='" + XmppClient.newId() + "' to='" + ServerConfig.DOMAIN + "'" + attributes
            + "><command xmlns='" + COMMANDS + "' node='" + NODE + name + "'" + (session == null ? "" : " sessionid='" + session + "'")
            + ">" + content + "</command></iq>";
    }

    static Element call(RawClient client, String name, String attributes) {
        return client.request(iq(name, attributes, "", null)).element("command");
    }

    static Element submit(RawClient client, String name, String session, String... values) {
        return client.request(iq(name, "", form(values), session)).element("command");
    }

    static String form(String... values) {
        StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
        for (int i = 0; i < values.length; i += 2) {
            form.append("<field var='").append(values[i]).append("'><value>").append(Xml.escape(values[i + 1])).append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    static String note(Element command) {
        return command.elementText("note");
    }

    static String note(RawClient client, String name, String content) {
        return client.request(iq(name, "", content, null)).element("command").element("note").attributeValue("type");
    }

    static Element field(Element command, String name) {
        for (Object field : command.element("x").elements("field")) {
            if (name.equals(((Element) field).attributeValue("var"))) {
                return (Element) field;
            }
        }
        throw new AssertionError("No field " + name + ": " + command.asXML());
    }
}
