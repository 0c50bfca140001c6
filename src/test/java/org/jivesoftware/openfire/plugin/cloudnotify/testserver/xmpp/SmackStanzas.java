package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.util.List;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.Node;
import org.dom4j.QName;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.UnparsedIQ;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/** Makes Smack's stanzas of XML, and XML of them. */
final class SmackStanzas {

    private SmackStanzas() {
    }

    static Stanza of(Element element) {
        try {
            return "iq".equals(element.getName()) ? new RawIq(element) : PacketParserUtils.parseStanza(inClientNamespace(element));
        } catch (Exception e) {
            throw new IllegalArgumentException(element.asXML(), e);
        }
    }

    static Element toElement(Stanza stanza) {
        if (!(stanza instanceof UnparsedIQ unparsed)) {
            return Xml.parse(stanza.toXML(XmlEnvironment.EMPTY).toString());
        }
        // Smack escapes what it should write as it is, and the result is no XML.
        var xml = new StringBuilder("<iq xmlns='jabber:client' type='" + unparsed.getType() + "'");
        append(xml, "id", unparsed.getStanzaId());
        append(xml, "from", unparsed.getFrom());
        append(xml, "to", unparsed.getTo());
        xml.append('>').append(unparsed.getContent());
        if (unparsed.getError() != null) {
            xml.append(unparsed.getError().toXML(XmlEnvironment.EMPTY));
        }
        return Xml.parse(xml.append("</iq>").toString());
    }

    private static void append(StringBuilder xml, String name, CharSequence value) {
        if (value != null) {
            xml.append(' ').append(name).append("='").append(Xml.escape(value.toString())).append('\'');
        }
    }

    private static String inClientNamespace(Element element) {
        Element copy = element.createCopy();
        move(copy, element.getNamespaceURI());
        return copy.asXML();
    }

    private static void move(Element element, String from) {
        if (element.getNamespaceURI().equals(from)) {
            element.setQName(QName.get(element.getName(), "jabber:client"));
            for (Object child : element.elements()) {
                move((Element) child, from);
            }
        }
    }

    /** An IQ whose content is written as it was given; Smack's own class for unknown content escapes it. */
    private static final class RawIq extends IQ {
        private final Element content;

        RawIq(Element iq) throws XmppStringprepException {
            this(iq, iq.elements().isEmpty() ? null : (Element) iq.elements().get(0));
        }

        private RawIq(Element iq, Element content) throws XmppStringprepException {
            super(content == null ? null : content.getName(), content == null ? null : content.getNamespaceURI());
            this.content = content;
            setType(Type.fromString(iq.attributeValue("type")));
            setStanzaId(iq.attributeValue("id"));
            if (iq.attributeValue("to") != null) {
                setTo(JidCreate.from(iq.attributeValue("to")));
            }
        }

        @Override
        protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
            for (Object attribute : content.attributes()) {
                xml.attribute(((Attribute) attribute).getQualifiedName(), ((Attribute) attribute).getValue());
            }
            List<?> nodes = content.content();
            if (nodes.isEmpty()) {
                xml.setEmptyElement();
            } else {
                xml.rightAngleBracket();
                nodes.forEach(node -> xml.append(((Node) node).asXML()));
            }
            return xml;
        }
    }
}
