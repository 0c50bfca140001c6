package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignElementsTest {

    private static Element element() {
        return DocumentHelper.createElement(QName.get("urgency", "urn:example"));
    }

    private static ForeignElements.Child copy(Element element) {
        return ForeignElements.copy(element, PushDraft.MAX_BYTES);
    }

    private static void refused(Element element) {
        assertThrows(IllegalArgumentException.class, () -> copy(element));
    }

    @Test
    void copiesWithAttributesAndChildren() {
        Element original = element();
        original.addAttribute("level", "a<b&'\"").addElement("inner", "urn:other").addText("äöü 🎉 <&>");
        ForeignElements.Child child = copy(original);
        assertNotSame(original, child.element());
        assertEquals(original.asXML(), child.element().asXML());
        assertEquals(original.asXML().getBytes(StandardCharsets.UTF_8).length, child.bytes());
        assertNull(child.element().getParent());
        assertNull(child.element().getDocument());
    }

    @Test
    void takesAChildOfAnotherTree() {
        Element parent = DocumentHelper.createElement(QName.get("parent", "urn:parent"));
        Element child = parent.addElement(QName.get("child", "urn:example"));
        assertEquals("child", copy(child).element().getName());
        assertEquals(parent, child.getParent());
    }

    @Test
    void needsANamespaceOfItsOwn() {
        refused(DocumentHelper.createElement("bare"));
        refused(DocumentHelper.createElement(QName.get("x", "urn:xmpp:push:0")));
        assertThrows(NullPointerException.class, () -> copy(null));
    }

    @Test
    void theDeepIsRefusedWithoutRecursion() {
        Element root = element();
        Element deepest = root;
        for (int i = 1; i < PushDraft.MAX_DEPTH; i++) {
            deepest = deepest.addElement("e");
        }
        copy(root);
        for (int i = 0; i < 100_000; i++) {
            deepest = deepest.addElement("e");
        }
        refused(root);
    }

    @Test
    void theLargeIsRefused() {
        copy(element().addText("x".repeat(PushDraft.MAX_BYTES - 100)));
        refused(element().addText("x".repeat(PushDraft.MAX_BYTES)));
        refused(element().addText("<".repeat(PushDraft.MAX_BYTES / 3)));
        refused(element().addText("€".repeat(PushDraft.MAX_BYTES / 2)));
        refused(element().addAttribute("a", "x".repeat(PushDraft.MAX_BYTES)));
        Element wide = element();
        for (int i = 0; i < 100_000; i++) {
            wide.addElement("e");
        }
        refused(wide);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001", "\u001f", "\ud800", "\udc00x", "\uffff"})
    void whatXmlCannotCarryIsRefused(String text) {
        refused(element().addText(text));
        refused(element().addAttribute("a", text));
    }

    @Test
    void namesThatBreakOutAreRefused() {
        for (String name : new String[] {"a><b", "a b", "", "1", "a/><message xmlns='jabber:client'/><x"}) {
            assertThrows(IllegalArgumentException.class,
                () -> copy(DocumentHelper.createElement(new QName(name, Namespace.get("urn:example")))), name);
        }
        refused(DocumentHelper.createElement(QName.get("x", "urn:example'/><y xmlns='urn:evil")).addText("\u0001"));
    }

    @Test
    void instructionsAndEntitiesAreRefusedAndCommentsDropped() {
        refused(element().addProcessingInstruction("php", "x"));
        refused(element().addEntity("lol", "&lol;"));
        refused(element().addEntity("lol", ""));
        assertEquals("<urgency xmlns=\"urn:example\">ab</urgency>",
            copy(element().addText("a").addComment("secret").addText("b")).element().asXML());
    }
}
