package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dom4j.Element;

/** An XML stream over a plain loopback socket: writes texts, reads the stream's header and then one whole element after the other. */
final class XmlStream implements ClientStream {
    private static final int CONNECT_MILLIS = 10_000;
    private static final XMLInputFactory PARSERS = parsers();

    private final Socket socket;
    private final OutputStream out;
    private XMLStreamReader reader;

    XmlStream(int port) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        out = socket.getOutputStream();
    }

    private static XMLInputFactory parsers() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Sends a stream header, and returns the header of the answer. */
    Element header(String header) throws IOException {
        try {
            send(header);
            reader = PARSERS.createXMLStreamReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                // What stands before the root element.
            }
            return Xml.start(reader, null);
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Element open(String domain) throws IOException {
        return header("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
                + "version='1.0' to='" + domain + "'>");
    }

    @Override
    public void send(String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    @Override
    public Element next() throws IOException {
        try {
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        return Xml.read(reader);
                    }
                    case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                        return null;
                    }
                    default -> {
                        // White space between stanzas.
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void timeout(Duration timeout) throws IOException {
        socket.setSoTimeout((int) timeout.toMillis());
    }

    @Override
    public void end() throws IOException {
        send("</stream:stream>");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
