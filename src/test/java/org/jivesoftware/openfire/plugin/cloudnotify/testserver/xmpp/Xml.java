package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.IOException;
import java.io.StringWriter;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.io.OutputFormat;
import org.dom4j.io.XMLWriter;

/** Small things around XML and dom4j. */
public final class Xml {

    private Xml() {
    }

    /** Escapes a text for element content or a quoted attribute. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;").replace("\"", "&quot;");
    }

    /** Parses an element. */
    public static Element parse(String xml) {
        try {
            return DocumentHelper.parseText(xml).getRootElement();
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    /** The child with this name and namespace, or null. */
    public static Element child(Element parent, String name, String namespace) {
        return parent.element(QName.get(name, namespace));
    }

    /** The first element with this name and namespace at any depth below {@code parent}, or null. */
    public static Element descendant(Element parent, String name, String namespace) {
        for (Object node : parent.elements()) {
            var element = (Element) node;
            if (element.getName().equals(name) && element.getNamespaceURI().equals(namespace)) {
                return element;
            }
            Element deeper = descendant(element, name, namespace);
            if (deeper != null) {
                return deeper;
            }
        }
        return null;
    }

    /** Indented for a person to read. */
    public static String pretty(Element element) {
        var text = new StringWriter();
        var format = OutputFormat.createPrettyPrint();
        format.setSuppressDeclaration(true);
        format.setNewLineAfterDeclaration(false);
        try {
            var writer = new XMLWriter(text, format);
            writer.write(element);
            writer.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString().strip();
    }

    /** Reads the element at whose start tag the reader stands, up to its end tag. */
    static Element read(XMLStreamReader reader) throws XMLStreamException {
        Element root = start(reader, null);
        Element current = root;
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> current = start(reader, current);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    current.addText(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (current == root) {
                        return root;
                    }
                    current = current.getParent();
                }
                default -> {
                    // Comments and the like do not occur in XMPP.
                }
            }
        }
    }

    /** The element at whose start tag the reader stands, with its attributes only. */
    static Element start(XMLStreamReader reader, Element parent) {
        QName name = name(reader.getLocalName(), reader.getPrefix(), reader.getNamespaceURI());
        Element element = parent == null ? DocumentHelper.createElement(name) : parent.addElement(name);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.addAttribute(
                    name(reader.getAttributeLocalName(i), reader.getAttributePrefix(i), reader.getAttributeNamespace(i)),
                    reader.getAttributeValue(i));
        }
        return element;
    }

    private static QName name(String local, String prefix, String namespace) {
        return namespace == null || namespace.isEmpty()
                ? QName.get(local)
                : QName.get(local, Namespace.get(prefix == null ? "" : prefix, namespace));
    }
}
