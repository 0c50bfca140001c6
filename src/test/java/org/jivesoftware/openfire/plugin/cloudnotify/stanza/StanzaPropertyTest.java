package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;

class StanzaPropertyTest {

    private final StanzaReader reader = new StanzaReader("example.org");

    @Property(tries = 200)
    void copiesHaveTheFingerprintOfTheOriginal(@ForAll("messages") Element message, @ForAll("additions") List<Element> additions) {
        Fingerprint original = Fingerprint.of(message, "example.org");
        Element copy = message.createCopy();
        additions.forEach(addition -> copy.add(addition.createCopy()));
        copy.addAttribute("to", "somebody@example.org");
        assertEquals(original, Fingerprint.of(copy, "example.org"));
        // As the offline store does, and once more for good measure.
        Element stored = Xml.parse(copy.asXML());
        assertEquals(original, Fingerprint.of(stored, "example.org"));
        assertEquals(original, Fingerprint.of(Xml.parse(stored.asXML()), "example.org"));
        // As the carbons do.
        copy.setQName(QName.get("message", "jabber:client"));
        assertEquals(original, Fingerprint.of(copy, "example.org"));
    }

    @Property(tries = 200)
    void anotherMessageHasAnotherFingerprint(@ForAll("messages") Element one, @ForAll("messages") Element other) {
        Assume.that((one.asXML() + other.asXML()).chars().allMatch(c -> c >= ' '));
        assertEquals(one.asXML().equals(other.asXML()), Fingerprint.of(one, "example.org").equals(Fingerprint.of(other, "example.org")));
    }

    @Property(tries = 200)
    void bodiesAreCutBetweenCharacters(@ForAll("longTexts") String text) {
        Element message = DocumentHelper.createElement("message");
        message.addElement("body").setText(text);
        String body = reader.read(new org.xmpp.packet.Message(message, true)).body();
        if (text.isEmpty()) {
            assertEquals(null, body);
            return;
        }
        assertTrue(body.length() <= Stanza.MAX_BODY && body.length() >= Math.min(text.length(), Stanza.MAX_BODY - 1));
        assertTrue(text.startsWith(body));
        assertFalse(Character.isHighSurrogate(body.charAt(body.length() - 1)));
    }

    @Provide
    Arbitrary<Element> messages() {
        return Combinators.combine(texts().ofMinLength(1).injectNull(0.3), Arbitraries.of("a@b/c", "d@e"), payloads().list().ofMaxSize(4))
            .as((id, from, children) -> {
                Element message = DocumentHelper.createElement("message");
                message.addAttribute("type", "chat");
                message.addAttribute("id", id);
                message.addAttribute("from", from);
                children.forEach(child -> message.add(child.createCopy()));
                return message;
            });
    }

    @Provide
    Arbitrary<List<Element>> additions() {
        return Arbitraries.of("<delay xmlns='urn:xmpp:delay' from='example.org' stamp='2026-01-02T03:04:05Z'/>",
            "<stanza-id xmlns='urn:xmpp:sid:0' id='5' by='user@example.org'/>", "<x xmlns='jabber:x:delay'/>")
            .map(Xml::parse).list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> longTexts() {
        Arbitrary<String> pair = Arbitraries.of("\ud83d\ude00", "a", "ß");
        return pair.list().ofMaxSize(1_100).map(parts -> String.join("", parts));
    }

    private static Arbitrary<Element> payloads() {
        return Arbitraries.lazyOf(
            () -> named().flatMap(element -> texts().map(text -> with(element, text))),
            () -> named().flatMap(element -> payloads().list().ofMaxSize(2).map(children -> {
                Element parent = element.createCopy();
                children.forEach(child -> parent.add(child.createCopy()));
                return parent;
            })));
    }

    private static Arbitrary<Element> named() {
        return Combinators.combine(Arbitraries.of("body", "x", "encrypted"), Arbitraries.of("urn:a", "urn:b"), texts())
            .as((name, namespace, value) -> {
                Element element = DocumentHelper.createElement(QName.get(name, namespace));
                element.addAttribute("a", value.replaceAll("\\s", " "));
                element.addAttribute(QName.get("lang", "xml", "http://www.w3.org/XML/1998/namespace"), "en");
                return element;
            });
    }

    private static Element with(Element element, String text) {
        Element copy = element.createCopy();
        copy.setText(text);
        return copy;
    }

    private static StringArbitrary texts() {
        return Arbitraries.strings().withChars("ab<>&'\" \n\t]ßé€").withCharRange('\u4e00', '\u4e10').ofMaxLength(12);
    }
}
