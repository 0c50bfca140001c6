package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.dom4j.Attribute;
import org.dom4j.CharacterData;
import org.dom4j.Document;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.Entity;
import org.dom4j.Node;
import org.dom4j.ProcessingInstruction;
import org.dom4j.io.SAXReader;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushDraft;
import org.xml.sax.SAXException;

/** Checks and copies what other plugins add to a push: nothing leaves the server that a receiver could choke on. */
final class ForeignElements {

    private static final String PUSH = "urn:xmpp:push:0";

    /**
     * A child that is fit to be sent.
     *
     * @param element a copy
     * @param bytes its size
     */
    record Child(Element element, int bytes) {
    }

    private ForeignElements() {
    }

    /**
     * @param original what a plugin gives
     * @param bytesLeft how large it may be
     * @return a copy that shares nothing with it
     * @throws IllegalArgumentException if it is not fit to be sent; the message says why
     */
    static Child copy(Element original, int bytesLeft) {
        Objects.requireNonNull(original, "child");
        String namespace = original.getNamespaceURI();
        if (namespace == null || namespace.isEmpty() || namespace.equals(PUSH)) {
            throw new IllegalArgumentException("The child needs a namespace of its own");
        }
        measure(original, bytesLeft);
        // Writing and reading it again makes sure that it is well-formed: dom4j lets through names and characters that are not XML.
        Element copy = read(original.asXML());
        if (!copy.getNamespaceURI().equals(namespace)) {
            throw new IllegalArgumentException("The child is not well-formed");
        }
        int bytes = copy.asXML().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > bytesLeft) {
            throw tooLarge();
        }
        return new Child(copy, bytes);
    }

    /** Walks without recursion, since the nesting is not known to be harmless yet. */
    private static void measure(Element root, int bytesLeft) {
        record Level(Element element, int depth) {
        }
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(root, 1));
        long size = 0;
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (level.depth() > PushDraft.MAX_DEPTH) {
                throw new IllegalArgumentException("The child is nested deeper than " + PushDraft.MAX_DEPTH + " elements");
            }
            size += level.element().getName().length() + 3L;
            for (Object attribute : level.element().attributes()) {
                size += 4L + ((Attribute) attribute).getName().length() + ((Attribute) attribute).getValue().length();
            }
            for (int i = 0; i < level.element().nodeCount(); i++) {
                Node node = level.element().node(i);
                if (node instanceof Element child) {
                    open.push(new Level(child, level.depth() + 1));
                    // Even of the smallest elements, no more than fit can wait here.
                    size += 4;
                } else if (node instanceof ProcessingInstruction || node instanceof Entity) {
                    throw new IllegalArgumentException("XMPP carries no processing instructions or entities");
                } else if (node instanceof CharacterData text && text.getText() != null) {
                    size += text.getText().length();
                }
                if (size > bytesLeft) {
                    throw tooLarge();
                }
            }
            if (size > bytesLeft) {
                throw tooLarge();
            }
        }
    }

    private static Element read(String xml) {
        try {
            SAXReader reader = new SAXReader();
            reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            reader.setFeature("http://xml.org/sax/features/external-general-entities", false);
            reader.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            reader.setIgnoreComments(true);
            reader.setMergeAdjacentText(true);
            reader.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("Entities are not read");
            });
            Document document = reader.read(new StringReader(xml));
            Element root = document.getRootElement();
            root.detach();
            return root;
        } catch (DocumentException | SAXException e) {
            throw new IllegalArgumentException("The child is not well-formed: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("All children together are larger than " + PushDraft.MAX_BYTES + " bytes");
    }
}
