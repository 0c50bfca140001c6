package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.io.StringReader;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.dom4j.DocumentException;
import org.dom4j.io.SAXReader;
import org.xml.sax.SAXException;

/** Publish-options as the database keeps them: the serialised form, in ASCII. */
final class JdbcOptions {

    /** Making one costs many times as much as reading a form. More than these are in use only for a moment, and are thrown away. */
    private static final Queue<SAXReader> READERS = new ArrayBlockingQueue<>(8);

    private JdbcOptions() {
    }

    /**
     * @param options not null
     * @return the form as XML; {@link #read} gives the very same options back
     */
    static String write(PublishOptions options) {
        String xml = options.toForm().asXML();
        StringBuilder ascii = new StringBuilder(xml.length());
        // In this XML only attribute values and texts hold such characters. Line ends and tabs would be changed by the parser, and
        // what is not ASCII by a database or a connection whose character set is smaller than Unicode.
        xml.codePoints().forEach(c -> {
            if (c >= ' ' && c <= '~') {
                ascii.append((char) c);
            } else {
                ascii.append("&#").append(c).append(';');
            }
        });
        return ascii.toString();
    }

    /**
     * @param xml a serialised form, from whatever source
     * @return the options
     * @throws IllegalArgumentException if it is no XML, or no publish-options form
     */
    static PublishOptions read(String xml) {
        try {
            SAXReader reader = READERS.poll();
            if (reader == null) {
                reader = hardened();
            }
            PublishOptions options = PublishOptions.parse(reader.read(new StringReader(xml)).getRootElement());
            READERS.offer(reader);
            return options;
        } catch (DocumentException | SAXException e) {
            throw new IllegalArgumentException("Not well-formed XML", e);
        }
    }

    private static SAXReader hardened() throws SAXException {
        SAXReader reader = new SAXReader();
        reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        reader.setFeature("http://xml.org/sax/features/external-general-entities", false);
        reader.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        return reader;
    }
}
